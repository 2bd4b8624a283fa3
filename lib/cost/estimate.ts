/** What a plan costs in a month, as a range, with everything that the range rests on. */
import { type Catalogue, catalogue as currentCatalogue } from "../catalogue/catalogue.ts";
import type { ConformancePackPlan, DeploymentPlan, RulePlan } from "../plan/plan.ts";
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

export interface CostEstimate {
    readonly currency: "USD";
    /** A month. */
    readonly total: Range;
    readonly recording: { readonly items: Range; readonly cost: Range; readonly types: number };
    readonly packs: readonly PackCost[];
    /** What would be saved if each rule that several packs share were deployed once. */
    readonly duplicates: { readonly rules: number; readonly saving: Range };
    readonly assumptions: readonly string[];
}

/**
 * Estimates the monthly cost of AWS Config: configuration items and evaluations by packs. Each end of the range takes
 * every assumption at that end, so that the truth lies between as long as each assumption holds.
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
    const prices = pricesOf(usage.prices[plan.region]);
    const context: EvaluationContext = { usage, recorder: plan.recorder, catalogue };
    const packs = packCosts(plan, context, prices);
    const types = [...existingTypes, ...Object.keys(usage.resources), ...typesOfRules(plan, catalogue)];
    const recording = recordingCost(recordedTypes(types, plan.recorder), context, prices);
    const once = plus(...packCosts(withoutDuplicates(plan), context, prices).map(({ cost }) => cost));
    const evaluation = plus(...packs.map(({ cost }) => cost));
    return {
        currency: prices.currency,
        total: plus(recording.cost, evaluation),
        recording,
        packs,
        duplicates: {
            rules: duplicateRules(plan).reduce((sum, { places }) => sum + places.length - 1, 0),
            saving: minus(evaluation, once),
        },
        assumptions: assumptionsOf(plan, usage, prices, packs, recording.types),
    };
}

/** The bands apply to all evaluations of an account and region together; each pack bears its share of them. */
function packCosts(plan: DeploymentPlan, context: EvaluationContext, prices: Prices): PackCost[] {
    const { usage } = context;
    const counted = plan.packs.map((pack) => ({
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
    const regions = exactly(usage.regions);
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
    context: EvaluationContext,
    prices: Prices,
): CostEstimate["recording"] {
    const { usage, recorder } = context;
    const regions = exactly(usage.regions);
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
    return plan.packs.flatMap(({ rules }) =>
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
