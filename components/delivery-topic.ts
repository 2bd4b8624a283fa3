import type { TopicPolicy } from "@pulumi/aws/sns/topicPolicy.js";
import * as pulumi from "@pulumi/pulumi";
import type { DeliveryTopicPlan } from "../lib/plan/plan.ts";
import { deliveryTopicPolicy } from "../lib/policies/delivery-topic-policy.ts";
import type { DeploymentNames } from "../lib/plan/names.ts";
import { scopeOf } from "../lib/plan/names.ts";
import { createNotificationTopic } from "./notification-topic.ts";

export interface DeliveryTopicArgs {
    readonly names: DeploymentNames;
    readonly topicArn: string;
    readonly tags: Readonly<Record<string, string>>;
    readonly plan: DeliveryTopicPlan;
    /** Every account of it may publish. @default the stack's own account alone */
    readonly organizationId?: string;
}

/**
 * The topic to which AWS Config announces deliveries and changes. Not encrypted unless the plan names a key, because
 * AWS Config does not publish to encrypted topics:
 * https://docs.aws.amazon.com/config/latest/developerguide/sns-topic-policy.html
 */
export class DeliveryTopic extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    readonly policy: TopicPolicy;

    constructor(name: string, args: DeliveryTopicArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:DeliveryTopic", name, {}, opts);
        const { names, plan, topicArn } = args;
        const { topic, policy } = createNotificationTopic(
            name,
            {
                region: names.region,
                account: names.account,
                tags: args.tags,
                topicName: plan.name,
                topicArn,
                policy: deliveryTopicPolicy({
                    ...scopeOf(names),
                    topicArn,
                    sources: {
                        ...plan.sources,
                        ...(args.organizationId !== undefined && { organizationId: args.organizationId }),
                    },
                    ...(names.customRoleArn !== undefined && { recorderRoleArn: names.customRoleArn }),
                }),
                subscriptions: plan.subscriptions,
                ...(plan.kmsKeyArn !== undefined && { keyArn: plan.kmsKeyArn }),
            },
            { parent: this, ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }) },
        );
        this.arn = topic.arn;
        this.policy = policy;
        this.registerOutputs({ arn: this.arn });
    }
}
