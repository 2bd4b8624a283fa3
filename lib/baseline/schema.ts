/** The shape of `baseline/<stack>.yaml`: what a stack has to go on covering. */
import { z } from "zod";
import { FREQUENCIES } from "../pack/frequencies.ts";
import { organizationalUnitId } from "../settings/schema-organization.ts";
import { packName } from "../settings/schema-packs.ts";
import { accountId, regionName, resourceType } from "../settings/schema-values.ts";

const types = z.array(resourceType).min(1);

const regions = z.array(regionName).min(1);

const rule = z.strictObject({
    rule: z.string().min(1).meta({
        description: "The managed rule identifier; of a custom rule or a process check, its name.",
    }),
    regions: regions.optional().meta({ description: "Where it is checked. Without: in all regions of the pack." }),
    owner: z.enum(["CUSTOM_LAMBDA", "CUSTOM_POLICY"]).optional().meta({ description: "Of a custom rule." }),
    types: z.array(z.string().min(1)).min(1).optional().meta({
        description: "The resource types of its scope. Without: all that the rule is for.",
    }),
    resourceId: z.string().optional().meta({ description: "The one resource that it looks at." }),
    tagKey: z.string().optional().meta({ description: "It looks at resources with this tag only." }),
    tagValue: z.string().optional().meta({ description: "It looks at resources with this value of the tag only." }),
    frequency: z.enum(FREQUENCIES).optional().meta({ description: "How often it runs at least. Without: once a day." }),
    condition: z.string().optional().meta({ description: "The template's condition, where AWS decides on it." }),
    parameters: z.record(z.string(), z.string()).optional().meta({
        description: "Only where the same rule stands several times with different input parameters.",
    }),
});

const pack = z.strictObject({
    target: z.enum(["account", "organization"]),
    excludedAccounts: z.array(accountId).optional().meta({
        description: "Members that the organization pack leaves out: one more is coverage given up.",
    }),
    regions: regions.optional().meta({ description: "Where it is deployed. Without: in all regions of the stack." }),
    excludedUnits: z.array(organizationalUnitId).optional().meta({
        description: "Organizational units that it leaves out: one more is coverage given up.",
    }),
    units: z.array(organizationalUnitId).optional().meta({
        description: "The only organizational units that it reaches. Without: the whole organization.",
    }),
    rules: z
        .array(
            z
                .union([z.string().min(1), rule])
                .transform((value) => (typeof value === "string" ? { rule: value } : value)),
        )
        .meta({ description: "A managed rule identifier, or a map where there is more to say of the rule." }),
});

const recorder = z
    .strictObject({
        record: z.union([z.literal("all"), z.strictObject({ only: types }), z.strictObject({ except: types })]).meta({
            description: "`all` resource types, `only` those listed, or all `except` those listed.",
        }),
        globalResourceTypes: z.boolean().optional().meta({
            description: "With `record: all`: whether the global IAM types are recorded.",
        }),
        frequency: z.enum(["continuous", "daily"]),
        continuous: types.optional().meta({ description: "Types that are recorded at each change all the same." }),
        daily: types.optional().meta({ description: "Types that are recorded daily all the same." }),
    })
    .meta({ description: "What is recorded. Without: something else manages the recorder." });

const recorders = z
    .array(recorder.extend({ regions: regions.meta({ description: "Where this is recorded." }) }))
    .min(1)
    .meta({ description: "What is recorded where. In a region that none names something else manages the recorder." });

export const baselineSchema = z
    .strictObject({
        regions: regions.meta({ description: "The regions that the stack deploys to." }),
        recorder: z.union([recorder, recorders]).optional(),
        packs: z.record(packName, pack).meta({ description: "Conformance packs, by their name in AWS." }),
    })
    .superRefine(({ regions: known, recorder: recorded, packs }, context) => {
        const refuse = (names: readonly string[] | undefined, within: readonly string[], path: PropertyKey[]): void =>
            names?.forEach((name, index) => {
                if (!within.includes(name)) {
                    const message = `${name} is none of ${within.join(", ")}, so that nothing is asked of it here`;
                    context.addIssue({ code: "custom", path: [...path, index], message });
                }
            });
        if (Array.isArray(recorded)) {
            recorded.forEach((one, index) => refuse(one.regions, known, ["recorder", index, "regions"]));
        }
        for (const [name, { regions: own, rules }] of Object.entries(packs)) {
            refuse(own, known, ["packs", name, "regions"]);
            rules.forEach((one, index) =>
                refuse("regions" in one ? one.regions : undefined, own ?? known, [
                    "packs",
                    name,
                    "rules",
                    index,
                    "regions",
                ]),
            );
        }
    });

/** What a stack covers, in the words of the file. */
export type Coverage = z.output<typeof baselineSchema>;
export type CoveredPack = Coverage["packs"][string];
export type CoveredRule = z.output<typeof rule>;
export type CoveredRecording = z.output<typeof recorder>;
