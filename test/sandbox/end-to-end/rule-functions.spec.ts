import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
    DescribeConformancePackComplianceCommand,
    type EvaluationResult,
    GetComplianceDetailsByConfigRuleCommand,
    StartConfigRulesEvaluationCommand,
} from "@aws-sdk/client-config-service";
import { GetRolePolicyCommand } from "@aws-sdk/client-iam";
import {
    GetFunctionConfigurationCommand,
    GetPolicyCommand,
    LambdaClient,
    ListFunctionsCommand,
} from "@aws-sdk/client-lambda";
import { ListQueuesCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { RULES_FOLDER } from "../../../lib/rules/find.ts";
import { ACCOUNT } from "./account.ts";
import { assertChanges } from "./outcome.ts";
import { REGION, useProject } from "./project-fixture.ts";

const FUNCTION = "conformance-packs-test-bucket-name-prefixed";

const RULE = `import { compliant, type ConfigurationItem, type Evaluation, nonCompliant } from "#rule";

export function evaluate({ resourceId }: ConfigurationItem, { prefix }: { prefix: string }): Evaluation {
    if (resourceId.startsWith("broken")) {
        throw new Error("no verdict");
    }
    return resourceId.startsWith(prefix) ? compliant() : nonCompliant("The name begins otherwise.");
}
`;

const DESCRIPTION = `description: Buckets have names that begin alike.
resourceTypes: [AWS::S3::Bucket]
parameters:
  prefix:
    description: How names begin.
    default: config-
`;

const SCHEDULED = `import { compliant, type Evaluation } from "#rule";

export async function evaluateAccount(_: object, { accountId }: { accountId: string }) {
    const evaluation: Evaluation = compliant();
    return [{ ...evaluation, resourceType: "AWS::::Account", resourceId: accountId }];
}
`;

describe("rules in AWS Lambda, from their source to compliance", function () {
    this.timeout(180_000);

    const project = useProject();
    const settings = () => ({
        endpoint: project.endpoint,
        region: REGION,
        credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
        maxAttempts: 1,
    });
    const writeRule = (name: string, source: string, description: string): void => {
        const folder = join(project.folder, RULES_FOLDER, name);
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, "rule.ts"), source);
        writeFileSync(join(folder, "rule.yaml"), description);
    };
    /** Waits, for twenty seconds at most, until a pack's rule has results that suit. */
    const resultsOf = async (
        rule: string,
        suits: (results: readonly EvaluationResult[]) => boolean,
    ): Promise<Record<string, string>> => {
        let results: readonly EvaluationResult[] = [];
        for (let attempt = 0; attempt < 200; attempt++) {
            const { config } = project.account;
            const pack = await config.send(
                new DescribeConformancePackComplianceCommand({ ConformancePackName: "own" }),
            );
            const name = pack.ConformancePackRuleComplianceList?.map(({ ConfigRuleName }) => ConfigRuleName ?? "").find(
                (one) => one.startsWith(rule),
            );
            assert.ok(name !== undefined, `the pack has no rule ${rule}`);
            const answer = await config.send(new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName: name }));
            results = answer.EvaluationResults ?? [];
            if (results.length > 0 && suits(results)) {
                return Object.fromEntries(
                    results.map(({ EvaluationResultIdentifier: id, ComplianceType: compliance = "", Annotation }) => [
                        id?.EvaluationResultQualifier?.ResourceId ?? "",
                        [compliance, ...(Annotation === undefined ? [] : [Annotation])].join(": "),
                    ]),
                );
            }
            await delay(100);
        }
        throw new Error(`the results never came to be: ${JSON.stringify(results)}`);
    };
    const give = async (item: object, more: object = {}): Promise<void> => {
        const response = await fetch(new URL("/sandbox/configuration-items", project.endpoint), {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify({
                account: ACCOUNT,
                region: REGION,
                item: { resourceType: "AWS::S3::Bucket", ...item },
                ...more,
            }),
        });
        assert.equal(response.status, 201, await response.text());
    };

    before("deploy a pack with a rule of each trigger", async () => {
        writeRule("bucket-name-prefixed", RULE, DESCRIPTION);
        writeRule(
            "account-there",
            SCHEDULED,
            "description: The account is there.\nresourceTypes: [AWS::::Account]\nfrequency: One_Hour\n",
        );
        project.writePack("own", "rules:\n  bucket-name-prefixed:\n  account-there:\n");
        project.configure("packs: { own: {} }");
        const { changes } = await project.up();
        for (const created of [
            "aws:lambda:Function bucket-name-prefixed-function",
            "aws:lambda:Permission bucket-name-prefixed-permission",
            "aws:cloudwatch:LogGroup account-there-logs",
            "aws:sqs:Queue functions-failed-evaluations",
            "aws:cfg:ConformancePack own",
        ]) {
            assert.ok(changes.includes(`create ${created}`), `${created} is not among ${changes.join("\n")}`);
        }
    });

    it("keeps the code of functions out of the state", async () => {
        assert.doesNotMatch(JSON.stringify(await project.resources()), /The name begins otherwise/);
    });

    it("shows the compliance of what is there as soon as the pack is", async () => {
        const buckets = await resultsOf("bucket-name-prefixed", (results) => results.length > 0);
        assert.deepEqual(new Set(Object.values(buckets)), new Set(["COMPLIANT"]));
        assert.deepEqual(await resultsOf("account-there", () => true), { [ACCOUNT]: "COMPLIANT" });
    });

    it("lets AWS Config alone invoke the function, for this account, and the function little else", async () => {
        const { Policy: policy = "" } = await new LambdaClient(settings()).send(
            new GetPolicyCommand({ FunctionName: FUNCTION }),
        );
        const { Statement: statements } = JSON.parse(policy) as { Statement: Record<string, unknown>[] };
        assert.equal(statements.length, 1);
        assert.deepEqual(statements[0]?.["Principal"], { Service: "config.amazonaws.com" });
        assert.deepEqual(statements[0]["Condition"], { StringEquals: { "AWS:SourceAccount": ACCOUNT } });

        const role = await project.account.iam.send(
            new GetRolePolicyCommand({ RoleName: FUNCTION, PolicyName: FUNCTION }),
        );
        const document = JSON.parse(decodeURIComponent(role.PolicyDocument ?? "")) as {
            Statement: { Sid: string; Action: unknown; Resource: unknown }[];
        };
        assert.deepEqual(
            document.Statement.map(({ Sid, Action, Resource }) => [Sid, Action, Resource]),
            [
                ["Evaluation", ["config:GetResourceConfigHistory", "config:PutEvaluations"], "*"],
                [
                    "OwnLogs",
                    ["logs:CreateLogStream", "logs:PutLogEvents"],
                    [`arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/lambda/${FUNCTION}:*`],
                ],
                [
                    "DeadLetters",
                    "sqs:SendMessage",
                    [`arn:aws:sqs:${REGION}:${ACCOUNT}:conformance-packs-test-failed-evaluations`],
                ],
            ],
        );
    });

    it("keeps logs for the days that are set, with a key", async () => {
        const { logGroups } = await new CloudWatchLogsClient(settings()).send(
            new DescribeLogGroupsCommand({ logGroupNamePrefix: `/aws/lambda/${FUNCTION}` }),
        );
        assert.equal(logGroups?.length, 1);
        assert.equal(logGroups[0]?.retentionInDays, 90);
        assert.match(logGroups[0]?.kmsKeyId ?? "", /:key\//);
    });

    it("evaluates a change, an item that is too large, and one that is gone", async () => {
        await give({ resourceId: "other-name" });
        const changed = await resultsOf("bucket-name-prefixed", (results) =>
            results.some((one) => one.ComplianceType === "NON_COMPLIANT"),
        );
        assert.equal(changed["other-name"], "NON_COMPLIANT: The name begins otherwise.");
        await give({ resourceId: "large-name" }, { oversized: true });
        const both = await resultsOf(
            "bucket-name-prefixed",
            (results) => results.filter((one) => one.ComplianceType === "NON_COMPLIANT").length === 2,
        );
        assert.ok("large-name" in both);
        for (const resourceId of ["other-name", "large-name"]) {
            await give({ resourceId, configurationItemStatus: "ResourceDeleted" });
        }
        await resultsOf("bucket-name-prefixed", (results) =>
            results.every((one) => one.ComplianceType === "COMPLIANT"),
        );
    });

    it("keeps an event that the function fails to evaluate", async () => {
        await give({ resourceId: "broken-name" });
        const sqs = new SQSClient(settings());
        const { QueueUrls: urls } = await sqs.send(new ListQueuesCommand({}));
        assert.equal(urls?.length, 1);
        for (let attempt = 0; attempt < 200; attempt++) {
            const { Messages: messages } = await sqs.send(
                new ReceiveMessageCommand({ QueueUrl: urls[0], MessageAttributeNames: ["All"] }),
            );
            if (messages !== undefined && messages.length > 0) {
                assert.match(messages[0]?.Body ?? "", /broken-name/);
                assert.match(messages[0]?.MessageAttributes?.["ErrorMessage"]?.StringValue ?? "", /no verdict/);
                return;
            }
            await delay(100);
        }
        assert.fail("the event is in no queue");
    });

    it("updates exactly the function whose source was edited, which then evaluates anew", async () => {
        assertChanges(await project.up(), []);
        writeRule("bucket-name-prefixed", RULE.replace("compliant()", 'compliant("edited")'), DESCRIPTION);
        const expected = ["update aws:lambda:Function bucket-name-prefixed-function"];
        assertChanges(await project.preview(), expected);
        assertChanges(await project.up(), expected);
        const { config } = project.account;
        const { ConformancePackRuleComplianceList: rules = [] } = await config.send(
            new DescribeConformancePackComplianceCommand({ ConformancePackName: "own" }),
        );
        const name = rules.map(({ ConfigRuleName }) => ConfigRuleName ?? "").find((one) => one.startsWith("bucket"));
        await give({ resourceId: "broken-name", configurationItemStatus: "ResourceDeleted" });
        await config.send(new StartConfigRulesEvaluationCommand({ ConfigRuleNames: [name ?? ""] }));
        await resultsOf("bucket-name-prefixed", (results) => results.every((one) => one.Annotation === "edited"));
    });

    it("deploys nothing of a rule that does not compile, and says where", async () => {
        writeRule("bucket-name-prefixed", RULE.replace("resourceId.startsWith(prefix)", "resourceId.("), DESCRIPTION);
        const { printed } = await project.failing("up");
        assert.match(printed, /packs\/rules\/bucket-name-prefixed\/rule\.ts:7/);
        assert.doesNotMatch(printed, /at .*node_modules/);
        writeRule("bucket-name-prefixed", RULE, DESCRIPTION);
    });

    it("changes memory and time without replacing anything", async () => {
        writeRule("bucket-name-prefixed", RULE, `${DESCRIPTION}memory: 512\ntimeout: 30\n`);
        assertChanges(await project.up(), ["update aws:lambda:Function bucket-name-prefixed-function"]);
        const found = await new LambdaClient(settings()).send(
            new GetFunctionConfigurationCommand({ FunctionName: FUNCTION }),
        );
        assert.deepEqual([found.MemorySize, found.Timeout], [512, 30]);
    });

    it("takes the function away with the last pack that has its rule, and everything on destroy", async () => {
        project.writePack("own", "rules:\n  account-there:\n");
        const { changes } = await project.up();
        assert.ok(changes.includes("delete aws:lambda:Function bucket-name-prefixed-function"));
        assert.ok(!changes.some((one) => one.includes("account-there")));
        await project.destroy();
        const { Functions: functions } = await new LambdaClient(settings()).send(new ListFunctionsCommand({}));
        assert.deepEqual(functions, []);
    });
});
