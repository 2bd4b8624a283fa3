import type { PolicyDocument, PolicyScope } from "./policy-document.ts";
import { denyInsecureTransport, policyDocument } from "./policy-document.ts";

export interface AlertQueuePolicyArgs extends PolicyScope {
    readonly queueArn: string;
    /** Begins the names of the stack's rules. */
    readonly rulePrefix: string;
}

/**
 * Policy of the alert queue and of its dead-letter queue: rules of this stack may send, on whatever bus they are, over TLS
 * only. The rule's ARN carries the account; EventBridge's page for queues shows this key and no other.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export function alertQueuePolicy(args: AlertQueuePolicyArgs): PolicyDocument {
    const rules = `arn:${args.partition}:events:${args.region}:${args.account}:rule`;
    return policyDocument(denyInsecureTransport("sqs:*", args.queueArn), {
        Sid: "EventBridgeRules",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: args.queueArn,
        Condition: {
            ArnLike: { "aws:SourceArn": [`${rules}/${args.rulePrefix}*`, `${rules}/*/${args.rulePrefix}*`] },
        },
    });
}
