/** What the delivery topic and the alert topic share: an SNS topic, its policy and its subscribers. */
import { Permission } from "@pulumi/aws/lambda/permission.js";
import { Topic } from "@pulumi/aws/sns/topic.js";
import { TopicPolicy } from "@pulumi/aws/sns/topicPolicy.js";
import { TopicSubscription } from "@pulumi/aws/sns/topicSubscription.js";
import type * as pulumi from "@pulumi/pulumi";
import type { SubscriptionPlan } from "../lib/plan/plan.ts";
import { type SubscriberPermission, subscriberPermissions } from "./subscriber-permissions.ts";
import type { PolicyDocument } from "../lib/policies/policy-document.ts";

export interface NotificationTopicArgs {
    readonly region: string;
    readonly account: string;
    readonly tags: Readonly<Record<string, string>>;
    readonly topicName: string;
    readonly topicArn: string;
    readonly policy: PolicyDocument;
    readonly subscriptions: readonly SubscriptionPlan[];
    /** @default not encrypted */
    readonly keyArn?: pulumi.Input<string>;
}

/** The topic with its policy, which whoever publishes waits for. */
export interface NotificationTopic {
    readonly topic: Topic;
    readonly policy: TopicPolicy;
}

/** A subscription is named by whom it reaches, so that adding one moves no other. */
export function createNotificationTopic(
    name: string,
    args: NotificationTopicArgs,
    opts: pulumi.CustomResourceOptions,
): NotificationTopic {
    const { region } = args;
    const topic = new Topic(
        `${name}-topic`,
        {
            region,
            name: args.topicName,
            tags: args.tags,
            ...(args.keyArn !== undefined && { kmsMasterKeyId: args.keyArn }),
        },
        opts,
    );
    const policy = new TopicPolicy(
        `${name}-topic-policy`,
        { region, arn: topic.arn, policy: JSON.stringify(args.policy) },
        opts,
    );
    for (const { protocol, endpoint } of args.subscriptions) {
        new TopicSubscription(
            `${name}-${protocol}-${endpoint}`,
            { region, topic: topic.arn, protocol, endpoint },
            opts,
        );
    }
    for (const permission of subscriberPermissions(name, args.topicArn, args.subscriptions, args.account)) {
        allowInvocation(permission, topic, opts);
    }
    return { topic, policy };
}

/**
 * SNS invokes a function only where the function's own policy allows it; one of another account has to allow it there.
 * https://docs.aws.amazon.com/sns/latest/dg/lambda-console.html
 */
function allowInvocation(
    { resourceName, functionArn, region, statementId }: SubscriberPermission,
    topic: Topic,
    opts: pulumi.CustomResourceOptions,
): void {
    new Permission(
        resourceName,
        {
            region,
            statementId,
            action: "lambda:InvokeFunction",
            function: functionArn,
            principal: "sns.amazonaws.com",
            sourceArn: topic.arn,
        },
        opts,
    );
}
