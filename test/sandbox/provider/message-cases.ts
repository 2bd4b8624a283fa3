import { account, document, region, type ResourceCase } from "./case-surroundings.ts";

const publish = (topic: string, service: string) =>
    document({ Effect: "Allow", Principal: { Service: service }, Action: "sns:Publish", Resource: topic });
const sending = (queue: string, service: string) =>
    document({
        Effect: "Allow",
        Principal: { Service: `${service}.amazonaws.com` },
        Action: "sqs:SendMessage",
        Resource: queue,
    });
const putting = (from: string) =>
    document({
        Sid: "Members",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${from}:root` },
        Action: "events:PutEvents",
        Resource: `arn:aws:events:${region}:${account}:event-bus/default`,
    });

/** Of topics, queues, events and alarms. */
export const messageCases: readonly ResourceCase[] = [
    {
        type: "aws:sns/topic:Topic",
        program: () => ({ name: "case", displayName: "a", tags: { a: "1" } }),
        change: { displayName: "b" },
        replacement: { name: "other" },
    },
    {
        type: "aws:sns/topicPolicy:TopicPolicy",
        program: ({ topicArn }) => ({ arn: topicArn, policy: publish(topicArn, "config.amazonaws.com") }),
        change: ({ topicArn }) => ({ policy: publish(topicArn, "events.amazonaws.com") }),
        replacement: { arn: `arn:aws:sns:${region}:${account}:other` },
        leavesDefault: true,
    },
    {
        type: "aws:sns/topicSubscription:TopicSubscription",
        program: ({ topicArn, queueArn }) => ({ topic: topicArn, protocol: "sqs", endpoint: queueArn }),
        change: { rawMessageDelivery: true },
        replacement: { protocol: "email", endpoint: "somebody@example.com" },
    },
    {
        type: "aws:sqs/queue:Queue",
        program: () => ({ name: "case", messageRetentionSeconds: 3600, tags: { a: "1" } }),
        change: { visibilityTimeoutSeconds: 60 },
        replacement: { name: "other" },
    },
    {
        type: "aws:sqs/queuePolicy:QueuePolicy",
        program: ({ queueUrl, queueArn }) => ({ queueUrl, policy: sending(queueArn, "events") }),
        change: ({ queueArn }) => ({ policy: sending(queueArn, "sns") }),
    },
    {
        type: "aws:cloudwatch/metricAlarm:MetricAlarm",
        program: () => ({
            name: "case",
            namespace: "AWS/Config",
            metricName: "ConfigHistoryExportFailed",
            dimensions: { a: "1" },
            statistic: "Sum",
            period: 300,
            evaluationPeriods: 1,
            threshold: 0,
            comparisonOperator: "GreaterThanThreshold",
            treatMissingData: "notBreaching",
            tags: { a: "1" },
        }),
        change: ({ topicArn }) => ({ threshold: 2, alarmActions: [topicArn], tags: { b: "2" } }),
        changedPaths: ["threshold", "alarmActions[0]", "tags.a", "tags.b"],
        replacement: { name: "other" },
    },
    {
        type: "aws:cloudwatch/eventRule:EventRule",
        program: () => ({ name: "case", eventPattern: '{"source": ["aws.config"]}', description: "a" }),
        change: { description: "b", state: "DISABLED" },
        replacement: { name: "other" },
    },
    {
        type: "aws:cloudwatch/eventBus:EventBus",
        program: () => ({ name: "case", description: "a", tags: { a: "1" } }),
        change: { description: "b", tags: { b: "2" } },
        changedPaths: ["description", "tags.a", "tags.b"],
        replacement: { name: "other" },
    },
    {
        type: "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
        program: () => ({ eventBusName: "default", policy: putting("111122223333") }),
        change: { policy: putting("444455556666") },
    },
    {
        type: "aws:cloudwatch/eventTarget:EventTarget",
        program: ({ rule, topicArn }) => ({ rule, arn: topicArn, targetId: "topic" }),
        change: { inputPath: "$.detail" },
        replacement: { targetId: "other" },
        importId: ({ rule }) => `${rule}/topic`,
    },
];
