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
import { GetPolicyCommand, LambdaClient } from "@aws-sdk/client-lambda";
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
    let member = "";
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
    const resultsInMember = async (): Promise<readonly EvaluationResult[]> => {
        const config = new ConfigServiceClient(await memberSettings(management(), member));
        const { ConfigRules: rules } = await config.send(new DescribeConfigRulesCommand({}));
        const [rule] = rules ?? [];
        assert.equal(rules?.length, 1);
        assert.equal(
            rule?.Source?.SourceIdentifier,
            `arn:aws:lambda:${REGION}:${ACCOUNT}:function:conformance-packs-test-bucket-good`,
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
        configure(organization?.Id ?? "", await rootOf(organizations), [member]);
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
        const response = await fetch(new URL("/sandbox/configuration-items", project.endpoint), {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify({
                account: member,
                region: REGION,
                item: { resourceType: "AWS::S3::Bucket", resourceId: "bad-bucket" },
            }),
        });
        assert.equal(response.status, 201);
        const results = await resultsInMember();
        assert.deepEqual(
            results.map(({ Annotation }) => Annotation),
            [`Seen in ${member}.`],
        );
    });
});
