import { GetQueueAttributesCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { policy, policyToKeep } from "../equivalence/policy.ts";
import type { Call, Handler } from "../handler.ts";
import { string } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";

/** How SQS says that there is no such queue, by either of its protocols. */
const missing = ["QueueDoesNotExist", "NonExistentQueue"];

/** terraform-provider-aws, internal/service/sqs/queue_policy.go: one attribute of a queue, empty where it is deleted. */
export const sqsQueuePolicy: Handler = {
    type: "aws:sqs/queuePolicy:QueuePolicy",
    properties: {
        policy: policy({ required: true }),
        queueUrl: string({ required: true, forceNew: true }),
    },

    async create(call, inputs) {
        const url = String(inputs["queueUrl"]);
        await doing(`creating SQS Queue Policy (${url})`, () => put(call, url, String(inputs["policy"])));
        return url;
    },

    async read(call, id, state) {
        const command = new GetQueueAttributesCommand({ QueueUrl: id, AttributeNames: ["Policy"] });
        const found = await doing(`reading SQS Queue Policy (${id})`, () =>
            unlessCode(missing, () => call.aws.sqs(call.region).send(command)),
        );
        const document = found?.Attributes?.["Policy"];
        return document === undefined || document === ""
            ? undefined
            : { queueUrl: id, policy: policyToKeep(state["policy"], document) };
    },

    async update(call, id, inputs) {
        await doing(`updating SQS Queue Policy (${id})`, () => put(call, id, String(inputs["policy"])));
    },

    async delete(call, id) {
        await doing(`deleting SQS Queue Policy (${id})`, () => unlessCode(missing, () => put(call, id, "")));
    },
};

async function put(call: Call, url: string, document: string): Promise<void> {
    const command = new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy: document } });
    await call.aws.sqs(call.region).send(command);
}
