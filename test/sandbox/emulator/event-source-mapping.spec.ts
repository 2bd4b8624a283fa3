import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
    CreateEventSourceMappingCommand,
    CreateFunctionCommand,
    DeleteEventSourceMappingCommand,
    LambdaClient,
    UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import {
    CreateQueueCommand,
    GetQueueAttributesCommand,
    type Message,
    ReceiveMessageCommand,
    SendMessageBatchCommand,
    SQSClient,
} from "@aws-sdk/client-sqs";
import { ACCOUNT, REGION, useEmulator } from "./emulator-fixture.ts";
import { zip } from "./function-fixture.ts";

const SOURCE = `arn:aws:sqs:${REGION}:${ACCOUNT}:source`;
const NEEDED = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];

/** Tells another queue what it was handed, and answers as the bodies say. */
const CODE = `
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
export async function handler({ Records: records }) {
    const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
    const bodies = records.map(({ body }) => body);
    const counts = records.map(({ attributes }) => Number(attributes.ApproximateReceiveCount));
    await sqs.send(new SendMessageCommand({
        QueueUrl: "http://localhost/${ACCOUNT}/told",
        MessageBody: JSON.stringify({ bodies, counts, source: records[0].eventSourceARN }),
    }));
    if (bodies.includes("throw")) {
        throw new Error("as told");
    }
    return { batchItemFailures: records.filter(({ body }) => body === "fail").map(({ messageId }) => ({ itemIdentifier: messageId })) };
}
`;

interface Told {
    readonly bodies: readonly string[];
    readonly counts: readonly number[];
    readonly source: string;
}

describe("AWS emulator: queues that functions read", function () {
    this.timeout(60_000);
    const fixture = useEmulator();
    const lambda = (): LambdaClient => new LambdaClient(fixture.settings());
    const sqs = (): SQSClient => new SQSClient(fixture.settings());
    const urls: Record<string, string> = {};

    beforeEach(async () => {
        await fixture.reset();
        const make = async (name: string, attributes: Record<string, string> = {}): Promise<void> => {
            const { QueueUrl = "" } = await sqs().send(
                new CreateQueueCommand({ QueueName: name, Attributes: attributes }),
            );
            urls[name] = QueueUrl;
        };
        await make("told");
        await make("dead");
        const deadLetterTargetArn = `arn:aws:sqs:${REGION}:${ACCOUNT}:dead`;
        await make("source", {
            VisibilityTimeout: "3",
            RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 }),
        });
    });

    async function makeFunction(actions = NEEDED, timeout = 3): Promise<void> {
        const iam = new IAMClient(fixture.settings());
        const statement = (more: object): string =>
            JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...more }] });
        const trust = statement({ Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" });
        const { Role: role } = await iam.send(
            new CreateRoleCommand({ RoleName: "reader", AssumeRolePolicyDocument: trust }),
        );
        const policy = statement({ Action: actions, Resource: SOURCE });
        await iam.send(new PutRolePolicyCommand({ RoleName: "reader", PolicyName: "reads", PolicyDocument: policy }));
        await lambda().send(
            new CreateFunctionCommand({
                FunctionName: "reader",
                Role: role?.Arn,
                Runtime: "nodejs24.x",
                Handler: "index.handler",
                Code: { ZipFile: zip({ "index.mjs": CODE }) },
                Timeout: timeout,
            }),
        );
    }

    const map = async (more: object = {}): Promise<string> => {
        const { UUID: id = "" } = await lambda().send(
            new CreateEventSourceMappingCommand({
                EventSourceArn: SOURCE,
                FunctionName: "reader",
                FunctionResponseTypes: ["ReportBatchItemFailures"],
                ...more,
            }),
        );
        return id;
    };
    const send = (...bodies: string[]): Promise<unknown> =>
        sqs().send(
            new SendMessageBatchCommand({
                QueueUrl: urls["source"],
                Entries: bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody })),
            }),
        );
    const next = async (queue: string): Promise<Message> => {
        for (let attempt = 0; attempt < 150; attempt++) {
            const { Messages: [message] = [] } = await sqs().send(new ReceiveMessageCommand({ QueueUrl: urls[queue] }));
            if (message !== undefined) {
                return message;
            }
            await delay(100);
        }
        throw new Error(`nothing came to ${queue}`);
    };
    const told = async (): Promise<Told> => JSON.parse((await next("told")).Body ?? "") as Told;
    const left = async (): Promise<number> => {
        const { Attributes: found = {} } = await sqs().send(
            new GetQueueAttributesCommand({ QueueUrl: urls["source"], AttributeNames: ["All"] }),
        );
        return Number(found["ApproximateNumberOfMessages"]) + Number(found["ApproximateNumberOfMessagesNotVisible"]);
    };

    it("hand over what came within the window in one batch, and delete what was handled", async () => {
        await makeFunction();
        await map({ BatchSize: 100, MaximumBatchingWindowInSeconds: 2 });
        await send("1", "2");
        await delay(500);
        await send("3");
        const { bodies, source } = await told();
        assert.deepEqual([[...bodies].sort(), source], [["1", "2", "3"], SOURCE]);
        for (let attempt = 0; attempt < 30 && (await left()) > 0; attempt++) {
            await delay(100);
        }
        assert.equal(await left(), 0);
    });

    it("hand over no more at a time than a batch", async () => {
        await makeFunction();
        await map({ BatchSize: 2 });
        await send("1", "2", "3");
        const sizes = [(await told()).bodies.length, (await told()).bodies.length];
        assert.deepEqual(sizes.sort(), [1, 2]);
    });

    it("hand over again what the answer names, and then leave it to the dead-letter queue", async () => {
        await makeFunction();
        await map();
        await send("fail", "well");
        assert.deepEqual([...(await told()).bodies].sort(), ["fail", "well"]);
        assert.deepEqual(await told(), { bodies: ["fail"], counts: [2], source: SOURCE });
        assert.equal((await next("dead")).Body, "fail");
    });

    it("hand all of it over again where the function fails", async () => {
        await makeFunction();
        await map();
        await send("throw", "well");
        assert.equal((await told()).bodies.length, 2);
        assert.deepEqual((await told()).counts, [2, 2]);
    });

    it("hand nothing over while the mapping is off, or gone", async () => {
        await makeFunction();
        const id = await map({ Enabled: false });
        await send("1");
        await delay(500);
        assert.equal(await left(), 1);
        await lambda().send(new UpdateEventSourceMappingCommand({ UUID: id, Enabled: true }));
        await told();
        await lambda().send(new DeleteEventSourceMappingCommand({ UUID: id }));
        await send("2");
        await delay(500);
        assert.equal(await left(), 1);
    });

    it("are refused where the role may not read, the time is too short, or the batch too large", async () => {
        await makeFunction(["sqs:ReceiveMessage"]);
        await assert.rejects(map(), /does not have permissions to call DeleteMessage on SQS/);
        await assert.rejects(map({ BatchSize: 100 }), /window in seconds must be greater than 0/);
        await fixture.reset();
        await sqs().send(new CreateQueueCommand({ QueueName: "source", Attributes: { VisibilityTimeout: "3" } }));
        await makeFunction(NEEDED, 4);
        await assert.rejects(map(), /Queue visibility timeout: 3 seconds is less than Function timeout: 4 seconds/);
    });
});
