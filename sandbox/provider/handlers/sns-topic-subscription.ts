import {
    GetSubscriptionAttributesCommand,
    SetSubscriptionAttributesCommand,
    SubscribeCommand,
    UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { isArn, oneOf } from "../check-values.ts";
import { checkJson, normalizeJson, sameJson } from "../equivalence/json.ts";
import type { Call, Handler } from "../handler.ts";
import { afterCreation } from "../handler.ts";
import type { Properties, Values } from "../property.ts";
import { boolean, number, output, string } from "../property.ts";
import { doing, isCode, unlessCode } from "../service-error.ts";
import { waitFor } from "../wait-for.ts";
import type { AttributeMap } from "./attribute-map.ts";
import { attributesToCreate, attributesToUpdate, fromAttributes } from "./attribute-map.ts";

const json = string({ same: sameJson, normalize: normalizeJson, check: checkJson });
const protocols = ["application", "email-json", "email", "firehose", "http", "https", "lambda", "sms", "sqs"];
const confirmationSeconds = 120;

const properties: Properties = {
    confirmationTimeoutInMinutes: number({ default: 1 }),
    deliveryPolicy: json,
    endpoint: string({ required: true, forceNew: true }),
    endpointAutoConfirms: boolean({ default: false }),
    filterPolicy: json,
    filterPolicyScope: string({ computed: true, check: oneOf("MessageAttributes", "MessageBody") }),
    protocol: string({ required: true, forceNew: true, check: oneOf(...protocols) }),
    rawMessageDelivery: boolean({ default: false }),
    redrivePolicy: json,
    replayPolicy: json,
    subscriptionRoleArn: string({ check: isArn }),
    topic: string({ required: true, forceNew: true, check: isArn }),
    arn: output,
    confirmationWasAuthenticated: { ...boolean(), computed: true, outputOnly: true },
    ownerId: output,
    pendingConfirmation: { ...boolean(), computed: true, outputOnly: true },
};

const attributes: AttributeMap = {
    properties,
    names: {
        arn: "SubscriptionArn",
        confirmationWasAuthenticated: "ConfirmationWasAuthenticated",
        deliveryPolicy: "DeliveryPolicy",
        endpoint: "Endpoint",
        filterPolicy: "FilterPolicy",
        filterPolicyScope: "FilterPolicyScope",
        ownerId: "Owner",
        pendingConfirmation: "PendingConfirmation",
        protocol: "Protocol",
        rawMessageDelivery: "RawMessageDelivery",
        redrivePolicy: "RedrivePolicy",
        replayPolicy: "ReplayPolicy",
        subscriptionRoleArn: "SubscriptionRoleArn",
        topic: "TopicArn",
    },
};

/**
 * terraform-provider-aws, internal/service/sns/topic_subscription.go. E-mail and plain web subscriptions stay pending
 * until somebody confirms them, and a pending one cannot be deleted: it expires by itself.
 */
export const snsTopicSubscription: Handler = {
    type: "aws:sns/topicSubscription:TopicSubscription",
    properties,

    async create(call, inputs) {
        const { Endpoint, Protocol, TopicArn, ...Attributes } = attributesToCreate(attributes, inputs);
        const made = await doing("creating SNS Topic Subscription", () =>
            call.aws
                .sns(call.region)
                .send(new SubscribeCommand({ Endpoint, Protocol, TopicArn, Attributes, ReturnSubscriptionArn: true })),
        );
        const id = made.SubscriptionArn ?? "";
        return afterCreation(id, () => waitConfirmed(call, id, inputs));
    },

    async read(call, id, state) {
        const found = await doing(`reading SNS Topic Subscription (${id})`, () => find(call, id));
        return found && fromAttributes(attributes, found, state);
    },

    async update(call, id, inputs, _old, changed) {
        for (const [name, value] of Object.entries(attributesToUpdate(attributes, inputs, changed))) {
            const command = new SetSubscriptionAttributesCommand({
                SubscriptionArn: id,
                AttributeName: name,
                AttributeValue: emptied(name, value),
            });
            await doing(`setting SNS Topic Subscription (${id}) attribute (${name})`, () =>
                call.aws.sns(call.region).send(command),
            );
        }
    },

    async delete(call, id) {
        try {
            await call.aws.sns(call.region).send(new UnsubscribeCommand({ SubscriptionArn: id }));
        } catch (error) {
            if (isCode(error, "InvalidParameter") && /pending confirmation/.test(String(error))) {
                return;
            }
            if (!isCode(error, "NotFound")) {
                await doing(`deleting SNS Topic Subscription (${id})`, () => Promise.reject(error));
            }
        }
        await doing(`waiting for SNS Topic Subscription (${id}) delete`, () =>
            waitFor(call, {
                pending: ["true", "false"],
                target: [],
                seconds: 120,
                refresh: () => confirmation(call, id),
            }),
        );
    },
};

async function waitConfirmed(call: Call, id: string, inputs: Values): Promise<void> {
    const protocol = String(inputs["protocol"]);
    const http = protocol.includes("http");
    if (protocol.includes("email") || (http && inputs["endpointAutoConfirms"] !== true)) {
        return;
    }
    await doing(`waiting for SNS Topic Subscription (${id}) confirmation`, () =>
        waitFor(call, {
            pending: ["true"],
            target: ["false"],
            seconds: http ? Number(inputs["confirmationTimeoutInMinutes"]) * 60 : confirmationSeconds,
            refresh: () => confirmation(call, id),
        }),
    );
}

async function confirmation(call: Call, id: string): Promise<{ value: string; state: string } | undefined> {
    const found = await find(call, id);
    return found && { value: id, state: found["PendingConfirmation"] ?? "false" };
}

async function find(call: Call, id: string): Promise<Record<string, string> | undefined> {
    const command = new GetSubscriptionAttributesCommand({ SubscriptionArn: id });
    return (await unlessCode(["NotFound"], () => call.aws.sns(call.region).send(command)))?.Attributes;
}

/** How SNS wants an attribute taken back: https://docs.aws.amazon.com/sns/latest/dg/message-filtering-policy-remove.html */
function emptied(name: string, value: string): string | undefined {
    if (value !== "") {
        return value;
    }
    return name === "FilterPolicy" ? "{}" : name === "RedrivePolicy" ? undefined : value;
}
