/** Which checks are gone: a rule that goes on in another pack, or under another name, is not. */
import { identityOf } from "../plan/rule-identity.ts";
import { nameOf } from "../cost/estimate.ts";
import type { ConformancePackPlan, DeploymentPlan, RulePlan } from "../plan/plan.ts";

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

interface Placed {
    readonly pack: ConformancePackPlan;
    readonly rule: RulePlan;
    /** The same rule in the same place. */
    readonly place: string;
    /** The same work in any place; absent where work cannot be compared. */
    readonly identity?: string;
    /** The same source, perhaps with other parameters. */
    readonly source: string;
}

/** Follows every rule of the old plan into the new one. */
export function followRules(old: DeploymentPlan | undefined, now: DeploymentPlan | undefined): RuleCoverage {
    const before = rulesOf(old);
    const after = rulesOf(now);
    const [placesBefore, placesAfter] = [before, after].map((rules) => new Set(rules.map(({ place }) => place)));
    const fresh = new Set(after.filter(({ place }) => !placesBefore?.has(place)));
    const byIdentity = new Map(after.map((one) => [one.identity, one]));
    const lost: RulePlace[] = [];
    const moved: RuleCoverage["moved"][number][] = [];
    for (const one of before.filter(({ place }) => !placesAfter?.has(place))) {
        const taken =
            [...fresh].find((other) => identical(one, other)) ?? [...fresh].find((other) => replaces(one, other));
        const to = taken ?? (one.identity === undefined ? undefined : byIdentity.get(one.identity));
        if (taken !== undefined) {
            fresh.delete(taken);
        }
        if (to === undefined) {
            lost.push(placeOf(one));
        } else {
            moved.push({ from: placeOf(one), to: placeOf(to) });
        }
    }
    return { lost, moved };
}

function rulesOf(plan: DeploymentPlan | undefined): Placed[] {
    return (plan?.packs ?? [])
        .flatMap((pack) =>
            pack.rules.map((rule): Placed => {
                const identity = identityOf(pack, rule);
                const source = sourceOf(rule);
                const place = JSON.stringify([pack.name, rule.logicalId, source]);
                return { pack, rule, place, source, ...(identity !== undefined && { identity }) };
            }),
        )
        .sort((a, b) => compare(a.place, b.place));
}

function identical(a: Placed, b: Placed): boolean {
    return a.identity !== undefined && a.identity === b.identity;
}

/** An organization pack reaches this account too. */
function replaces(old: Placed, now: Placed): boolean {
    return old.source === now.source && (now.pack.target === old.pack.target || now.pack.target === "organization");
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
