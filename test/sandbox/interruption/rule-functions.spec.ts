import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { ListRolesCommand } from "@aws-sdk/client-iam";
import { ListAliasesCommand, ListKeysCommand } from "@aws-sdk/client-kms";
import { GetPolicyCommand, LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { RULES_FOLDER } from "../../../lib/rules/find.ts";
import { ACCOUNT } from "../end-to-end/account.ts";
import { assertChanges } from "../end-to-end/outcome.ts";
import { REGION, useProject } from "../end-to-end/project-fixture.ts";
import { describePoint, killAt } from "./killed-run.ts";
import type { KillPoint } from "./killed-run.ts";

const FUNCTION = "conformance-packs-test-bucket-named";

/** All that a function needs, once it is there and before the engine hears of it. */
const POINTS: readonly KillPoint[] = [
    { service: "iam", operation: "CreateRole", nth: 1, when: "after", victims: "everything" },
    { service: "iam", operation: "PutRolePolicy", nth: 1, when: "after", victims: "everything" },
    { service: "kms", operation: "CreateKey", nth: 2, when: "after", victims: "engine" },
    { service: "kms", operation: "CreateAlias", nth: 2, when: "after", victims: "everything" },
    { service: "sqs", operation: "CreateQueue", nth: 1, when: "after", victims: "everything" },
    { service: "logs", operation: "CreateLogGroup", nth: 1, when: "after", victims: "everything" },
    { service: "lambda", operation: "CreateFunction", nth: 1, when: "after", victims: "everything" },
    { service: "lambda", operation: "AddPermission", nth: 1, when: "after", victims: "everything" },
];

/** What has to be there exactly once, whatever happened on the way. */
const EXPECTED = {
    aliases: ["alias/config-functions-test", "alias/conformance-packs-test"],
    functions: [FUNCTION],
    keys: 2,
    logGroups: [`/aws/lambda/${FUNCTION} 90`],
    packs: ["own CREATE_COMPLETE of 1"],
    queues: ["conformance-packs-test-failed-evaluations"],
    roles: [FUNCTION],
    statements: [`config-${ACCOUNT}`],
};

describe("a run with rules in AWS Lambda that is killed", function () {
    this.timeout(240_000);

    const project = useProject();

    beforeEach(async () => {
        await project.beginAnew();
        writeRule("export const evaluate = () => compliant();");
        project.writePack("own", "rules:\n  bucket-named:\n");
        project.configure("packs: { own: {} }");
    });

    function writeRule(evaluate: string): void {
        const folder = join(project.folder, RULES_FOLDER, "bucket-named");
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, "rule.ts"), `import { compliant } from "#rule";\n\n${evaluate}\n`);
        writeFileSync(
            join(folder, "rule.yaml"),
            "description: Buckets have names.\nresourceTypes: [AWS::S3::Bucket]\n",
        );
    }

    async function inventory(): Promise<typeof EXPECTED> {
        const settings = {
            endpoint: project.endpoint,
            region: REGION,
            credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
            maxAttempts: 1,
        };
        const lambda = new LambdaClient(settings);
        const { kms, iam } = project.account;
        const { Aliases: aliases = [] } = await kms.send(new ListAliasesCommand({}));
        const { Keys: keys = [] } = await kms.send(new ListKeysCommand({}));
        const { Functions: functions = [] } = await lambda.send(new ListFunctionsCommand({}));
        const { Policy: policy = "{}" } = await lambda.send(new GetPolicyCommand({ FunctionName: FUNCTION }));
        const { logGroups = [] } = await new CloudWatchLogsClient(settings).send(new DescribeLogGroupsCommand({}));
        const { QueueUrls: queues = [] } = await new SQSClient(settings).send(new ListQueuesCommand({}));
        const { Roles: roles = [] } = await iam.send(new ListRolesCommand({ PathPrefix: "/" }));
        const states = await Promise.all(keys.map(({ KeyId: key = "" }) => project.account.keyState(key)));
        const { Statement: statements = [] } = JSON.parse(policy) as { Statement?: { Sid: string }[] };
        return {
            aliases: aliases
                .map(({ AliasName: name = "" }) => name)
                .filter((name) => !name.startsWith("alias/aws/"))
                .sort(),
            functions: functions.map(({ FunctionName: name = "" }) => name),
            keys: states.filter((state) => state === "Enabled").length,
            logGroups: logGroups.map(({ logGroupName: name = "", retentionInDays: days }) => `${name} ${String(days)}`),
            packs: Object.entries(await project.account.packs()).map(
                ([name, { state, rules }]) => `${name} ${state ?? ""} of ${rules.length}`,
            ),
            queues: queues.map((url) => url.split("/").at(-1) ?? ""),
            roles: roles.filter(({ Path: path }) => path === "/").map(({ RoleName: name = "" }) => name),
            statements: statements.map(({ Sid: id }) => id),
        };
    }

    for (const point of POINTS) {
        it(`is gone on with: ${describePoint(point)}`, async () => {
            assert.ok(await killAt(project, "up", point), "the run never got there");
            await project.up();
            assert.deepEqual(await inventory(), EXPECTED);
            assertChanges(await project.preview(), []);
        });
    }

    it("takes back the function with the code that the rule has by then", async () => {
        const point = { service: "lambda", operation: "CreateFunction", nth: 1, when: "after" } as const;
        assert.ok(await killAt(project, "up", { ...point, victims: "everything" }));
        const before = await codeHash();
        writeRule('export const evaluate = () => compliant("otherwise");');
        assert.match((await project.up()).printed, new RegExp(`the function ${FUNCTION} is this stack's own`));
        assert.notEqual(await codeHash(), before);
        assertChanges(await project.preview(), []);
    });

    async function codeHash(): Promise<string> {
        const lambda = new LambdaClient({
            endpoint: project.endpoint,
            region: REGION,
            credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
        });
        const { Functions: [found] = [] } = await lambda.send(new ListFunctionsCommand({}));
        return found?.CodeSha256 ?? "";
    }
});
