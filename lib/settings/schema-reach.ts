/** Which members of an organization a pack reaches, and in which order. */
import { z } from "zod";
import { accountId } from "./schema-values.ts";
import { organizationalUnitId } from "./schema-organization.ts";

const ring = z.strictObject({
    name: z
        .string()
        .regex(/^[a-zA-Z][-a-zA-Z0-9]*$/, "a ring's name has letters, digits and hyphens and begins with a letter")
        .meta({ description: "What `upTo` calls it." }),
    units: z
        .array(organizationalUnitId)
        .default([])
        .meta({ description: "Organizational units, with all below them; of the last ring none: it is the rest." }),
});

const rollout = z
    .strictObject({
        rings: z.array(ring).min(2, "one ring is no staged rollout: name a ring of units, and one for the rest"),
        upTo: z.string().meta({ description: "The last ring that has the pack." }),
    })
    .superRefine(({ rings, upTo }, context) => {
        const fault = (path: (string | number)[], message: string): void =>
            context.addIssue({ code: "custom", path, message });
        const names = rings.map(({ name }) => name);
        const seen = new Map<string, string>();
        rings.forEach(({ name, units }, index) => {
            const isLast = index === rings.length - 1;
            if (names.indexOf(name) !== index) {
                fault(["rings", index, "name"], `there is a ring ${name} already`);
            }
            if (isLast && units.length > 0) {
                fault(
                    ["rings", index, "units"],
                    "the last ring is the rest of the organization: it has no units. Add a ring after it, such as { name: rest }",
                );
            }
            if (!isLast && units.length === 0) {
                fault(
                    ["rings", index],
                    `the ring ${name} has no units: only the last ring is the rest of the organization`,
                );
            }
            units.forEach((unit, at) => {
                if (seen.has(unit)) {
                    fault(["rings", index, "units", at], `${unit} is in the ring ${seen.get(unit) ?? ""} already`);
                }
                seen.set(unit, name);
            });
        });
        if (!names.includes(upTo)) {
            fault(["upTo"], `there is no ring ${upTo}; there are ${names.join(", ")}`);
        }
    })
    .meta({ description: "Ring by ring: members of later rings are excluded until `upTo` names their ring." });

/** What says which members an organization pack reaches. */
export const reach = {
    excludedAccounts: z
        .array(accountId)
        .max(
            1000,
            "an organization conformance pack excludes at most 1,000 accounts: for few members, deploy it from stacks of theirs",
        )
        .default([])
        .meta({ description: "Members that an organization pack leaves out." }),
    excludedUnits: z.array(organizationalUnitId).default([]).meta({
        description: "Organizational units that an organization pack leaves out, with all below them.",
    }),
    units: z.array(organizationalUnitId).default([]).meta({
        description: "The only organizational units that an organization pack reaches, with all below them.",
    }),
    rollout: rollout.optional(),
};

interface Reach {
    readonly excludedUnits: readonly string[];
    readonly units: readonly string[];
    readonly rollout?: unknown;
}

/** What cannot be meant together. */
export function contradictions({ excludedUnits, units, rollout: rings }: Reach, context: z.RefinementCtx): void {
    if (units.length > 0 && rings !== undefined) {
        context.addIssue({
            code: "custom",
            path: ["units"],
            message:
                "units and rollout both say which units have the pack: name them in the rings, and exclude the others",
        });
    }
    units.forEach((unit, index) => {
        if (excludedUnits.includes(unit)) {
            context.addIssue({
                code: "custom",
                path: ["units", index],
                message: `${unit} is in excludedUnits as well`,
            });
        }
    });
}
