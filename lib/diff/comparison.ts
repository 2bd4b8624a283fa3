/** A difference with all that it entails: what is lost, replaced, repeated, automatic, and what it costs. */
import type { BaselineComparison } from "../baseline/comparison.ts";
import { duplicateRules, type DuplicateRule } from "../cost/duplicate-rules.ts";
import { type CostEstimate, estimateCost, typesOfRules } from "../cost/estimate.ts";
import { minus, type Range, ZERO } from "../cost/range.ts";
import type { UsageProfile } from "../cost/usage.ts";
import type { DeploymentPlan, RegionPlan } from "../plan/plan.ts";
import { type Headroom, headroomOf } from "../quota/headroom.ts";
import { diffPlans, type PlanDiff } from "./diff-plans.ts";
import { type LostCoverage, lostCoverage } from "./lost-coverage.ts";
import { hasSeveralRegions, inEachRegion, pairRegions } from "./region-pairs.ts";
import { changedResources, type ResourceChanges } from "./replaced-resources.ts";
import { followRules, type RuleCoverage } from "./rule-coverage.ts";

export interface AutomaticRemediation {
    readonly pack: string;
    readonly rule: string;
    readonly document?: string;
    /** What the document deletes or ends. Absent: nothing, or nobody knows. */
    readonly destructive?: string;
    /** Absent where the stack has a single region. */
    readonly regions?: readonly string[];
}

export interface PackFigures {
    readonly name: string;
    /** Absent: the pack is new. */
    readonly old?: { readonly cost: Range; readonly rules: number };
    /** Absent: the pack is gone. */
    readonly new?: { readonly cost: Range; readonly rules: number };
}

export interface RegionFigures {
    readonly region: string;
    /** Absent: the region is new. */
    readonly old?: Range;
    /** Absent: the region is gone. */
    readonly new?: Range;
}

export interface StackComparison {
    readonly stack: string;
    /** The stack's own region. Absent where it has no other. */
    readonly region?: string;
    readonly state: "new" | "gone" | "changed" | "same";
    readonly diff: PlanDiff;
    readonly rules: RuleCoverage;
    readonly lostCoverage: readonly LostCoverage[];
    /** Absent where the stack has no baseline. */
    readonly baseline?: BaselineComparison;
    /** Runs by itself now, and did not before. */
    readonly automaticRemediations: readonly AutomaticRemediation[];
    readonly resources: ResourceChanges;
    /** Rules that several packs have now and fewer had before. */
    readonly newDuplicates: readonly DuplicateRule[];
    readonly cost: {
        readonly old: Range;
        readonly new: Range;
        readonly delta: Range;
        readonly recording: { readonly old: Range; readonly new: Range };
        /** By name, also those that do not change. */
        readonly packs: readonly PackFigures[];
        /** Absent where neither side has further regions. */
        readonly regions?: readonly RegionFigures[];
        readonly assumptions: readonly string[];
    };
    /** Of the new plan, with what was used before. */
    readonly headroom: readonly (Headroom & { readonly before: number })[];
}

/**
 * Compares a stack before and after. Both sides are estimated with the same usage, so that the difference in cost is that
 * of the plans.
 *
 * @param old absent: the stack is new
 * @param now absent: the stack is gone
 * @param baseline absent: the stack has none
 */
