import { GetTopicAttributesCommand, SetTopicAttributesCommand } from "@aws-sdk/client-sns";
import { isArn } from "../check-values.ts";
import { policy, policyToKeep } from "../equivalence/policy.ts";
import type { Call, Handler } from "../handler.ts";
import { text } from "../inputs.ts";
import { output, string } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";

/**
 * terraform-provider-aws, internal/service/sns/topic_policy.go. A topic always has a policy: deleting this one puts the
 * service's default in its place.
 */
export const snsTopicPolicy: Handler = {
    type: "aws:sns/topicPolicy:TopicPolicy",
    properties: {
        arn: string({ required: true, forceNew: true, check: isArn }),
        policy: policy({ required: true }),
        owner: output,
    },

    async create(call, inputs) {
        const arn = String(inputs["arn"]);
        await doing(`setting SNS Topic (${arn}) attribute (Policy)`, () => put(call, arn, text(inputs["policy"])));
        return arn;
    },

    async read(call, id, state) {
        const answer = await doing(`reading SNS Topic Policy (${id})`, () =>
            unlessCode(["NotFound"], () =>
                call.aws.sns(call.region).send(new GetTopicAttributesCommand({ TopicArn: id })),
            ),
        );
        const document = answer?.Attributes?.["Policy"];
        return document === undefined || document === ""
            ? undefined
            : { arn: id, owner: answer?.Attributes?.["Owner"], policy: policyToKeep(state["policy"], document) };
    },

    async update(call, id, inputs) {
        await doing(`setting SNS Topic (${id}) attribute (Policy)`, () => put(call, id, text(inputs["policy"])));
    },

    async delete(call, id, state) {
        await doing(`setting SNS Topic (${id}) attribute (Policy)`, () =>
            unlessCode(["NotFound"], () => put(call, id, defaultPolicy(id, String(state["owner"])))),
        );
    },
};

async function put(call: Call, id: string, document: string | undefined): Promise<void> {
    const command = new SetTopicAttributesCommand({ TopicArn: id, AttributeName: "Policy", AttributeValue: document });
    await call.aws.sns(call.region).send(command);
}

/** What SNS gives a topic by itself: https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html */
function defaultPolicy(topicArn: string, account: string): string {
    const actions = [
        "GetTopicAttributes",
        "SetTopicAttributes",
        "AddPermission",
        "RemovePermission",
        "DeleteTopic",
        "Subscribe",
        "ListSubscriptionsByTopic",
        "Publish",
    ];
    return JSON.stringify({
        Version: "2008-10-17",
        Id: "__default_policy_ID",
        Statement: [
            {
                Sid: "__default_statement_ID",
                Effect: "Allow",
                Principal: { AWS: "*" },
                Action: actions.map((action) => `SNS:${action}`),
                Resource: topicArn,
                Condition: { StringEquals: { "AWS:SourceOwner": account } },
            },
        ],
    });
}
