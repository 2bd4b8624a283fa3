import {
    CreateTopicCommand,
    DeleteTopicCommand,
    GetTopicAttributesCommand,
    ListTagsForResourceCommand,
    SetTopicAttributesCommand,
    TagResourceCommand,
    UntagResourceCommand,
} from "@aws-sdk/client-sns";
import { between, isArn } from "../check-values.ts";
import { checkJson, normalizeJson, sameJson } from "../equivalence/json.ts";
import { policy } from "../equivalence/policy.ts";
import type { Call, Failure, Handler } from "../handler.ts";
import { afterCreation } from "../handler.ts";
import type { Properties, Values } from "../property.ts";
import { boolean, number, output, string, unknown } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";
import { fromTagList, toTagList } from "../tags.ts";
import type { AttributeMap } from "./attribute-map.ts";
import { attributesToCreate, attributesToUpdate, fromAttributes } from "./attribute-map.ts";

const arn = string({ check: isArn });
const sampleRate = number({ check: between(0, 100) });
const json = string({ same: sameJson, normalize: normalizeJson, check: checkJson });
const feedbackServices = ["application", "firehose", "http", "lambda", "sqs"];

const properties: Properties = {
    archivePolicy: json,
    contentBasedDeduplication: boolean({ default: false }),
    deliveryPolicy: json,
    displayName: string(),
    fifoThroughputScope: string({ computed: true }),
    fifoTopic: boolean({ default: false, forceNew: true }),
    kmsMasterKeyId: string(),
    name: string({ computed: true, forceNew: true }),
    namePrefix: string({ computed: true, forceNew: true }),
    policy: policy({ computed: true }),
    signatureVersion: number({ computed: true, check: between(1, 2) }),
    tracingConfig: string({ computed: true }),
    arn: output,
    beginningArchiveTime: output,
    owner: output,
    ...Object.fromEntries(
        feedbackServices.flatMap((service) => [
            [`${service}FailureFeedbackRoleArn`, arn],
            [`${service}SuccessFeedbackRoleArn`, arn],
            [`${service}SuccessFeedbackSampleRate`, sampleRate],
        ]),
    ),
};

const attributes: AttributeMap = {
    properties,
    names: {
        archivePolicy: "ArchivePolicy",
        arn: "TopicArn",
        beginningArchiveTime: "BeginningArchiveTime",
        contentBasedDeduplication: "ContentBasedDeduplication",
        deliveryPolicy: "DeliveryPolicy",
        displayName: "DisplayName",
        fifoThroughputScope: "FifoThroughputScope",
        fifoTopic: "FifoTopic",
        kmsMasterKeyId: "KmsMasterKeyId",
        owner: "Owner",
        policy: "Policy",
        signatureVersion: "SignatureVersion",
        tracingConfig: "TracingConfig",
        ...Object.fromEntries(
            feedbackServices.flatMap((service) =>
                ["FailureFeedbackRoleArn", "SuccessFeedbackRoleArn", "SuccessFeedbackSampleRate"].map((name) => [
                    `${service}${name}`,
                    `${service === "http" || service === "sqs" ? service.toUpperCase() : capitalized(service)}${name}`,
                ]),
            ),
        ),
    },
};

/** terraform-provider-aws, internal/service/sns/topic.go */
export const snsTopic: Handler = {
    type: "aws:sns/topic:Topic",
    autoName: {
        property: "name",
        unless: "namePrefix",
        maxLength: 256,
        suffix: (inputs) => (inputs["fifoTopic"] === true ? ".fifo" : ""),
    },
    notImplemented: ["namePrefix"],
    properties,
    checkAll: checkTopic,

    async create(call, inputs) {
        const name = String(inputs["name"]);
        const { FifoTopic, FifoThroughputScope, ...rest } = attributesToCreate(attributes, inputs);
        const made = await doing(`creating SNS Topic (${name})`, () =>
            call.aws.sns(call.region).send(
                new CreateTopicCommand({
                    Name: name,
                    Tags: toTagList(call.tags),
                    Attributes: FifoTopic === undefined ? undefined : withoutAbsent({ FifoTopic, FifoThroughputScope }),
                }),
            ),
        );
        const id = made.TopicArn ?? "";
        return afterCreation(id, () => putAttributes(call, id, rest));
    },

    async read(call, id, state) {
        const answer = await doing(`reading SNS Topic (${id})`, () =>
            unlessCode(["NotFound"], () =>
                call.aws.sns(call.region).send(new GetTopicAttributesCommand({ TopicArn: id })),
            ),
        );
        const name = id.split(":").at(-1);
        return answer && { ...fromAttributes(attributes, answer.Attributes ?? {}, state), name, namePrefix: "" };
    },

    async update(call, id, inputs, _old, changed) {
        await putAttributes(call, id, attributesToUpdate(attributes, inputs, changed));
    },

    async delete(call, id) {
        await doing(`deleting SNS Topic (${id})`, () =>
            unlessCode(["NotFound"], () => call.aws.sns(call.region).send(new DeleteTopicCommand({ TopicArn: id }))),
        );
    },

    tagging: {
        async read(call, id) {
            const answer = await call.aws.sns(call.region).send(new ListTagsForResourceCommand({ ResourceArn: id }));
            return fromTagList(answer.Tags);
        },
        async write(call, id, _state, add, remove) {
            const client = call.aws.sns(call.region);
            if (remove.length > 0) {
                await client.send(new UntagResourceCommand({ ResourceArn: id, TagKeys: remove }));
            }
            if (Object.keys(add).length > 0) {
                await client.send(new TagResourceCommand({ ResourceArn: id, Tags: toTagList(add) }));
            }
        },
    },
};

async function putAttributes(call: Call, id: string, changed: Record<string, string>): Promise<void> {
    for (const [name, value] of Object.entries(changed)) {
        // An empty policy cannot be set: the service keeps one of its own.
        if (name !== "Policy" || value !== "") {
            const command = new SetTopicAttributesCommand({ TopicArn: id, AttributeName: name, AttributeValue: value });
            await doing(`setting SNS Topic (${id}) attribute (${name})`, () => call.aws.sns(call.region).send(command));
        }
    }
}

function checkTopic(inputs: Values): Failure[] {
    const name = inputs["name"];
    const fifo = inputs["fifoTopic"] === true;
    const pattern = fifo ? /^[0-9A-Za-z_-]{1,251}\.fifo$/ : /^[0-9A-Za-z_-]{1,256}$/;
    const failures: Failure[] = [];
    if (typeof name === "string" && name !== unknown && !pattern.test(name)) {
        failures.push({ property: "name", reason: `invalid topic name: ${name}` });
    }
    const fifoOnly = { archivePolicy: "message archive policy", fifoThroughputScope: "FIFO throughput scope" };
    for (const [property, words] of Object.entries({
        ...fifoOnly,
        contentBasedDeduplication: "content-based deduplication",
    })) {
        if (!fifo && inputs[property] !== undefined && inputs[property] !== "" && inputs[property] !== false) {
            failures.push({ property, reason: `${words} can only be set for FIFO topics` });
        }
    }
    return failures;
}

function capitalized(name: string): string {
    return name.slice(0, 1).toUpperCase() + name.slice(1);
}

function withoutAbsent(values: Record<string, string | undefined>): Record<string, string> {
    return Object.fromEntries(
        Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
}
