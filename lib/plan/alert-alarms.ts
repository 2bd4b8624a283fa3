/** The CloudWatch alarms of a stack that alerts: on what would otherwise end without a word. */

export interface AlarmPlan<Name = string> {
    /** Ends the alarm's name, and that of the resource. */
    readonly suffix: string;
    readonly description: string;
    readonly namespace: string;
    readonly metricName: string;
    readonly dimensions: Readonly<Record<string, Name>>;
    readonly statistic: "Sum" | "Maximum";
}

/**
 * What AWS Config says of its own deliveries, in every region that records.
 * https://docs.aws.amazon.com/config/latest/developerguide/viewing-the-aws-config-dashboard.html
 */
export const DELIVERY_ALARMS: readonly AlarmPlan[] = [
    {
        suffix: "history-delivery",
        description: "AWS Config failed to deliver configuration history",
        namespace: "AWS/Config",
        metricName: "ConfigHistoryExportFailed",
        dimensions: {},
        statistic: "Sum",
    },
    {
        suffix: "snapshot-delivery",
        description: "AWS Config failed to deliver a configuration snapshot",
        namespace: "AWS/Config",
        metricName: "ConfigSnapshotExportFailed",
        dimensions: {},
        statistic: "Sum",
    },
];

/**
 * What the alert function could not do.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export function functionAlarms<Name>(
    functionName: Name,
    deadLetterQueueName: string,
): readonly AlarmPlan<Name | string>[] {
    return [
        {
            suffix: FUNCTION_ALARMS[0],
            description: "Events of AWS Config raised no alert: they are in the dead-letter queue",
            namespace: "AWS/SQS",
            metricName: "ApproximateNumberOfMessagesVisible",
            dimensions: { QueueName: deadLetterQueueName },
            statistic: "Maximum",
        },
        {
            suffix: FUNCTION_ALARMS[1],
            description: "The alert function failed, or could not deliver a message",
            namespace: "AWS/Lambda",
            metricName: "Errors",
            dimensions: { FunctionName: functionName },
            statistic: "Sum",
        },
    ];
}

export const FUNCTION_ALARMS = ["dead-letters", "errors"] as const;
