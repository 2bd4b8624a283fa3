import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm.js";
import type * as pulumi from "@pulumi/pulumi";
import type { AlarmPlan } from "../lib/plan/alert-alarms.ts";

export interface AlarmArgs {
    readonly region: string;
    /** Begins the alarm's name. */
    readonly prefix: string;
    readonly tags: Readonly<Record<string, string>>;
    /** Told when it rings. @default nobody but EventBridge */
    readonly topicArn?: pulumi.Input<string>;
    readonly plan: AlarmPlan<pulumi.Input<string>>;
}

const PERIOD_SECONDS = 300;

/** Rings where the metric is above nought in five minutes. A metric that says nothing says that nothing is wrong. */
export function createAlarm(name: string, args: AlarmArgs, opts: pulumi.CustomResourceOptions): MetricAlarm {
    const { suffix, description, namespace, metricName, dimensions, statistic } = args.plan;
    return new MetricAlarm(
        `${name}-${suffix}`,
        {
            region: args.region,
            name: `${args.prefix}-${suffix}`,
            alarmDescription: description,
            namespace,
            metricName,
            ...(Object.keys(dimensions).length > 0 && { dimensions }),
            statistic,
            period: PERIOD_SECONDS,
            evaluationPeriods: 1,
            threshold: 0,
            comparisonOperator: "GreaterThanThreshold",
            treatMissingData: "notBreaching",
            ...(args.topicArn !== undefined && { alarmActions: [args.topicArn] }),
            tags: args.tags,
        },
        { ...opts, deleteBeforeReplace: true },
    );
}
