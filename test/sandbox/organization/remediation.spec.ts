import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ActivateOrganizationsAccessCommand, CloudFormationClient } from "@aws-sdk/client-cloudformation";
import {
    ConfigServiceClient,
    DescribeConfigRulesCommand,
    DescribeRemediationConfigurationsCommand,
    DescribeRemediationExecutionStatusCommand,
    PutExternalEvaluationCommand,
} from "@aws-sdk/client-config-service";
import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { DescribeOrganizationCommand, MoveAccountCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import {
    CreateBucketCommand,
    DeletePublicAccessBlockCommand,
    GetPublicAccessBlockCommand,
    S3Client,
} from "@aws-sdk/client-s3";
import { DescribeDocumentCommand, SSMClient } from "@aws-sdk/client-ssm";
import { automationRoleName } from "../../../lib/remediation/automation-roles.ts";
import type { ClientSettings } from "../emulator/emulator-fixture.ts";
import { createMember, createOrganization, memberSettings } from "../emulator/organization-fixture.ts";
import { createUnit, rootOf } from "../emulator/stack-set-fixture.ts";
import { ACCOUNT } from "../end-to-end/account.ts";
import { assertChanges } from "../end-to-end/outcome.ts";
import { PROJECT, REGION, useProject } from "../end-to-end/project-fixture.ts";

const RULE = "s3-bucket-level-public-access-prohibited";
const DOCUMENT = "ConformancePacks-EnableBucketPublicAccessBlock";
const ROLE = automationRoleName("test", DOCUMENT);
const PACK = `rules:
  ${RULE}:
    remediation:
      document: ${DOCUMENT}
      parameters: { BucketName: RESOURCE_ID, DryRun: "false" }
      automatic: true
      attempts: 1
      retrySeconds: 60
      acknowledgeDestructive: Nobody reads our buckets without credentials.
`;

/** One and the same stack, step by step, in the management account of an organization with two members. */
describe("remediations of an organization's pack", function () {
    this.timeout(180_000);

    const project = useProject();
    const members = { first: "", later: "" };
    let root = "";
    let unit = "";

    const management = (): ClientSettings => ({
        endpoint: project.endpoint,
        region: REGION,
        credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
        maxAttempts: 1,
    });
    const settingsOf = (account: string): Promise<ClientSettings> =>
        account === ACCOUNT ? Promise.resolve(management()) : memberSettings(management(), account);

    before("make an organization", async () => {
        await createOrganization(management());
        await new CloudFormationClient(management()).send(new ActivateOrganizationsAccessCommand({}));
        const organizations = new OrganizationsClient(management());
        const { Organization: organization } = await organizations.send(new DescribeOrganizationCommand({}));
        root = await rootOf(organizations);
        unit = await createUnit(organizations, root, "workloads");
        members.first = await createMember(management(), "first");
        await move(members.first);
        cpSync(join(PROJECT, "packs", "documents"), join(project.folder, "packs", "documents"), { recursive: true });
        project.writePack("storage", PACK);
        project.configure(
            `account: "${ACCOUNT}"\norganization: { id: ${organization?.Id ?? ""} }\n` +
                `members: { units: [${unit}] }\n` +
                `packs: { storage: { target: organization, units: [${unit}] } }\n`,
        );
    });

    async function move(account: string): Promise<void> {
        await new OrganizationsClient(management()).send(
            new MoveAccountCommand({ AccountId: account, SourceParentId: root, DestinationParentId: unit }),
        );
    }

    /** Looks for half a minute at most. */
    async function eventually<Found>(what: string, look: () => Promise<Found | undefined>): Promise<Found> {
        for (let times = 0; times < 150; times++) {
            const found = await look();
            if (found !== undefined) {
                return found;
            }
            await delay(200);
        }
        throw new Error(`${what} has not come within half a minute`);
    }

    /** The pack's rule as the account names it. */
    async function ruleIn(account: string): Promise<string | undefined> {
        const config = new ConfigServiceClient(await settingsOf(account));
        const { ConfigRules: rules = [] } = await config.send(new DescribeConfigRulesCommand({}));
        return rules.map(({ ConfigRuleName: name = "" }) => name).find((name) => name.startsWith(RULE));
    }

    /** Whether the account has the role and the document, by their names. */
    async function equipmentOf(account: string): Promise<{ role: string | undefined; document: string | undefined }> {
        const settings = await settingsOf(account);
        const { Role: role } = await new IAMClient(settings).send(new GetRoleCommand({ RoleName: ROLE }));
        const { Document: document } = await new SSMClient(settings).send(
            new DescribeDocumentCommand({ Name: DOCUMENT }),
        );
        return { role: role?.Arn, document: document?.Owner };
    }

    async function isPutRight(account: string): Promise<void> {
        const settings = await settingsOf(account);
        const bucket = `open-${account}`;
        const s3 = new S3Client({ ...settings, forcePathStyle: true });
        const location = { CreateBucketConfiguration: { LocationConstraint: REGION } } as const;
        await s3.send(new CreateBucketCommand({ Bucket: bucket, ...location }));
        await s3.send(new DeletePublicAccessBlockCommand({ Bucket: bucket }));
        const config = new ConfigServiceClient(settings);
        const rule = await eventually("the rule", () => ruleIn(account));
        await config.send(
            new PutExternalEvaluationCommand({
                ConfigRuleName: rule,
                ExternalEvaluation: {
                    ComplianceResourceType: "AWS::S3::Bucket",
                    ComplianceResourceId: bucket,
                    ComplianceType: "NON_COMPLIANT",
                    OrderingTimestamp: new Date(),
                },
            }),
        );
        const state = await eventually("an execution that ends", async () => {
            const { RemediationExecutionStatuses: [status] = [] } = await config.send(
                new DescribeRemediationExecutionStatusCommand({ ConfigRuleName: rule }),
            );
            return status?.State === "SUCCEEDED" || status?.State === "FAILED" ? status : undefined;
        });
        assert.equal(state.State, "SUCCEEDED", JSON.stringify(state.StepDetails));
        const { PublicAccessBlockConfiguration: block } = await s3.send(
            new GetPublicAccessBlockCommand({ Bucket: bucket }),
        );
        assert.equal(block?.RestrictPublicBuckets, true);
    }

    it("bring role and document to every member, under the same names as in the stack's own account", async () => {
        const { changes } = await project.up();
        assert.ok(changes.includes(`create aws:ssm:Document ${DOCUMENT}`), changes.join("\n"));
        for (const account of [ACCOUNT, members.first]) {
            assert.deepEqual(await equipmentOf(account), {
                role: `arn:aws:iam::${account}:role/${ROLE}`,
                document: account,
            });
        }
    });

    it("name the role of the member that they run in", async () => {
        const rule = await eventually("the rule", () => ruleIn(members.first));
        const { RemediationConfigurations: [remediation] = [] } = await new ConfigServiceClient(
            await settingsOf(members.first),
        ).send(new DescribeRemediationConfigurationsCommand({ ConfigRuleNames: [rule] }));
        assert.deepEqual(remediation?.Parameters?.["AutomationAssumeRole"]?.StaticValue?.Values, [
            `arn:aws:iam::${members.first}:role/${ROLE}`,
        ]);
        assert.equal(remediation.TargetId, DOCUMENT);
    });

    it("put right what does not comply in a member", () => isPutRight(members.first));

    it("have nothing to do in another update", async () => {
        assertChanges(await project.up(), []);
    });

    it("find role and document in an account that joins later, before the pack does", async () => {
        members.later = await createMember(management(), "later");
        await move(members.later);
        const equipment = await eventually("role and document", async () => {
            try {
                return await equipmentOf(members.later);
            } catch {
                return undefined;
            }
        });
        assert.deepEqual(equipment, {
            role: `arn:aws:iam::${members.later}:role/${ROLE}`,
            document: members.later,
        });
    });
});
