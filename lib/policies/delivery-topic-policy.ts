import type { PolicyDocument, PolicyScope, PolicyStatement } from "./policy-document.ts";
import { denyInsecureTransport, policyDocument } from "./policy-document.ts";
import { deliveryGrants, type DeliverySources } from "./delivery-sources.ts";

export interface DeliveryTopicPolicyArgs extends PolicyScope {
    readonly topicArn: string;
    /** A recorder role of the user's own, which then publishes by itself; absent with the service-linked role. */
    readonly recorderRoleArn?: string;
    /** Other accounts that publish from the topic's own region. @default none */
    readonly sources?: Omit<DeliverySources, "regions">;
}

/** Policy of the delivery topic: https://docs.aws.amazon.com/config/latest/developerguide/sns-topic-policy.html */
export function deliveryTopicPolicy(args: DeliveryTopicPolicyArgs): PolicyDocument {
    const statements: PolicyStatement[] = [
        denyInsecureTransport("sns:Publish", args.topicArn),
        ...deliveryGrants(args, args.sources, args.region).map(({ suffix, condition }): PolicyStatement => ({
            Sid: `ConfigDelivery${suffix}`,
            Effect: "Allow",
            Principal: { Service: "config.amazonaws.com" },
            Action: "sns:Publish",
            Resource: args.topicArn,
            Condition: condition,
        })),
    ];
    if (args.recorderRoleArn !== undefined) {
        statements.push({
            Sid: "RecorderRoleDelivery",
            Effect: "Allow",
            Principal: { AWS: args.recorderRoleArn },
            Action: "sns:Publish",
            Resource: args.topicArn,
        });
    }
    return policyDocument(...statements);
}
