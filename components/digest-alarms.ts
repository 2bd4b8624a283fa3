/** Alarms on how much fails and on the function that counts it, and a dashboard of both. */
import { Dashboard } from "@pulumi/aws/cloudwatch/dashboard.js";
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm.js";
import type * as pulumi from "@pulumi/pulumi";
import { dashboardBody } from "../lib/digest/dashboard.ts";
import { dimension, METRIC_NAMESPACE } from "../lib/digest/metrics.ts";
import type { DigestPlan, ThresholdsPlan } from "../lib/plan/digest-plan.ts";
import type { DeploymentNames } from "../lib/plan/names.ts";

export interface DigestAlarmsArgs {
    readonly names: DeploymentNames;
    readonly tags: Readonly<Record<string, string>>;
    readonly stack: string;
    readonly plan: DigestPlan;
    /** Names of all packs of the stack, sorted. */
    readonly packs: readonly string[];
    /** Where alarms go. @default they tell nobody */
    readonly topicArn?: pulumi.Input<string>;
}

/** An hour: a digest that failed is looked at soon enough. */
const HEALTH_PERIOD_SECONDS = 3600;

/** The name of the alarm on the function itself. */
export function healthAlarmName({ functionName }: DigestPlan): string {
    return `${functionName}-errors`;
}

export function createDigestAlarms(name: string, args: DigestAlarmsArgs, opts: pulumi.CustomResourceOptions): void {
    const { names, tags, plan } = args;
    const actions = args.topicArn === undefined ? [] : [args.topicArn];
    new MetricAlarm(
        `${name}-errors`,
        {
            region: names.region,
            name: healthAlarmName(plan),
            alarmDescription: "The function that counts compliance and sends the digest failed.",
            namespace: "AWS/Lambda",
            metricName: "Errors",
            dimensions: { FunctionName: plan.functionName },
            statistic: "Sum",
            period: HEALTH_PERIOD_SECONDS,
            evaluationPeriods: 1,
            threshold: 0,
            comparisonOperator: "GreaterThanThreshold",
            // A function that is not invoked does not fail.
            treatMissingData: "notBreaching",
            alarmActions: actions,
            tags,
        },
        opts,
    );
    if (plan.thresholds !== undefined) {
        createThresholds(name, args, plan.thresholds, actions, opts);
    }
}

function createThresholds(
    name: string,
    { names, tags, stack, plan, packs }: DigestAlarmsArgs,
    thresholds: ThresholdsPlan,
    actions: readonly pulumi.Input<string>[],
    opts: pulumi.CustomResourceOptions,
): void {
    for (const { name: alarmName, pack, metric, most } of thresholds.alarms) {
        const what = metric === "NonCompliantRules" ? "rules" : "resources";
        new MetricAlarm(
            `${pack}-non-compliant-${what}`,
            {
                region: names.region,
                name: alarmName,
                alarmDescription: `More than ${most} ${what} of the pack ${pack} do not comply.`,
                namespace: METRIC_NAMESPACE,
                metricName: metric,
                dimensions: { Stack: dimension(stack), Pack: dimension(pack) },
                statistic: "Maximum",
                period: thresholds.everyMinutes * 60,
                evaluationPeriods: 1,
                threshold: most,
                comparisonOperator: "GreaterThanThreshold",
                // Counting takes minutes of its own: a period without a number changes nothing.
                treatMissingData: "ignore",
                alarmActions: [...actions],
                okActions: [...actions],
                tags,
            },
            opts,
        );
    }
    if (thresholds.dashboard !== undefined) {
        const { partition, region, account } = names;
        const alarms = [...thresholds.alarms.map((alarm) => alarm.name), healthAlarmName(plan)];
        new Dashboard(
            `${name}-dashboard`,
            {
                region,
                dashboardName: thresholds.dashboard,
                dashboardBody: dashboardBody({
                    stack,
                    region,
                    functionName: plan.functionName,
                    queueName: plan.queueName,
                    everyMinutes: thresholds.everyMinutes,
                    packs,
                    alarmArns: alarms.map((alarm) => `arn:${partition}:cloudwatch:${region}:${account}:alarm:${alarm}`),
                }),
            },
            opts,
        );
    }
}
