import assert from "node:assert/strict";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
    CreateDocumentCommand,
    DescribeAutomationExecutionsCommand,
    DescribeAutomationStepExecutionsCommand,
    SSMClient,
    StartAutomationExecutionCommand,
} from "@aws-sdk/client-ssm";
import { createAutomationRole, endedExecution, Outcome } from "../remediation/automation-fixture.ts";
import { useEmulator } from "./emulator-fixture.ts";

const IDENTITY = { name: "Who", action: "aws:executeAwsApi", inputs: { Service: "sts", Api: "GetCallerIdentity" } };
const account = { Name: "Account", Selector: "$.Account", Type: "String" };

/** A step that succeeds. */
const passes = (name: string, more: object = {}): object => ({ ...IDENTITY, name, ...more });
/** A step that fails: nobody has the bucket. */
const fails = (name: string, more: object = {}): object => ({
    name,
    action: "aws:executeAwsApi",
    inputs: { Service: "s3", Api: "GetBucketTagging", Bucket: "no-such-bucket" },
    ...more,
});
const script = (name: string, body: string, more: object = {}, payload: object = {}): object => ({
    name,
    action: "aws:executeScript",
    inputs: { Runtime: "python3.11", Handler: "run", Script: body, InputPayload: payload },
    ...more,
});
const branch = (name: string, Choices: object[], more: object = {}, inputs: object = {}): object => ({
    name,
    action: "aws:branch",
    inputs: { Choices, ...inputs },
    ...more,
});

