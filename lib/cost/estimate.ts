/** What a plan costs in a month, as a range, with everything that the range rests on. */
import { type Catalogue, catalogue as currentCatalogue } from "../catalogue/catalogue.ts";
import type { ConformancePackPlan, DeploymentPlan, RegionPlan, RulePlan } from "../plan/plan.ts";
import { packsOfAllRegions, regionsOf } from "../plan/regions.ts";
import { assumptionsOf } from "./assumptions.ts";
import { bandedCost } from "./bands.ts";
import { duplicateRules, withoutDuplicates } from "./duplicate-rules.ts";
import {
    changesOf,
    type EvaluationContext,
    evaluationsOf,
    frequencyOf,
    resourcesOf,
    type Uncertainty,
} from "./evaluations.ts";
import { joinPackCosts } from "./join-regions.ts";
import { type Prices, pricesOf } from "./prices.ts";
import { exactly, mapRange, minus, plus, type Range, times, ZERO } from "./range.ts";
import { recordedTypes } from "./recording.ts";
import type { UsageProfile } from "./usage.ts";

export interface RuleCost {
    readonly logicalId: string;
    readonly name: string;
    /** A month, in all accounts and regions. */
    readonly evaluations: Range;
    readonly cost: Range;
    readonly uncertain: readonly Uncertainty[];
}

export interface PackCost {
    readonly name: string;
    readonly evaluations: Range;
    readonly cost: Range;
    /** In the order of the pack. */
    readonly rules: readonly RuleCost[];
}

/** Configuration items of a month. */
export interface RecordingCost {
    readonly items: Range;
    readonly cost: Range;
    /** Resource types that are known to be recorded. */
    readonly types: number;
}

/** What one region of a stack costs. */
export interface RegionCost {
    readonly region: string;
    /** A month. */
    readonly total: Range;
    readonly recording: RecordingCost;
    /** In the order of the region's plan. */
    readonly packs: readonly PackCost[];
}

export interface CostEstimate {
    readonly currency: "USD";
    /** A month. */
    readonly total: Range;
    readonly recording: RecordingCost;
    /** Of all regions together, in the order of the plan; a pack of several regions is there once. */
    readonly packs: readonly PackCost[];
    /** The stack's own region first. Absent where it has no other. */
    readonly regions?: readonly RegionCost[];
    /** What would be saved if each rule that several packs share were deployed once. */
    readonly duplicates: { readonly rules: number; readonly saving: Range };
    readonly assumptions: readonly string[];
}

/** A stack that names its regions says itself how many there are. */
export function copiesOf(plan: DeploymentPlan, usage: UsageProfile): number {
    return plan.furtherRegions === undefined ? usage.regions : 1;
}

/**
 * Estimates the monthly cost of AWS Config: configuration items and evaluations by packs, region by region. Each end of the
 * range takes every assumption at that end, so that the truth lies between as long as each assumption holds.
 *
 * @param options.catalogue of managed rules. Default: that of this version
 * @param options.existingTypes resource types that exist besides those that usage, rules and recorder name: of two plans
 *     that are compared, those of the other
 */
export function estimateCost(
    plan: DeploymentPlan,
    usage: UsageProfile,
    options: { readonly catalogue?: Catalogue; readonly existingTypes?: readonly string[] } = {},
): CostEstimate {
    const { catalogue = currentCatalogue(), existingTypes = [] } = options;
    // What a rule of one region looks at may exist in each of them.
    const types = [...existingTypes, ...Object.keys(usage.resources), ...typesOfRules(plan, catalogue)];
    const copies = copiesOf(plan, usage);
    const estimates = regionsOf(plan).map((region) => {
        const prices = pricesOf(usage.prices[region.region]);
        const context: EvaluationContext = { usage, recorder: region.recorder, catalogue };
        const recorded = recordedTypes(types, region.recorder);
        const recording = recordingCost(recorded, copies, context, prices);
        const packs = packCosts(region.packs, copies, context, prices);
        const evaluation = plus(...packs.map(({ cost }) => cost));
        const once = packCosts(withoutDuplicates(region.packs), copies, context, prices).map(({ cost }) => cost);
        const cost: RegionCost = { region: region.region, total: plus(recording.cost, evaluation), recording, packs };
        return { cost, recorded, saving: minus(evaluation, plus(...once)) };
    });
    const regions = estimates.map(({ cost }) => cost);
    const recording = {
        items: plus(...regions.map((one) => one.recording.items)),
        cost: plus(...regions.map((one) => one.recording.cost)),
        types: new Set(estimates.flatMap(({ recorded }) => recorded)).size,
    };
    const packs = joinPackCosts(regions);
    return {
        currency: "USD",
        total: plus(recording.cost, plus(...packs.map(({ cost }) => cost))),
        recording,
        packs,
        ...(plan.furtherRegions !== undefined && { regions }),
        duplicates: {
            rules: duplicateRules(plan).reduce((sum, { places }) => sum + places.length - 1, 0),
            saving: plus(...estimates.map(({ saving }) => saving)),
        },
        assumptions: assumptionsOf(plan, usage, packs, recording.types),
    };
}

