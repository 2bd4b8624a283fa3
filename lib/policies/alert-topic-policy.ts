import type { PolicyDocument, PolicyScope } from "./policy-document.ts";
import { denyInsecureTransport, fromOwnAccount, policyDocument } from "./policy-document.ts";

export interface AlertTopicPolicyArgs extends PolicyScope {
    readonly topicArn: string;
}

/** The alarms and rules of this account and region, as their services name them in `aws:SourceArn`. */
export function alarmSourceArn(scope: PolicyScope): string {
    return `arn:${scope.partition}:cloudwatch:${scope.region}:${scope.account}:alarm:*`;
}

/**
 * Policy of the alert topic: EventBridge rules and CloudWatch alarms of this account may publish.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export function alertTopicPolicy(args: AlertTopicPolicyArgs): PolicyDocument {
    return policyDocument(
        denyInsecureTransport("sns:Publish", args.topicArn),
        {
            Sid: "EventBridgeRules",
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sns:Publish",
            Resource: args.topicArn,
            // The rule's ARN carries the account; EventBridge's page for topics shows this key and no other.
            Condition: {
                ArnLike: { "aws:SourceArn": `arn:${args.partition}:events:${args.region}:${args.account}:rule/*` },
            },
        },
        {
            Sid: "CloudWatchAlarms",
            Effect: "Allow",
            Principal: { Service: "cloudwatch.amazonaws.com" },
            Action: "sns:Publish",
            Resource: args.topicArn,
            Condition: fromOwnAccount(args, alarmSourceArn(args)),
        },
    );
}
