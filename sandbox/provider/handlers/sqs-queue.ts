import type { QueueAttributeName } from "@aws-sdk/client-sqs";
import {
    CreateQueueCommand,
    DeleteQueueCommand,
    GetQueueAttributesCommand,
    ListQueueTagsCommand,
    SetQueueAttributesCommand,
    TagQueueCommand,
    UntagQueueCommand,
} from "@aws-sdk/client-sqs";
import { between } from "../check-values.ts";
import { checkJson, normalizeJson, sameJson } from "../equivalence/json.ts";
import { policy } from "../equivalence/policy.ts";
import type { Call, Failure, Handler } from "../handler.ts";
import type { Properties, Values } from "../property.ts";
import { boolean, number, output, string, unknown } from "../property.ts";
import { doing, isCode, unlessCode } from "../service-error.ts";
import { retryWhile, waitFor } from "../wait-for.ts";
import type { AttributeMap } from "./attribute-map.ts";
import { attributesToCreate, attributesToUpdate, fromAttributes } from "./attribute-map.ts";

const json = string({ computed: true, same: sameJson, normalize: normalizeJson, check: checkJson });
/** How SQS says that there is no such queue, by either of its protocols. */
const missing = ["QueueDoesNotExist", "NonExistentQueue"];

const properties: Properties = {
    contentBasedDeduplication: boolean({ default: false }),
    deduplicationScope: string({ computed: true }),
    delaySeconds: number({ default: 0, check: between(0, 900) }),
    fifoQueue: boolean({ default: false, forceNew: true }),
    fifoThroughputLimit: string({ computed: true }),
    kmsDataKeyReusePeriodSeconds: number({ computed: true, check: between(60, 86_400) }),
    kmsMasterKeyId: string({ conflictsWith: ["sqsManagedSseEnabled"] }),
    maxMessageSize: number({ default: 262_144, check: between(1024, 1_048_576) }),
    messageRetentionSeconds: number({ default: 345_600, check: between(60, 1_209_600) }),
    name: string({ computed: true, forceNew: true }),
    namePrefix: string({ computed: true, forceNew: true }),
    policy: policy({ computed: true }),
    receiveWaitTimeSeconds: number({ default: 0 }),
    redriveAllowPolicy: json,
    redrivePolicy: json,
    sqsManagedSseEnabled: boolean({ computed: true, conflictsWith: ["kmsMasterKeyId"] }),
    visibilityTimeoutSeconds: number({ default: 30, check: between(0, 43_200) }),
    arn: output,
    url: output,
};

const attributes: AttributeMap = {
    properties,
    names: {
        arn: "QueueArn",
        contentBasedDeduplication: "ContentBasedDeduplication",
        deduplicationScope: "DeduplicationScope",
        delaySeconds: "DelaySeconds",
        fifoQueue: "FifoQueue",
        fifoThroughputLimit: "FifoThroughputLimit",
        kmsDataKeyReusePeriodSeconds: "KmsDataKeyReusePeriodSeconds",
        kmsMasterKeyId: "KmsMasterKeyId",
        maxMessageSize: "MaximumMessageSize",
        messageRetentionSeconds: "MessageRetentionPeriod",
        policy: "Policy",
        receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
        redriveAllowPolicy: "RedriveAllowPolicy",
        redrivePolicy: "RedrivePolicy",
        sqsManagedSseEnabled: "SqsManagedSseEnabled",
        visibilityTimeoutSeconds: "VisibilityTimeout",
    },
};

