/** Checks that people ask for by name, each with what answers it: data beside this file, read when first asked for. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { answeringRules, type ControlCoverage, type FrameworkCoverage } from "./framework.ts";
import { closedPorts } from "./closed-ports.ts";
import type { CoveragePack, CoverageRule } from "./pack-rules.ts";

/** By this name they are asked for like a framework. */
export const NAMED_CHECKS = "checks";

const words = z.string().trim().min(1);

export const namedChecksSchema = z.array(
    z.strictObject({
        group: words,
        checks: z
            .array(
                z
                    .strictObject({
                        check: words,
                        /** Of managed rules and of the project's own; each alone answers the check. */
                        rules: z.array(words).min(1).optional(),
                        /** Of rules on security groups: what their values have to close. */
                        ports: z.array(z.int().min(0).max(65_535)).min(1).optional(),
                        providedBy: words.optional(),
                        reason: words.optional(),
                    })
                    .refine(
                        ({ rules, providedBy, reason }) => (rules ?? providedBy ?? reason) !== undefined,
                        "a check has rules, something that provides it, or a reason",
                    )
                    .refine(
                        ({ rules, ports }) => ports === undefined || rules !== undefined,
                        "ports belong to rules that close them",
                    ),
            )
            .min(1),
    }),
);

export type NamedChecks = z.output<typeof namedChecksSchema>;
type NamedCheck = NamedChecks[number]["checks"][number];

/** What the checks are answered from. */
export interface NamedCheckSources {
    readonly checks: NamedChecks;
    readonly catalogue: Catalogue;
    /** Names of the project's own rules, in packs or not. */
    readonly ownRules: readonly string[];
}

let loaded: NamedChecks | undefined;

/** The checks of this version of the project, in groups. */
export function namedChecks(): NamedChecks {
    loaded ??= namedChecksSchema.parse(parse(readFileSync(new URL("named-checks.yaml", import.meta.url), "utf8")));
    return loaded;
}

/**
 * What becomes of each check, in the form that frameworks have, so that all that shows one shows the other.
 *
 * @param selected the packs that are looked at
 * @param project every pack of the project
 */
export function coverNamedChecks(
    { checks, catalogue, ownRules }: NamedCheckSources,
    selected: readonly CoveragePack[],
    project: readonly CoveragePack[],
): FrameworkCoverage {
    const others = project.filter(({ name }) => !selected.some((one) => one.name === name));
    const controls = checks.flatMap(({ group, checks: list }) =>
        list.map((check): ControlCoverage => {
            const rules = answers(check, catalogue, selected);
            const state =
                rules.length > 0
                    ? "covered"
                    : check.providedBy !== undefined
                      ? "provided"
                      : check.rules === undefined
                        ? "not-checkable"
                        : "gap";
            return {
                id: check.check,
                group,
                state,
                rules: answeringRules(rules),
                reasons: check.reason === undefined ? [] : [check.reason],
                ...(check.providedBy !== undefined && { providedBy: check.providedBy }),
                elsewhere: state === "gap" ? answeringRules(answers(check, catalogue, others)) : [],
                ready: state === "gap" ? (check.rules ?? []).filter((rule) => ownRules.includes(rule)) : [],
                switchedOff: [],
            };
        }),
    );
    const packs = new Set(controls.flatMap(({ rules }) => rules.flatMap((rule) => rule.packs)));
    return { framework: NAMED_CHECKS, packs: [...packs].sort(), controls };
}

function answers(
    { rules = [], ports }: NamedCheck,
    catalogue: Catalogue,
    packs: readonly CoveragePack[],
): { pack: string; rule: CoverageRule }[] {
    const sources = new Set(rules.map((name) => catalogue.byName(name)?.identifier ?? name));
    return packs.flatMap((pack) =>
        pack.rules
            .filter((rule) => sources.has(rule.source) && (ports ?? []).every((port) => closedPorts(rule)(port)))
            .map((rule) => ({ pack: pack.name, rule })),
    );
}