describe("AWS emulator: Automation", function () {
    this.timeout(60_000);
    const fixture = useEmulator();
    const ssm = (): SSMClient => new SSMClient(fixture.settings());
    let role = "";

    beforeEach(async () => {
        await fixture.reset();
        role = await createAutomationRole(fixture.settings());
    });

    const create = (mainSteps: object[], more: { parameters?: object; outputs?: string[] } = {}): Promise<unknown> => {
        const { parameters = {}, outputs = [] } = more;
        const content = {
            schemaVersion: "0.3",
            assumeRole: "{{ Role }}",
            parameters: { Role: { type: "String" }, ...parameters },
            mainSteps,
            outputs,
        };
        return ssm().send(
            new CreateDocumentCommand({ Name: "Probe", DocumentType: "Automation", Content: JSON.stringify(content) }),
        );
    };
    const start = async (parameters: Record<string, string[]> = {}): Promise<string> => {
        const Parameters = { Role: [role], ...parameters };
        const started = await ssm().send(new StartAutomationExecutionCommand({ DocumentName: "Probe", Parameters }));
        return started.AutomationExecutionId ?? "";
    };
    const run = async (...given: Parameters<typeof create>): Promise<Outcome> => {
        await create(...given);
        return new Outcome(await endedExecution(ssm(), await start()));
    };

    it("acts as the document's role, and selects outputs", async () => {
        const outcome = await run([passes("Who", { outputs: [account] })], { outputs: ["Who.Account", "Who.None"] });
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.equal(outcome.outputs["Who.Account"], "123456789012");
        assert.match(outcome.outputs["Who.None"] ?? "", /^No output available yet/);
        const { AutomationExecutionMetadataList: listed } = await ssm().send(
            new DescribeAutomationExecutionsCommand({ Filters: [{ Key: "ExecutionStatus", Values: ["Success"] }] }),
        );
        assert.deepEqual(
            listed?.map(({ DocumentName }) => DocumentName),
            ["Probe"],
        );
        const { StepExecutions: steps } = await ssm().send(
            new DescribeAutomationStepExecutionsCommand({ AutomationExecutionId: listed?.[0]?.AutomationExecutionId }),
        );
        assert.deepEqual(steps?.[0]?.Outputs?.["Account"], ["123456789012"]);
    });

    it("keeps the type of a variable that stands alone, and joins the others", async () => {
        const body = "def run(events, context):\n    return events\n";
        const payload = {
            list: "{{ List }}",
            flag: "{{ Flag }}",
            number: "{{ Number }}",
            text: "{{ Flag }} in {{ global:REGION }} for {{ List }}",
            nested: [{ items: ["{{ List }}"] }],
        };
        const parameters = {
            List: { type: "StringList", default: ["a", "b"] },
            Flag: { type: "Boolean", default: true },
            Number: { type: "Integer", default: 7 },
        };
        const output = { Name: "All", Selector: "$.Payload", Type: "StringMap" };
        const outcome = await run([script("Echo", body, { outputs: [output] }, payload)], {
            parameters,
            outputs: ["Echo.All"],
        });
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.deepEqual(JSON.parse(outcome.outputs["Echo.All"] ?? ""), {
            list: ["a", "b"],
            flag: true,
            number: 7,
            text: 'true in eu-central-1 for ["a", "b"]',
            nested: [{ items: ["a", "b"] }],
        });
    });

    it("tells an API's error as Automation does, and goes no further", async () => {
        const outcome = await run([fails("Read"), passes("After")]);
        assert.equal(outcome.status, "Failed");
        assert.deepEqual(outcome.ran, ["Read: Failed"]);
        assert.equal(
            outcome.failure,
            "Step fails when it is Execute/Cancelling action. An error occurred (NoSuchBucket) when calling the " +
                "GetBucketTagging operation: The specified bucket does not exist. Please refer to Automation Service " +
                "Troubleshooting Guide for more diagnosis details.",
        );
        assert.equal(outcome.steps[0]?.FailureDetails?.FailureType, "Action");
    });

    it("tells a script's error with its lines", async () => {
        const outcome = await run([script("Fail", 'def run(events, context):\n    return events["none"]\n')]);
        assert.equal(outcome.status, "Failed");
        assert.match(
            outcome.failure,
            /^Step fails when it is Poll action status for completion\. Traceback \(most recent/,
        );
        assert.match(outcome.failure, /customer_script\.py", line 2, in run\n {4}return events\["none"\]/);
        assert.match(outcome.failure, /\n\nKeyError - 'none'\. Please refer to Automation Service/);
    });

    it("ends a script that takes too long", async () => {
        const body = "import time\ndef run(events, context):\n    time.sleep(30)\n";
        const outcome = await run([script("Sleep", body, { timeoutSeconds: 1 })]);
        assert.equal(outcome.status, "TimedOut");
        assert.deepEqual(outcome.ran, ["Sleep: TimedOut"]);
    });

    it("goes on after a failure where a step says so", async () => {
        const goesOn = await run([fails("Read", { onFailure: "Continue", isCritical: false }), passes("After")]);
        assert.equal(goesOn.status, "Success");
        assert.deepEqual(goesOn.ran, ["Read: Failed", "After"]);
        await fixture.reset();
        role = await createAutomationRole(fixture.settings());
        const critical = await run([
            fails("Read", { onFailure: "step:Repair" }),
            passes("Between"),
            passes("Repair", { isEnd: true }),
            passes("After"),
        ]);
        assert.equal(critical.status, "Failed", "a step is critical unless it says otherwise");
        assert.deepEqual(critical.ran, ["Read: Failed", "Repair"]);
    });

    it("follows the first choice that is true, the default, or the order", async () => {
        const text = { type: "String", default: "windows-11" };
        const outcome = await run(
            [
                branch("First", [
                    { Variable: "{{ Text }}", StringEquals: "linux", NextStep: "Never" },
                    {
                        And: [
                            { Variable: "{{ Text }}", StartsWith: "windows" },
                            { Not: { Variable: "{{ Number }}", NumericGreater: 7 } },
                            {
                                Or: [
                                    { Variable: "{{ Flag }}", BooleanEquals: false },
                                    { Variable: "{{ Text }}", Contains: "s-1" },
                                ],
                            },
                        ],
                        NextStep: "Second",
                    },
                ]),
                passes("Never"),
                branch(
                    "Second",
                    [{ Variable: "{{ Text }}", EndsWith: "x", NextStep: "Never" }],
                    {},
                    { Default: "Third" },
                ),
                passes("Skipped"),
                branch("Third", [{ Variable: "{{ Text }}", EqualsIgnoreCase: "x", NextStep: "Never" }]),
                passes("Next", { nextStep: "Last" }),
                passes("Skipped2"),
                branch("Last", [{ Variable: "{{ Text }}", StringEquals: "x", NextStep: "Never" }], { isEnd: true }),
                passes("Beyond"),
            ],
            {
                parameters: {
                    Text: text,
                    Number: { type: "Integer", default: 7 },
                    Flag: { type: "Boolean", default: true },
                },
            },
        );
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.deepEqual(outcome.ran, ["First", "Second", "Third", "Next", "Last"]);
    });

    it("asserts a property by the words of Python, and says what it found", async () => {
        const assertion = (name: string, desired: string): object => ({
            name,
            action: "aws:assertAwsResourceProperty",
            inputs: {
                Service: "sts",
                Api: "get_caller_identity",
                PropertySelector: "$.Account",
                DesiredValues: [desired],
            },
        });
        const outcome = await run([assertion("Right", "123456789012"), assertion("Wrong", "1")]);
        assert.equal(outcome.status, "Failed");
        assert.deepEqual(outcome.ran, ["Right", "Wrong: Failed"]);
        assert.match(
            outcome.failure,
            /Property value from the API output is \[123456789012\], which is not in desired/,
        );
        assert.equal(outcome.steps[1]?.FailureDetails?.FailureType, "Verification");
    });

    it("fails at a variable that nothing stands for", async () => {
        const output = { Name: "None", Selector: "$.NoSuchMember", Type: "String" };
        const use = script("Use", "def run(events, context):\n    return 1\n", {}, { value: "{{ Who.None }}" });
        const outcome = await run([passes("Who", { outputs: [output] }), use]);
        assert.equal(outcome.status, "Failed");
        assert.match(outcome.failure, /Failed to resolve input: Who\.None to type String/);
        assert.equal(outcome.steps[1]?.FailureDetails?.FailureStage, "InputValidation");
    });

    it("tries again as often as a step says", async () => {
        const body = `import os
def run(events, context):
    import boto3
    s3 = boto3.client("s3")
    if not s3.list_buckets()["Buckets"]:
        s3.create_bucket(Bucket="tried", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        raise RuntimeError("once")
    return 1
`;
        const outcome = await run([script("Again", body, { maxAttempts: 2 })]);
        assert.equal(outcome.status, "Success", outcome.failure);
    });

    it("refuses at once what it cannot run, and parameters that do not fit", async () => {
        const parameters = {
            Word: { type: "String", default: "a", allowedPattern: "^[a-z]+$" },
            Choice: { type: "String", default: "true", allowedValues: ["true", "false"] },
        };
        await create([passes("Who")], { parameters });
        for (const [given, message] of [
            [{ Unknown: ["1"] }, /Unknown/],
            [{ Word: ["a b"] }, /does not match/],
            [{ Word: ["a", "b"] }, /takes one value/],
            [{ Choice: ["maybe"] }, /not one of true, false/],
            [{ Role: ["arn:aws:iam::123456789012:role/none"] }, /assume role is unable to be assumed/],
        ] as const) {
            await assert.rejects(start({ ...given } as unknown as Record<string, string[]>), {
                name: "InvalidAutomationExecutionParametersException",
                message,
            });
        }
        const { Role: other } = await new IAMClient(fixture.settings()).send(
            new CreateRoleCommand({
                RoleName: "other",
                AssumeRolePolicyDocument: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
                    ],
                }),
            }),
        );
        await assert.rejects(start({ Role: [other?.Arn ?? ""] }), /unable to be assumed/);
        await assert.rejects(
            ssm().send(new StartAutomationExecutionCommand({ DocumentName: "None", Parameters: { Role: [role] } })),
            { name: "AutomationDefinitionNotFoundException" },
        );
    });

    it("runs no step of a kind that it does not know", async () => {
        await create([passes("Who"), { name: "Wait", action: "aws:sleep", inputs: { Duration: "PT1S" } }]);
        await assert.rejects(start(), /runs no steps of aws:sleep, which Wait is/);
    });
});