/** terraform-provider-aws, internal/service/sqs/queue.go */
export const sqsQueue: Handler = {
    type: "aws:sqs/queue:Queue",
    autoName: {
        property: "name",
        unless: "namePrefix",
        maxLength: 80,
        suffix: (inputs) => (inputs["fifoQueue"] === true ? ".fifo" : ""),
    },
    notImplemented: ["namePrefix"],
    timeouts: { create: 180, update: 180, delete: 180 },
    properties,
    checkAll: checkQueue,

    async create(call, inputs) {
        const name = String(inputs["name"]);
        const Attributes = attributesToCreate(attributes, inputs);
        if (inputs["sqsManagedSseEnabled"] === false) {
            Attributes["SqsManagedSseEnabled"] = "false";
        }
        const command = new CreateQueueCommand({ QueueName: name, tags: call.tags, Attributes });
        const made = await doing(`creating SQS Queue (${name})`, () =>
            // A name is free again a minute after its queue was deleted.
            retryWhile(
                call,
                90,
                (error) => isCode(error, "QueueDeletedRecently"),
                () => call.aws.sqs(call.region).send(command),
            ),
        );
        return made.QueueUrl ?? "";
    },

    async read(call, id, state) {
        const found = await doing(`reading SQS Queue (${id})`, () => find(call, id));
        return (
            found && {
                kmsDataKeyReusePeriodSeconds: 300,
                ...withoutAbsent(fromAttributes(attributes, found, state)),
                name: new URL(id).pathname.split("/").at(-1),
                namePrefix: "",
                url: id,
            }
        );
    },

    async update(call, id, inputs, _old, changed) {
        const Attributes = attributesToUpdate(attributes, inputs, changed);
        if (Object.keys(Attributes).length > 0) {
            await doing(`updating SQS Queue (${id}) attributes`, () =>
                call.aws.sqs(call.region).send(new SetQueueAttributesCommand({ QueueUrl: id, Attributes })),
            );
        }
    },

    async delete(call, id) {
        await doing(`deleting SQS Queue (${id})`, () =>
            unlessCode(missing, () => call.aws.sqs(call.region).send(new DeleteQueueCommand({ QueueUrl: id }))),
        );
        await doing(`waiting for SQS Queue (${id}) delete`, () =>
            waitFor(call, {
                pending: ["found"],
                target: [],
                refresh: async () => ((await find(call, id)) === undefined ? undefined : { value: id, state: "found" }),
            }),
        );
    },

    tagging: {
        async read(call, id) {
            return (await call.aws.sqs(call.region).send(new ListQueueTagsCommand({ QueueUrl: id }))).Tags ?? {};
        },
        async write(call, id, _state, add, remove) {
            const client = call.aws.sqs(call.region);
            if (remove.length > 0) {
                await client.send(new UntagQueueCommand({ QueueUrl: id, TagKeys: remove }));
            }
            if (Object.keys(add).length > 0) {
                await client.send(new TagQueueCommand({ QueueUrl: id, Tags: add }));
            }
        },
    },
};

async function find(call: Call, id: string): Promise<Record<string, string> | undefined> {
    const command = new GetQueueAttributesCommand({
        QueueUrl: id,
        AttributeNames: ["All" satisfies QueueAttributeName],
    });
    return (await unlessCode(missing, () => call.aws.sqs(call.region).send(command)))?.Attributes;
}

function checkQueue(inputs: Values): Failure[] {
    const name = inputs["name"];
    const fifo = inputs["fifoQueue"] === true;
    const pattern = fifo ? /^[0-9A-Za-z_-]{1,75}\.fifo$/ : /^[0-9A-Za-z_-]{1,80}$/;
    const failures: Failure[] = [];
    if (typeof name === "string" && name !== unknown && !pattern.test(name)) {
        failures.push({ property: "name", reason: `invalid queue name: ${name}` });
    }
    if (!fifo && inputs["contentBasedDeduplication"] === true) {
        const reason = "content-based deduplication can only be set for FIFO queue";
        failures.push({ property: "contentBasedDeduplication", reason });
    }
    return failures;
}

/** SQS answers some attributes only where they apply: the known value then stays. */
function withoutAbsent(values: Values): Values {
    const { kmsDataKeyReusePeriodSeconds, ...rest } = values;
    return kmsDataKeyReusePeriodSeconds === undefined ? rest : values;
}
