/** How often a rule is going to be evaluated in a month, in one account and region. */
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { RecorderPlan, RulePlan } from "../plan/plan.ts";
import { exactly, plus, type Range, times, ZERO } from "./range.ts";
import { isRecorded } from "./recording.ts";
import type { UsageProfile } from "./usage.ts";

/** 365 days in 12 months. */
export const DAYS_PER_MONTH = 365 / 12;

/** https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigRule.html#config-Type-ConfigRule-MaximumExecutionFrequency */
const RUNS_PER_DAY: Readonly<Record<string, number>> = {
    One_Hour: 24,
    Three_Hours: 8,
    Six_Hours: 4,
    Twelve_Hours: 2,
    TwentyFour_Hours: 1,
};

/** Where a rule looks at what is recorded, it matters what and how often. */
export interface EvaluationContext {
    readonly usage: UsageProfile;
    readonly recorder: RecorderPlan;
    readonly catalogue: Catalogue;
}

/** Why a rule's number of evaluations is wide or zero: listed with the estimate. */
export type Uncertainty = "condition" | "custom" | "unknown-rule" | "unknown-types" | "process-check" | "not-recorded";

export interface Evaluations {
    readonly perMonth: Range;
    readonly uncertain: readonly Uncertainty[];
}

/**
 * A rule is evaluated for each resource in its scope: when it changes, when it runs on a schedule, or both.
 * https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config-rules.html
 */
export function evaluationsOf(rule: RulePlan, context: EvaluationContext): Evaluations {
    if (rule.sourceIdentifier === "AWS_CONFIG_PROCESS_CHECK") {
        return { perMonth: ZERO, uncertain: ["process-check"] };
    }
    const known = rule.owner === "AWS" ? context.catalogue.byIdentifier(rule.sourceIdentifier ?? "") : undefined;
    const types = scopedTypes(rule) ?? known?.resourceTypes ?? rule.program?.resourceTypes;
    const isGuard = rule.owner === "CUSTOM_POLICY";
    const isOwn = isGuard || rule.program !== undefined;
    const uncertain: Uncertainty[] = [
        ...(rule.owner === "AWS" || (isOwn && types !== undefined) ? [] : (["custom"] as const)),
        ...(rule.owner === "AWS" && known === undefined ? (["unknown-rule"] as const) : []),
        ...(known !== undefined && types === undefined ? (["unknown-types"] as const) : []),
        ...(rule.condition === undefined ? [] : (["condition"] as const)),
    ];
    const recorded = types?.filter((type) => isRecorded(type, context.recorder));
    const changes = recorded === undefined ? unknownChanges(context) : onChange(recorded, rule, context);
    const runs = onSchedule(types, rule, context);
    const trigger = isGuard ? "change" : (rule.program?.trigger ?? known?.trigger);
    if (trigger === "change" && types !== undefined && types.length > 0 && recorded?.length === 0) {
        uncertain.push("not-recorded");
    }
    const perMonth =
        trigger === "change"
            ? changes
            : trigger === "periodic"
              ? runs
              : trigger === "both"
                ? plus(changes, runs)
                : { low: 0, high: changes.high + runs.high };
    return { perMonth: rule.condition === undefined ? perMonth : { low: 0, high: perMonth.high }, uncertain };
}

/** Resources of a type in one account and region. */
export function resourcesOf(type: string, usage: UsageProfile): Range {
    return type === "AWS::::Account" ? exactly(1) : (usage.resources[type] ?? usage.defaultResources);
}

/** Changes of a resource a month, as far as AWS Config sees them: a daily recorder tells of one a day. */
export function changesOf(type: string, { usage, recorder }: Pick<EvaluationContext, "usage" | "recorder">): Range {
    const daily = frequencyOf(type, recorder) === "DAILY";
    const { low, high } = usage.changesPerResourceAndDay;
    const seen = daily ? { low: Math.min(1, low), high: Math.min(1, high) } : { low, high };
    return times(seen, exactly(DAYS_PER_MONTH));
}

/** What records a type; undefined where something else manages the recorder. */
export function frequencyOf(type: string, recorder: RecorderPlan): "CONTINUOUS" | "DAILY" | undefined {
    return recorder.mode === "use"
        ? undefined
        : (recorder.overrides.find(({ resourceTypes }) => resourceTypes.includes(type))?.recordingFrequency ??
              recorder.recordingFrequency);
}

function onChange(types: readonly string[], rule: RulePlan, context: EvaluationContext): Range {
    return plus(
        ...types.map((type) => times(inScope(rule, resourcesOf(type, context.usage)), changesOf(type, context))),
    );
}

function onSchedule(types: readonly string[] | undefined, rule: RulePlan, { usage }: EvaluationContext): Range {
    const runs = exactly((RUNS_PER_DAY[rule.frequency ?? ""] ?? 1) * DAYS_PER_MONTH);
    // Of a rule whose types nobody lists it is not known whether it looks at the account or at resources.
    const resources =
        types === undefined || types.length === 0
            ? { low: 1, high: Math.max(1, usage.defaultResources.high) }
            : plus(...types.map((type) => inScope(rule, resourcesOf(type, usage))));
    return times(runs, resources);
}

function unknownChanges(context: EvaluationContext): Range {
    const { low, high } = times(context.usage.defaultResources, changesOf("", context));
    return { low, high };
}

/** A scope may name one resource, or resources with a tag. */
function inScope(rule: RulePlan, resources: Range): Range {
    if (rule.scope?.["ComplianceResourceId"] !== undefined) {
        return { low: Math.min(1, resources.low), high: Math.min(1, resources.high) };
    }
    return rule.scope?.["TagKey"] === undefined ? resources : { low: 0, high: resources.high };
}

function scopedTypes(rule: RulePlan): string[] | undefined {
    const types = rule.scope?.["ComplianceResourceTypes"];
    return Array.isArray(types) && types.length > 0 && types.every((type) => typeof type === "string")
        ? types
        : undefined;
}