/** The bands apply to all evaluations of an account and region together; each pack bears its share of them. */
function packCosts(packs: RegionPlan["packs"], copies: number, context: EvaluationContext, prices: Prices): PackCost[] {
    const { usage } = context;
    const counted = packs.map((pack) => ({
        pack,
        rules: pack.rules.map((rule) => ({ rule, ...evaluationsOf(rule, context) })),
    }));
    const perAccount = (target: ConformancePackPlan["target"]): Range =>
        plus(
            ...counted
                .filter(({ pack }) => pack.target === target)
                .flatMap(({ rules }) => rules.map(({ perMonth }) => perMonth)),
        );
    const organization = perAccount("organization");
    // The stack's own account has both kinds of packs, and so the cheaper bands; every other member only the one.
    const own = plus(perAccount("account"), organization);
    const ownPrice = averagePrice(own, prices);
    const memberPrice = averagePrice(organization, prices);
    const regions = exactly(copies);
    const others = { low: Math.max(0, usage.accounts.low - 1), high: Math.max(0, usage.accounts.high - 1) };
    const members = usage.accounts;
    return counted.map(({ pack, rules }) => {
        const everywhere = pack.target === "organization";
        const first = everywhere ? { low: Math.min(1, members.low), high: Math.min(1, members.high) } : exactly(1);
        const costs = rules.map(({ rule, perMonth, uncertain }): RuleCost => {
            const cost = plus(
                times(times(perMonth, ownPrice), first),
                everywhere ? times(times(perMonth, memberPrice), others) : ZERO,
            );
            return {
                logicalId: rule.logicalId,
                name: nameOf(rule),
                evaluations: times(times(perMonth, everywhere ? members : exactly(1)), regions),
                cost: times(cost, regions),
                uncertain,
            };
        });
        return {
            name: pack.name,
            evaluations: plus(...costs.map(({ evaluations }) => evaluations)),
            cost: plus(...costs.map(({ cost }) => cost)),
            rules: costs,
        };
    });
}

/** Of one evaluation; at the high end, where there are more of them, it may be lower. */
function averagePrice(evaluations: Range, prices: Prices): Range {
    return mapRange(evaluations, (count) => (count === 0 ? 0 : bandedCost(count, prices.packEvaluation) / count));
}

function recordingCost(
    types: readonly string[],
    copies: number,
    context: EvaluationContext,
    prices: Prices,
): RecordingCost {
    const { usage, recorder } = context;
    const regions = exactly(copies);
    const recorded = types.map((type) => {
        const items = times(times(resourcesOf(type, usage), changesOf(type, context)), regions);
        const daily = frequencyOf(type, recorder) === "DAILY";
        const price = prices.configurationItem[daily ? "daily" : "continuous"];
        return { items, cost: times(items, exactly(price)) };
    });
    return {
        items: plus(...recorded.map(({ items }) => items)),
        cost: plus(...recorded.map(({ cost }) => cost)),
        types: types.length,
    };
}

/** What the managed rules of a plan look at, as far as the catalogue knows. */
export function typesOfRules(plan: DeploymentPlan, catalogue: Catalogue = currentCatalogue()): string[] {
    return packsOfAllRegions(plan).flatMap(({ pack: { rules } }) =>
        rules.flatMap(
            ({ owner, sourceIdentifier }) =>
                (owner === "AWS" ? catalogue.byIdentifier(sourceIdentifier ?? "")?.resourceTypes : undefined) ?? [],
        ),
    );
}

/** What people call a rule. */
export function nameOf(rule: Pick<RulePlan, "name" | "logicalId">): string {
    return rule.name ?? rule.logicalId;
}
