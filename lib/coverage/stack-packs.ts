/** The packs that a stack deploys, in all its regions, with the values that it gives them. */
import { defaultsOf, Evaluator } from "../pack/evaluate.ts";
import type { SwitchedOffRule } from "../pack/parse.ts";
import type { ConformancePackPlan, DeploymentPlan, RulePlan } from "../plan/plan.ts";
import { regionsOf } from "../plan/regions.ts";
import { type CoveragePack, coverageRule, type CoverageRule, type ProjectPack } from "./pack-rules.ts";

/**
 * What of the project's packs a stack deploys. A rule whose condition is false with the stack's values counts as switched
 * off; one whose condition only AWS can decide counts as deployed.
 *
 * @param project every pack of the project
 * @returns a pack per name; its rules are those of any region, since what an account has once is checked in one of them
 */
export function stackPacks(plan: DeploymentPlan, project: readonly ProjectPack[]): CoveragePack[] {
    const own = ownRules(project);
    const byFile = new Map(project.map((one) => [one.pack.file, one]));
    const found = new Map<string, CoveragePack>();
    for (const planned of regionsOf(plan).flatMap(({ packs }) => packs)) {
        const before = found.get(planned.name);
        const now = deployed(planned, byFile, own);
        const known = new Set(before?.rules.map(({ name }) => name));
        found.set(planned.name, {
            ...now,
            rules: [...(before?.rules ?? []), ...now.rules.filter(({ name }) => !known.has(name))],
        });
    }
    return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function deployed(
    planned: ConformancePackPlan,
    byFile: ReadonlyMap<string, ProjectPack>,
    own: ReadonlyMap<string, string>,
): CoveragePack {
    const source = planned.bundle === undefined ? byFile.get(planned.file) : undefined;
    const values = Object.fromEntries(planned.parameters.map(({ name, value }) => [name, value]));
    const evaluator = source && new Evaluator(source.pack.template, { ...defaultsOf(source.pack.template), ...values });
    const leftOut = (rule: RulePlan): boolean =>
        rule.condition !== undefined && evaluator?.condition(rule.condition) === false;
    return {
        name: planned.name,
        rules: planned.rules.filter((rule) => !leftOut(rule)).map((rule) => ruleOf(rule, own)),
        notCovered: source?.notCovered ?? [],
        switchedOff: [
            ...(source?.switchedOff ?? []),
            ...planned.rules
                .filter(leftOut)
                .map((rule): SwitchedOffRule => ({ key: rule.name ?? rule.logicalId, controls: rule.controls ?? [] })),
        ],
    };
}

/** A rule keeps its place through plans and bundles: by it, the project's own rules are known again. */
function ownRules(project: readonly ProjectPack[]): Map<string, string> {
    return new Map(
        project.flatMap(({ pack }) =>
            pack.rules.flatMap((rule): [string, string][] => {
                const own = pack.custom?.rules.get(rule.logicalId);
                return own === undefined ? [] : [[JSON.stringify(rule.location), own.name]];
            }),
        ),
    );
}

function ruleOf(rule: RulePlan, own: ReadonlyMap<string, string>): CoverageRule {
    const places = [rule.location, ...(rule.origins ?? []).map(({ location }) => location)];
    return coverageRule(
        rule,
        places.map((place) => own.get(JSON.stringify(place))).find((name) => name !== undefined),
    );
}
