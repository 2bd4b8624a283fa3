/** Hands a message to a topic, a queue or an event bus, wherever that is. */
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { routeTarget, type RouteTarget } from "../../lib/alerts/route-target.ts";
import type { AlertMessage } from "./message.ts";
import type { Outgoing } from "./state.ts";

/** What events of the function name as their source and type, so that rules can look for them. */
export const EVENT_SOURCE = "conformance-packs";
export const EVENT_TYPE = "Compliance Alert";

/** Of what a subscription filters by; a message's detail names more. */
const ACCOUNTS_TO_FILTER_BY = 50;

/** What is asked is the region's endpoint, wherever that is: an SQS client would ask the host of the queue's URL. */
interface ClientSettings {
    readonly region: string;
    readonly useQueueUrlAsEndpoint: false;
}

export type Deliver = (outgoing: Outgoing) => Promise<void>;

/**
 * With one client for each service and region, which is kept.
 *
 * @param settings of all clients. @default the environment's
 */
export function delivering(settings: object = {}): Deliver {
    const clients = new Map<string, unknown>();
    const client = <Client>(type: new (settings: ClientSettings) => Client, region: string): Client => {
        const key = `${type.name} ${region}`;
        const known = clients.get(key) ?? new type({ ...settings, region, useQueueUrlAsEndpoint: false });
        clients.set(key, known);
        return known as Client;
    };
    return async ({ message, target: arn }) => {
        const target = routeTarget(arn);
        if (target === undefined) {
            throw new Error(`${arn} is no target of alerts`);
        }
        switch (target.kind) {
            case "topic":
                return publish(client(SNSClient, target.region), target, message);
            case "queue":
                return send(client(SQSClient, target.region), target, message);
            case "bus":
                return put(client(EventBridgeClient, target.region), target, message);
        }
    };
}

/** Topics have readers: the text is the message. */
async function publish(sns: SNSClient, target: RouteTarget, message: AlertMessage): Promise<void> {
    await sns.send(
        new PublishCommand({
            TopicArn: target.arn,
            Subject: message.subject,
            Message: message.text,
            MessageAttributes: attributesOf(message),
            ...inOrder(target, message),
        }),
    );
}

/** Queues have programs: the message is JSON, with the text in it. */
async function send(sqs: SQSClient, target: RouteTarget, message: AlertMessage): Promise<void> {
    const [, partition = "aws"] = target.arn.split(":");
    const host = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
    await sqs.send(
        new SendMessageCommand({
            QueueUrl: `https://sqs.${target.region}.${host}/${target.account}/${target.name}`,
            MessageBody: JSON.stringify(documentOf(message)),
            MessageAttributes: attributesOf(message),
            ...inOrder(target, message),
        }),
    );
}

async function put(events: EventBridgeClient, target: RouteTarget, message: AlertMessage): Promise<void> {
    const { Entries: entries = [] } = await events.send(
        new PutEventsCommand({
            Entries: [
                {
                    EventBusName: target.arn,
                    Source: EVENT_SOURCE,
                    DetailType: EVENT_TYPE,
                    Detail: JSON.stringify(documentOf(message)),
                },
            ],
        }),
    );
    const refused = entries.find(({ ErrorCode: code }) => code !== undefined);
    if (refused !== undefined) {
        throw new Error(`${refused.ErrorCode ?? ""}: ${refused.ErrorMessage ?? ""}`);
    }
}

/** What programs read. */
export function documentOf({ id, subject, text, detail }: AlertMessage): object {
    return { id, subject, text, ...detail };
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
export function attributesOf({ detail }: AlertMessage): Record<string, { DataType: string; StringValue: string }> {
    const texts = { kind: detail.kind, severity: detail.severity ?? "none", rule: detail.rule };
    const lists = { packs: detail.packs, accounts: detail.accounts.slice(0, ACCOUNTS_TO_FILTER_BY) };
    return {
        ...Object.fromEntries(
            Object.entries(texts).flatMap(([name, value]) =>
                value === undefined ? [] : [[name, { DataType: "String", StringValue: value }]],
            ),
        ),
        ...Object.fromEntries(
            Object.entries(lists).flatMap(([name, values]) =>
                values.length === 0 ? [] : [[name, { DataType: "String.Array", StringValue: JSON.stringify(values) }]],
            ),
        ),
    };
}

function inOrder(
    { fifo }: RouteTarget,
    { id, detail }: AlertMessage,
): { readonly MessageGroupId?: string; readonly MessageDeduplicationId?: string } {
    return fifo ? { MessageGroupId: detail.stack, MessageDeduplicationId: id } : {};
}
