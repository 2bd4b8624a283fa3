/**
 * Numbers of a snapshot as CloudWatch metrics, which it takes out of log lines by itself:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
import type { ComplianceSnapshot } from "../compliance/snapshot.ts";
import type { Counts } from "../compliance/tally.ts";

export const METRIC_NAMESPACE = "ConformancePacks";

/** Rules are counted once for each account and region. */
export const METRICS = {
    /** Rules that fail, waived ones left out. */
    NonCompliantRules: "Count",
    /** Resources that fail, once for each rule; AWS Config counts 25 of a rule in an account and region at most. */
    NonCompliantResources: "Count",
    WaivedRules: "Count",
    CompliantRules: "Count",
} as const;

export type MetricName = keyof typeof METRICS;

/** By stack, and by stack and pack. */
export type MetricDimensions = { readonly Stack: string } | { readonly Stack: string; readonly Pack: string };

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Dimension.html */
const DIMENSION_LENGTH = 1024;

/**
 * One log line's object for the stack as a whole, and one for each pack that has rules.
 *
 * @param time milliseconds since 1970: of now, since CloudWatch takes nothing that is two weeks old
 */
export function metricLines({ stack, totals, byPack }: ComplianceSnapshot, time: number): object[] {
    return [
        ...(totals.rules === 0 ? [] : [metricLine({ Stack: dimension(stack) }, totals, time)]),
        ...byPack.map((group) => metricLine({ Stack: dimension(stack), Pack: dimension(group.name) }, group, time)),
    ];
}

function metricLine(dimensions: MetricDimensions, counts: Counts, time: number): object {
    const values: Readonly<Record<MetricName, number>> = {
        NonCompliantRules: counts.verdicts.NON_COMPLIANT,
        NonCompliantResources: counts.failing.count,
        WaivedRules: counts.verdicts.WAIVED,
        CompliantRules: counts.verdicts.COMPLIANT,
    };
    return {
        _aws: {
            Timestamp: time,
            CloudWatchMetrics: [
                {
                    Namespace: METRIC_NAMESPACE,
                    Dimensions: [Object.keys(dimensions)],
                    Metrics: (Object.keys(values) as MetricName[]).map((Name) => ({ Name, Unit: METRICS[Name] })),
                },
            ],
        },
        ...dimensions,
        ...values,
    };
}

/** A dimension is ASCII without control characters; what is not has a question mark in its place. */
export function dimension(text: string): string {
    return text.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, DIMENSION_LENGTH);
}
