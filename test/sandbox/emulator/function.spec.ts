import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { CloudWatchLogsClient, DescribeLogStreamsCommand, GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
    AddPermissionCommand,
    CreateFunctionCommand,
    GetPolicyCommand,
    InvokeCommand,
    LambdaClient,
} from "@aws-sdk/client-lambda";
import type { InvokeCommandOutput, Runtime } from "@aws-sdk/client-lambda";
import { useEmulator } from "./emulator-fixture.ts";
import { createFunctionRole, zip } from "./function-fixture.ts";

/** Functions are processes of this machine that run the handler's own code. */
describe("AWS emulator: functions", function () {
    const fixture = useEmulator();
    const lambda = (): LambdaClient => new LambdaClient(fixture.settings());
    let role = "";

    beforeEach(async () => {
        await fixture.reset();
        role = await createFunctionRole(fixture.settings());
    });

    const create = (files: Record<string, string>, runtime: Runtime, more: object = {}): Promise<unknown> =>
        lambda().send(
            new CreateFunctionCommand({
                FunctionName: "probe",
                Role: role,
                Runtime: runtime,
                Handler: "index.handler",
                Code: { ZipFile: zip(files) },
                Timeout: 20,
                ...more,
            }),
        );
    const invoke = (event: unknown, more: object = {}): Promise<InvokeCommandOutput> =>
        lambda().send(
            new InvokeCommand({ FunctionName: "probe", Payload: Buffer.from(JSON.stringify(event)), ...more }),
        );
    const answer = (output: InvokeCommandOutput): unknown => JSON.parse(output.Payload?.transformToString() ?? "null");
    const log = async (): Promise<string> => {
        const logs = new CloudWatchLogsClient(fixture.settings());
        const group = { logGroupName: "/aws/lambda/probe" };
        for (let poll = 0; poll < 200; poll++) {
            // There is no log group before a function has ended once.
            const streams = await logs.send(new DescribeLogStreamsCommand(group)).then(
                (output) => output.logStreams,
                () => undefined,
            );
            if (streams?.[0] !== undefined) {
                const stream = { ...group, logStreamName: streams[0].logStreamName };
                const { events } = await logs.send(new GetLogEventsCommand(stream));
                return (events ?? []).map((event) => event.message).join("\n");
            }
            await delay(50);
        }
        throw new Error("The function has logged nothing.");
    };

    it("runs a Node.js handler with the AWS SDK, as the function's role", async () => {
        const code = `
            import { STSClient, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
            import { greet } from "./greet.mjs";
            export const handler = async (event, context) => {
                console.log("called", event.name);
                const identity = await new STSClient({}).send(new GetCallerIdentityCommand({}));
                const { REGION_NAME: name, AWS_REGION: region } = process.env;
                return { greeting: greet(event.name), arn: identity.Arn, name, region, f: context.functionName };
            };`;
        await create(
            { "index.mjs": code, "greet.mjs": "export const greet = (name) => `Hello ${name}`;" },
            "nodejs24.x",
            { Environment: { Variables: { REGION_NAME: "home" } } },
        );
        const output = await invoke({ name: "you" });
        assert.equal(output.FunctionError, undefined, output.Payload?.transformToString());
        assert.deepEqual(answer(output), {
            greeting: "Hello you",
            arn: "arn:aws:sts::123456789012:assumed-role/function/probe",
            name: "home",
            region: "eu-central-1",
            f: "probe",
        });
        assert.match(await log(), /^START RequestId.*\ncalled you\nEND RequestId/);
    });

    it("runs a Python handler with boto3", async () => {
        const code = `
import boto3, os
def handler(event, context):
    print("called", event["name"])
    return {"account": boto3.client("sts").get_caller_identity()["Account"], "left": context.get_remaining_time_in_millis() > 0}
`;
        await create({ "index.py": code }, "python3.13");
        const output = await invoke({ name: "you" }, { LogType: "Tail" });
        assert.deepEqual(answer(output), { account: "123456789012", left: true });
        assert.equal(Buffer.from(output.LogResult ?? "", "base64").toString(), "called you\n");
    });

    it("says what went wrong in a handler", async () => {
        await create(
            { "index.js": 'exports.handler = async () => { throw new TypeError("no such thing"); };' },
            "nodejs22.x",
        );
        const output = await invoke({});
        assert.equal(output.StatusCode, 200);
        assert.equal(output.FunctionError, "Unhandled");
        const failure = answer(output) as { errorType: string; errorMessage: string; trace: string[] };
        assert.equal(failure.errorType, "TypeError");
        assert.equal(failure.errorMessage, "no such thing");
        assert.match(failure.trace.join("\n"), /index\.js/);
        assert.match(await log(), /no such thing/);
    });

    it("ends a handler that takes too long, or that is not there", async () => {
        await create({ "index.js": "exports.handler = async () => { for (;;); };" }, "nodejs22.x", { Timeout: 1 });
        const output = await invoke({});
        assert.equal(output.FunctionError, "Unhandled");
        assert.match(JSON.stringify(answer(output)), /Sandbox.Timedout.*Task timed out after 1.00 seconds/);

        await create({ "other.js": "" }, "nodejs22.x", { FunctionName: "missing" });
        assert.match(
            JSON.stringify(answer(await invoke({}, { FunctionName: "missing" }))),
            /Runtime.ImportModuleError.*Cannot find module 'index'/,
        );
        await create({ "index.rb": "" }, "ruby3.4", { FunctionName: "ruby" });
        assert.match(JSON.stringify(answer(await invoke({}, { FunctionName: "ruby" }))), /Node.js and Python only/);
    });

    it("does not wait for an event's handler", async () => {
        await create({ "index.py": "def handler(event, context):\n    print('seen', event['a'])\n" }, "python3.12");
        const output = await invoke({ a: 1 }, { InvocationType: "Event" });
        assert.equal(output.StatusCode, 202);
        assert.match(await log(), /seen 1/);
    });

    it("keeps one statement of an identifier in a function's policy", async () => {
        await create({ "index.mjs": "export const handler = () => undefined;" }, "nodejs24.x");
        const permission = new AddPermissionCommand({
            FunctionName: "probe",
            StatementId: "topic",
            Action: "lambda:InvokeFunction",
            Principal: "sns.amazonaws.com",
        });
        await lambda().send(permission);
        const again = lambda().send(permission);
        await assert.rejects(again, { name: "ResourceConflictException" });
        const { Policy: policy = "{}" } = await lambda().send(new GetPolicyCommand({ FunctionName: "probe" }));
        assert.equal((JSON.parse(policy) as { Statement: unknown[] }).Statement.length, 1);
    });
});
