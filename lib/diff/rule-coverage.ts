/** Which checks are gone: a rule that goes on in another pack, or under another name, is not. */
import { canonical } from "../check/repeated-rules.ts";
import { nameOf } from "../cost/estimate.ts";
import { looksAtGlobalTypesOnly } from "../plan/global-rules.ts";
import type { ConformancePackPlan, DeploymentPlan, RegionPlan, RulePlan } from "../plan/plan.ts";
import { regionsOf } from "../plan/regions.ts";
import { identityOf } from "../plan/rule-identity.ts";
import { follow, type PlacedRule } from "./follow.ts";
import { hasSeveralRegions, pairRegions } from "./region-pairs.ts";

export interface RulePlace {
    /** Absent where the stack has a single region. */
    readonly region?: string;
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

/** Follows every rule of the old plan into the new one, region by region. */
export function followRules(old: DeploymentPlan | undefined, now: DeploymentPlan | undefined): RuleCoverage {
    const named = hasSeveralRegions(old, now);
    const place = ({ pack, rule }: Placed, region: string): RulePlace => ({
        ...(named && { region }),
        pack: pack.name,
        logicalId: rule.logicalId,
        name: nameOf(rule),
    });
    const home = now && regionsOf(now).find(({ region }) => region === now.homeRegion);
    const rulesAtHome = named ? rulesOf(home) : [];
    const lost: RulePlace[] = [];
    const moved: RuleCoverage["moved"][number][] = [];
    for (const { region, old: before, now: after } of pairRegions(old, now)) {
        const followed = follow(rulesOf(before), rulesOf(after));
        moved.push(...followed.moved.map(({ from, to }) => ({ from: place(from, region), to: place(to, region) })));
        for (const rule of followed.lost) {
            const to = home && region !== home.region ? answerAtHome(rule, rulesAtHome) : undefined;
            if (to === undefined) {
                lost.push(place(rule, region));
            } else {
                moved.push({ from: place(rule, region), to: place(to, home?.region ?? "") });
            }
        }
    }
    return { lost, moved };
}

/** What an account has once is checked for all regions by the home region. */
function answerAtHome(rule: Placed, rulesAtHome: readonly Placed[]): Placed | undefined {
    if (!looksAtGlobalTypesOnly(rule.rule)) {
        return undefined;
    }
    const { kept, moved } = follow([rule], rulesAtHome);
    return [...kept, ...moved][0]?.to;
}

function rulesOf(region: RegionPlan | undefined): Placed[] {
    return (region?.packs ?? [])
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

function compare(a: string, b: string): number {
    return a < b ? -1 : a > b ? 1 : 0;
}
