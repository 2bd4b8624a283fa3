import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ActivateOrganizationsAccessCommand, CloudFormationClient } from "@aws-sdk/client-cloudformation";
import {
    ConfigServiceClient,
    DescribeConfigRulesCommand,
    type EvaluationResult,
    GetComplianceDetailsByConfigRuleCommand,
} from "@aws-sdk/client-config-service";
import { GetFunctionCommand, GetPolicyCommand, LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { DescribeOrganizationCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { RULES_FOLDER } from "../../../lib/rules/find.ts";
import type { ClientSettings } from "../emulator/emulator-fixture.ts";
import { createMember, createOrganization, memberSettings } from "../emulator/organization-fixture.ts";
import { rootOf } from "../emulator/stack-set-fixture.ts";
import { ACCOUNT } from "../end-to-end/account.ts";
import { REGION, useProject } from "../end-to-end/project-fixture.ts";

const RULE = `import { compliant, type ConfigurationItem, type Context, type Evaluation, nonCompliant } from "#rule";

export function evaluate({ resourceId }: ConfigurationItem, _: object, { accountId }: Context): Evaluation {
    return resourceId.startsWith("good") ? compliant() : nonCompliant(\`Seen in \${accountId}.\`);
}
`;

/** The function is in the management account, and the rule in each member: one evaluates, the other shows the result. */
describe("rules in AWS Lambda of an organization's pack", function () {
    this.timeout(240_000);

    const project = useProject();
    let [member, organizationId, root] = ["", "", ""];
    const management = (): ClientSettings => ({
        endpoint: project.endpoint,
        region: REGION,
        credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
        maxAttempts: 1,
    });
    const configure = (organizationId: string, root: string, accounts: readonly string[]): void => {
        project.configure(
            [
                `account: "${ACCOUNT}"`,
                `organization: { id: ${organizationId} }`,
                `members: { units: [${root}] }`,
                `ruleFunctions: { memberAccounts: [${accounts.map((one) => `"${one}"`).join(", ")}] }`,
                "packs: { own: { target: organization } }",
            ].join("\n"),
        );
    };
    const resultsInMember = async (owner: string): Promise<readonly EvaluationResult[]> => {
        const config = new ConfigServiceClient(await memberSettings(management(), member));
        const { ConfigRules: rules } = await config.send(new DescribeConfigRulesCommand({}));
        const [rule] = rules ?? [];
        assert.equal(rules?.length, 1);
        assert.equal(
            rule?.Source?.SourceIdentifier,
            `arn:aws:lambda:${REGION}:${owner}:function:conformance-packs-test-bucket-good`,
        );
        for (let attempt = 0; attempt < 300; attempt++) {
            const { EvaluationResults: results = [] } = await config.send(
                new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName: rule.ConfigRuleName ?? "" }),
            );
            if (results.some(({ ComplianceType: compliance }) => compliance === "NON_COMPLIANT")) {
                return results;
            }
            await delay(100);
        }
        throw new Error("the member never had a result");
    };

    const recordInMember = async (resourceId: string): Promise<void> => {
        const response = await fetch(new URL("/sandbox/configuration-items", project.endpoint), {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify({
                account: member,
                region: REGION,
                item: { resourceType: "AWS::S3::Bucket", resourceId },
            }),
        });
        assert.equal(response.status, 201);
    };

    before("deploy to an organization", async () => {
        await createOrganization(management());
        await new CloudFormationClient(management()).send(new ActivateOrganizationsAccessCommand({}));
        const organizations = new OrganizationsClient(management());
        const { Organization: organization } = await organizations.send(new DescribeOrganizationCommand({}));
        member = await createMember(management(), "workload");
        const folder = join(project.folder, RULES_FOLDER, "bucket-good");
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, "rule.ts"), RULE);
        writeFileSync(join(folder, "rule.yaml"), "description: Buckets are good.\nresourceTypes: [AWS::S3::Bucket]\n");
        project.writePack("own", "rules:\n  bucket-good:\n");
        organizationId = organization?.Id ?? "";
        root = await rootOf(organizations);
        configure(organizationId, root, [member]);
        await project.up();
    });

    it("let AWS Config of each account invoke the function", async () => {
        const { Policy: policy = "" } = await new LambdaClient(management()).send(
            new GetPolicyCommand({ FunctionName: "conformance-packs-test-bucket-good" }),
        );
        const { Statement: statements } = JSON.parse(policy) as { Statement: { Condition: unknown }[] };
        assert.deepEqual(
            // Permissions are made side by side.
            new Set(statements.map(({ Condition }) => JSON.stringify(Condition))),
            new Set([ACCOUNT, member].map((one) => JSON.stringify({ StringEquals: { "AWS:SourceAccount": one } }))),
        );
    });

    it("are evaluated here, and the member has the result", async () => {
        await recordInMember("bad-bucket");
        const results = await resultsInMember(ACCOUNT);
        assert.deepEqual(
            results.map(({ Annotation }) => Annotation),
            [`Seen in ${member}.`],
        );
    });

    it("are evaluated by the member's own function where nothing lists it", async () => {
        configure(organizationId, root, []);
        await project.up();
        const lambda = new LambdaClient(await memberSettings(management(), member));
        const FunctionName = "conformance-packs-test-bucket-good";
        const { Configuration: found } = await lambda.send(new GetFunctionCommand({ FunctionName }));
        assert.equal(found?.Environment, undefined);
        assert.deepEqual(
            [found?.Architectures, found?.Runtime, found?.DeadLetterConfig?.TargetArn],
            [["arm64"], "nodejs24.x", `arn:aws:sqs:${REGION}:${member}:conformance-packs-test-member-failures`],
        );
        const { Policy: policy = "" } = await lambda.send(new GetPolicyCommand({ FunctionName }));
        const { Statement: statements } = JSON.parse(policy) as { Statement: { Condition: unknown }[] };
        assert.deepEqual(
            statements.map(({ Condition }) => Condition),
            [{ StringEquals: { "AWS:SourceAccount": member } }],
        );
        await recordInMember("worse-bucket");
        const results = await resultsInMember(member);
        assert.ok(results.some(({ Annotation: annotation }) => annotation === `Seen in ${member}.`));
    });

    it("leave nothing in members when the stack goes", async () => {
        await project.destroy();
        const lambda = new LambdaClient(await memberSettings(management(), member));
        const { Functions: functions = [] } = await lambda.send(new ListFunctionsCommand({}));
        assert.deepEqual(
            functions.filter(({ FunctionName: name }) => name === "conformance-packs-test-bucket-good"),
            [],
        );
    });
});
