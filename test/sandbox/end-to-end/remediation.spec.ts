import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import {
    ConfigServiceClient,
    DescribeConfigRulesCommand,
    DescribeRemediationExecutionStatusCommand,
    PutExternalEvaluationCommand,
    StartRemediationExecutionCommand,
} from "@aws-sdk/client-config-service";
import { GetRolePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import {
    CreateBucketCommand,
    DeletePublicAccessBlockCommand,
    GetPublicAccessBlockCommand,
    S3Client,
} from "@aws-sdk/client-s3";
import { DescribeDocumentCommand, SSMClient } from "@aws-sdk/client-ssm";
import { automationRoleName } from "../../../lib/remediation/automation-roles.ts";
import { type Ended, packsCommand } from "../packs-command.ts";
import { ACCOUNT } from "./account.ts";
import { assertChanges } from "./outcome.ts";
import { PROJECT, REGION, useProject } from "./project-fixture.ts";

const DOCUMENT = "ConformancePacks-EnableBucketPublicAccessBlock";
const ROLE = automationRoleName("test", DOCUMENT);
const PACK = `rules:
  s3-bucket-level-public-access-prohibited:
    remediation:
      document: ${DOCUMENT}
      parameters: { BucketName: RESOURCE_ID, DryRun: "false" }
      automatic: true
      attempts: 1
      retrySeconds: 60
      acknowledgeDestructive: Nobody reads our buckets without credentials.
  s3-bucket-public-read-prohibited:
    remediation:
      document: ${DOCUMENT}
      parameters: { BucketName: RESOURCE_ID, DryRun: "false" }
`;

describe("a pack with remediations by a document of the project's own", function () {
    this.timeout(180_000);

    const project = useProject();
    const settings = () => ({
        endpoint: project.endpoint,
        region: REGION,
        credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
    });
    const config = (): ConfigServiceClient => new ConfigServiceClient(settings());
    const s3 = (): S3Client => new S3Client({ ...settings(), forcePathStyle: true });
    const packs = (...words: string[]): Promise<Ended> =>
        packsCommand({ emulator: { endpoint: project.endpoint } }, project.folder, "remediation", ...words);

    const ruleNamed = async (name: string): Promise<string> => {
        const { ConfigRules: rules = [] } = await config().send(new DescribeConfigRulesCommand({}));
        return (
            rules.map((rule) => rule.ConfigRuleName ?? "").find((one) => one.startsWith(`${name}-conformance`)) ?? ""
        );
    };
    const evaluate = async (rule: string, bucket: string): Promise<void> => {
        await config().send(
            new PutExternalEvaluationCommand({
                ConfigRuleName: await ruleNamed(rule),
                ExternalEvaluation: {
                    ComplianceResourceType: "AWS::S3::Bucket",
                    ComplianceResourceId: bucket,
                    ComplianceType: "NON_COMPLIANT",
                    OrderingTimestamp: new Date(),
                },
            }),
        );
    };
    /** Looks for half a minute at most. */
    const eventually = async (look: () => Promise<boolean>): Promise<void> => {
        for (let times = 0; times < 150; times++) {
            if (await look()) {
                return;
            }
            await delay(200);
        }
        throw new Error("it has not come within half a minute");
    };
    const isClosed = async (bucket: string): Promise<boolean> => {
        try {
            const { PublicAccessBlockConfiguration: block } = await s3().send(
                new GetPublicAccessBlockCommand({ Bucket: bucket }),
            );
            return block?.BlockPublicPolicy === true && block.RestrictPublicBuckets === true;
        } catch {
            return false; // There is none yet.
        }
    };
    /** Of the last execution of a rule's remediation. */
    const stateOf = async (rule: string): Promise<string | undefined> => {
        const request = new DescribeRemediationExecutionStatusCommand({ ConfigRuleName: await ruleNamed(rule) });
        return (await config().send(request)).RemediationExecutionStatuses?.[0]?.State;
    };
    /** New buckets are closed. */
    const makeOpenBucket = async (bucket: string): Promise<void> => {
        const location = { CreateBucketConfiguration: { LocationConstraint: REGION } } as const;
        await s3().send(new CreateBucketCommand({ Bucket: bucket, ...location }));
        await s3().send(new DeletePublicAccessBlockCommand({ Bucket: bucket }));
    };
    const faults = async (description: Record<string, unknown> | undefined): Promise<void> => {
        const answer = await fetch(new URL("/sandbox/faults", project.endpoint), {
            method: description === undefined ? "DELETE" : "POST",
            ...(description && {
                headers: { "content-type": "application/json" },
                body: JSON.stringify(description),
            }),
        });
        assert.ok(answer.ok, await answer.text());
    };

    before(() => {
        cpSync(join(PROJECT, "packs", "documents"), join(project.folder, "packs", "documents"), { recursive: true });
        project.configure(`account: "${ACCOUNT}"\npacks: { storage: {} }\n`);
        project.writePack("storage", PACK);
    });

    it("is deployed with the document, and with a role that may do what its steps need", async () => {
        const { changes } = await project.up();
        assert.ok(changes.includes(`create aws:ssm:Document ${DOCUMENT}`), changes.join("\n"));
        const { Document: document } = await new SSMClient(settings()).send(
            new DescribeDocumentCommand({ Name: DOCUMENT }),
        );
        assert.equal(document?.DocumentType, "Automation");
        const { PolicyDocument: policy = "" } = await new IAMClient(settings()).send(
            new GetRolePolicyCommand({ RoleName: ROLE, PolicyName: ROLE }),
        );
        const { Statement: statements } = JSON.parse(decodeURIComponent(policy)) as {
            Statement: { Action: string[]; Resource: string[] }[];
        };
        assert.ok(statements.some(({ Action: actions }) => actions.includes("s3:PutBucketPublicAccessBlock")));
        statements.forEach(({ Resource: resources }) => {
            assert.ok(
                resources.every((one) => one.startsWith("arn:aws:")),
                policy,
            );
        });
    });

    it("is not changed by another update", async () => {
        assertChanges(await project.up(), []);
    });

    it("puts a bucket right by itself, as soon as it does not comply", async () => {
        await makeOpenBucket("open");
        assert.equal(await isClosed("open"), false);
        await evaluate("s3-bucket-level-public-access-prohibited", "open");
        await eventually(() => isClosed("open"));
        await eventually(async () => (await stateOf("s3-bucket-level-public-access-prohibited")) === "SUCCEEDED");
    });

    it("tells which step of a failed one failed, and why, and runs it once more", async () => {
        const rule = "s3-bucket-public-read-prohibited";
        await makeOpenBucket("later");
        await faults({ service: "s3", operation: "PutPublicAccessBlock", code: "AccessDenied", status: 403 });
        await evaluate(rule, "later");
        await config().send(
            new StartRemediationExecutionCommand({
                ConfigRuleName: await ruleNamed(rule),
                ResourceKeys: [{ resourceType: "AWS::S3::Bucket", resourceId: "later" }],
            }),
        );
        await eventually(async () => (await stateOf(rule)) === "FAILED");

        const told = await packs("status", "--stack", "test", "--fail-on-failed");
        assert.equal(told.code, 1, told.err);
        assert.match(told.out, /^2 rules with a remediation: 1 failed, 1 succeeded$/m);
        assert.match(told.out, new RegExp(`^storage/${rule} by ${DOCUMENT}: 1 resource failed$`, "m"));
        assert.match(told.out, /^ {2}in the step BlockPublicAccess: .*AccessDenied/m);
        assert.match(told.out, /^ {2}AWS::S3::Bucket\/later/m);
        assert.match(told.out, /a waiver keeps/);
        const json = await packs("status", "--stack", "test", "--output", "json", "--resource", "later");
        const { executions } = JSON.parse(json.out) as { executions: { state: string; step: string; pack: string }[] };
        assert.deepEqual(
            executions.map(({ state, step, pack }) => [state, step, pack]),
            [["FAILED", "BlockPublicAccess", "storage"]],
        );

        await faults(undefined);
        const asked = await packs("retry", "--stack", "test");
        assert.equal(asked.code, 2, asked.out);
        assert.match(asked.err, /--yes/);
        const dry = await packs("retry", "--stack", "test", "--dry-run");
        assert.equal(dry.code, 0, dry.err);
        assert.match(
            dry.out,
            /^1 remediation failed in account \d{12}:\n {2}storage\/.*: 1 resource {2}\(destructive: /,
        );
        assert.equal(await stateOf(rule), "FAILED");
        const retried = await packs("retry", "--stack", "test", "--pack", "storage", "--yes");
        assert.equal(retried.code, 0, retried.err);
        assert.match(retried.out, /^started for 1 resource/m);
        await eventually(async () => (await stateOf(rule)) === "SUCCEEDED");
        assert.equal(await isClosed("later"), true);
        const again = await packs("retry", "--stack", "test", "--yes");
        assert.match(again.out, /^nothing has failed/);
        assert.equal(again.code, 0);
    });

    it("goes with its document and its role", async () => {
        await project.destroy();
        await assert.rejects(new SSMClient(settings()).send(new DescribeDocumentCommand({ Name: DOCUMENT })));
    });
});
