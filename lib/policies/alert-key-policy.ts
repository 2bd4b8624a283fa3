import { alarmSourceArn } from "./alert-topic-policy.ts";
import { functionLogs } from "./log-key-policy.ts";
import type { PolicyDocument, PolicyScope, PolicyStatement } from "./policy-document.ts";
import { fromOwnAccount, keyAdministrationByAccount, policyDocument } from "./policy-document.ts";

export interface AlertKeyPolicyArgs extends PolicyScope {
    /** The topic that the key encrypts. */
    readonly topicArn: string;
    /** What it encrypts where a function writes the alerts. @default nothing but the topic */
    readonly function?: {
        /** ARNs of the alert queue and of its dead-letter queue. */
        readonly queues: readonly string[];
        /** Whose log group it encrypts. */
        readonly name: string;
    };
}

const PUBLISHING = ["kms:Decrypt", "kms:GenerateDataKey*"];

/**
 * Policy of the alert topic's key: a service that publishes to an encrypted topic needs the key as well.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function alertKeyPolicy(args: AlertKeyPolicyArgs): PolicyDocument {
    return policyDocument(
        keyAdministrationByAccount(args),
        {
            Sid: "EventBridgeRules",
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: PUBLISHING,
            Resource: "*",
            // That page rules `aws:SourceAccount` and `aws:SourceArn` out for EventBridge: alerts would be lost without
            // a word. SNS names the topic in the encryption context, and the topic's policy admits only own rules.
            Condition: { StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": args.topicArn } },
        },
        {
            Sid: "CloudWatchAlarms",
            Effect: "Allow",
            Principal: { Service: "cloudwatch.amazonaws.com" },
            Action: PUBLISHING,
            Resource: "*",
            Condition: fromOwnAccount(args, alarmSourceArn(args)),
        },
        ...(args.function === undefined ? [] : functionStatements(args, args.function)),
    );
}

/**
 * Rules send to an encrypted queue with its key; SQS names the queue in the encryption context. The function itself reads by
 * permissions of its role.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
function functionStatements(
    args: AlertKeyPolicyArgs,
    { queues, name }: NonNullable<AlertKeyPolicyArgs["function"]>,
): PolicyStatement[] {
    return [
        {
            Sid: "EventBridgeRulesToQueues",
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: PUBLISHING,
            Resource: "*",
            Condition: { StringEquals: { "kms:EncryptionContext:aws:sqs:arn": queues } },
        },
        functionLogs(args, name),
    ];
}
