/** Which checks are gone: a rule that goes on in another pack, or under another name, is not. */
import { canonical } from "../check/repeated-rules.ts";
import { nameOf } from "../cost/estimate.ts";
import type { ConformancePackPlan, DeploymentPlan, RulePlan } from "../plan/plan.ts";
import { identityOf } from "../plan/rule-identity.ts";
import { follow, type PlacedRule } from "./follow.ts";

export interface RulePlace {
    readonly pack: string;
    readonly logicalId: string;
    readonly name: string;
}

export interface RuleCoverage {
    /** Checked before, and by nothing now. */
    readonly lost: readonly RulePlace[];
    /** Checked in another place now. */
    readonly moved: readonly { readonly from: RulePlace; readonly to: RulePlace }[];
}

interface Placed extends PlacedRule {
    readonly pack: ConformancePackPlan;
}

/** Follows every rule of the old plan into the new one. */
export function followRules(old: DeploymentPlan | undefined, now: DeploymentPlan | undefined): RuleCoverage {
    const { lost, moved } = follow(rulesOf(old), rulesOf(now));
    return {
        lost: lost.map(placeOf),
        moved: moved.map(({ from, to }) => ({ from: placeOf(from), to: placeOf(to) })),
    };
}

function rulesOf(plan: DeploymentPlan | undefined): Placed[] {
    return (plan?.packs ?? [])
        .flatMap((pack) =>
            pack.rules.map((rule): Placed => {
                const identity = identityOf(pack, rule);
                const source = sourceOf(rule);
                return {
                    pack,
                    rule,
                    places: [JSON.stringify([pack.name, rule.logicalId, source])],
                    source,
                    parameters: canonical([rule.inputParameters]),
                    ...(identity !== undefined && { identity }),
                };
            }),
        )
        .sort((a, b) => compare(a.places[0] ?? "", b.places[0] ?? ""));
}

function sourceOf(rule: RulePlan): string {
    // Process checks share one identifier, and Guard policies have none: their name is what tells them apart.
    const identifier = rule.sourceIdentifier === "AWS_CONFIG_PROCESS_CHECK" ? undefined : rule.sourceIdentifier;
    return JSON.stringify([rule.owner ?? "", identifier ?? nameOf(rule)]);
}

function placeOf({ pack, rule }: Placed): RulePlace {
    return { pack: pack.name, logicalId: rule.logicalId, name: nameOf(rule) };
}

function compare(a: string, b: string): number {
    return a < b ? -1 : a > b ? 1 : 0;
}