export function comparePlans(
    stack: string,
    old: DeploymentPlan | undefined,
    now: DeploymentPlan | undefined,
    usage: UsageProfile,
    baseline?: BaselineComparison,
): StackComparison {
    const diff = diffPlans(old, now);
    // What a rule looks at exists and is recorded, whether or not the rule does.
    const existingTypes = [old, now].flatMap((plan) => (plan === undefined ? [] : typesOfRules(plan)));
    const [before, after] = [old, now].map((plan) => plan && estimateCost(plan, usage, { existingTypes }));
    const used = new Map((old === undefined ? [] : headroomOf(old)).map((one) => [one.quota, one.used]));
    return {
        stack,
        ...(hasSeveralRegions(old, now) && { region: (now ?? old)?.region ?? "" }),
        state: old === undefined ? "new" : now === undefined ? "gone" : diff.changes.length > 0 ? "changed" : "same",
        diff,
        rules: followRules(old, now),
        lostCoverage: lostCoverage(old, now),
        ...(baseline !== undefined && { baseline }),
        automaticRemediations: becameAutomatic(old, now),
        resources: changedResources(old, now),
        newDuplicates: introducedDuplicates(old, now),
        cost: {
            old: before?.total ?? ZERO,
            new: after?.total ?? ZERO,
            delta: minus(after?.total ?? ZERO, before?.total ?? ZERO),
            recording: { old: before?.recording.cost ?? ZERO, new: after?.recording.cost ?? ZERO },
            packs: packFigures(before, after),
            ...(hasSeveralRegions(old, now) && {
                regions: pairRegions(old, now).map(({ region, old: was, now: is }) => ({
                    region,
                    ...(was && { old: totalIn(region, before) }),
                    ...(is && { new: totalIn(region, after) }),
                })),
            }),
            assumptions: (after ?? before)?.assumptions ?? [],
        },
        headroom: (now === undefined ? [] : headroomOf(now)).map((one) => ({
            ...one,
            before: used.get(one.quota) ?? 0,
        })),
    };
}

function packFigures(old: CostEstimate | undefined, now: CostEstimate | undefined): PackFigures[] {
    const figures = (estimate: CostEstimate | undefined): Map<string, { cost: Range; rules: number }> =>
        new Map(estimate?.packs.map(({ name, cost, rules }) => [name, { cost, rules: rules.length }]));
    const [before, after] = [figures(old), figures(now)];
    return [...new Set([...before.keys(), ...after.keys()])].sort().map((name) => {
        const [was, is] = [before.get(name), after.get(name)];
        return { name, ...(was && { old: was }), ...(is && { new: is }) };
    });
}

/** Of a stack with a single region, its total. */
function totalIn(region: string, estimate: CostEstimate | undefined): Range {
    const own = estimate?.regions === undefined ? estimate : estimate.regions.find((one) => one.region === region);
    return own?.total ?? ZERO;
}

/** Also a remediation that is new and automatic from the start: something begins to change resources by itself. */
function becameAutomatic(old: DeploymentPlan | undefined, now: DeploymentPlan | undefined): AutomaticRemediation[] {
    const automatic = (region: RegionPlan | undefined): AutomaticRemediation[] =>
        (region?.packs ?? []).flatMap((pack) =>
            (pack.remediations ?? [])
                .filter((one) => one.automatic)
                .map(({ rule, document, destructive }) => ({
                    pack: pack.name,
                    rule,
                    ...(document !== undefined && { document }),
                    ...(destructive !== undefined && { destructive }),
                })),
        );
    // Not the pack: a rule that moves to another one takes its remediation along.
    const key = ({ rule, document }: AutomaticRemediation): string => JSON.stringify([rule, document]);
    return inEachRegion(pairRegions(old, now), hasSeveralRegions(old, now), ({ old: was, now: is }) => {
        const before = new Set(automatic(was).map(key));
        return automatic(is).filter((one) => !before.has(key(one)));
    }).sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function introducedDuplicates(old: DeploymentPlan | undefined, now: DeploymentPlan | undefined): DuplicateRule[] {
    const packsOf = ({ identifier, places }: DuplicateRule): string[] =>
        places.map(({ pack }) => `${identifier} ${pack}`);
    const before = new Set((old === undefined ? [] : duplicateRules(old)).flatMap(packsOf));
    return (now === undefined ? [] : duplicateRules(now)).filter((one) =>
        packsOf(one).some((place) => !before.has(place)),
    );
}
