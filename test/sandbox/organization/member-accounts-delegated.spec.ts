import assert from "node:assert/strict";
import {
    ActivateOrganizationsAccessCommand,
    CloudFormationClient,
    DescribeStackSetCommand,
} from "@aws-sdk/client-cloudformation";
import { ConfigServiceClient, DescribeConfigurationRecordersCommand } from "@aws-sdk/client-config-service";
import {
    DescribeOrganizationCommand,
    EnableAWSServiceAccessCommand,
    MoveAccountCommand,
    OrganizationsClient,
    RegisterDelegatedAdministratorCommand,
} from "@aws-sdk/client-organizations";
import type { ClientSettings } from "../emulator/emulator-fixture.ts";
import { createMember, createOrganization, memberSettings } from "../emulator/organization-fixture.ts";
import { createUnit, rootOf } from "../emulator/stack-set-fixture.ts";
import { ACCOUNT } from "../end-to-end/account.ts";
import { assertChanges } from "../end-to-end/outcome.ts";
import { REGION, useProject } from "../end-to-end/project-fixture.ts";
import { actInMember } from "./member-account.ts";
import { MemberProject } from "./member-project.ts";

const STACK_SETS = "member.org.stacksets.cloudformation.amazonaws.com";

describe("member accounts, rolled out to from a delegated administrator", function () {
    this.timeout(180_000);

    const project = useProject(new MemberProject());
    let administrator = "";
    let member = "";
    let management: ClientSettings;

    before("make an organization", async () => {
        management = {
            endpoint: project.endpoint,
            region: REGION,
            credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
            maxAttempts: 1,
        };
        await createOrganization(management);
        await new CloudFormationClient(management).send(new ActivateOrganizationsAccessCommand({}));
        const organizations = new OrganizationsClient(management);
        const root = await rootOf(organizations);
        const unit = await createUnit(organizations, root, "everyone");
        [administrator, member] = [await createMember(management, "audit"), await createMember(management, "workload")];
        for (const account of [administrator, member]) {
            await organizations.send(
                new MoveAccountCommand({ AccountId: account, SourceParentId: root, DestinationParentId: unit }),
            );
        }
        await organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal: STACK_SETS }));
        await organizations.send(
            new RegisterDelegatedAdministratorCommand({ AccountId: administrator, ServicePrincipal: STACK_SETS }),
        );
        const { Organization: organization } = await organizations.send(new DescribeOrganizationCommand({}));
        project.configure(
            `account: "${administrator}"\n` +
                `organization: { id: ${organization?.Id ?? ""}, managementAccount: "${ACCOUNT}" }\n` +
                `members: { units: [${unit}] }\n`,
        );
        project.member = await actInMember(project.endpoint, administrator);
    });

    after(() => project.member?.close());

    async function recorderOf(settings: ClientSettings): Promise<string | undefined> {
        const { ConfigurationRecorders: [recorder] = [] } = await new ConfigServiceClient(settings).send(
            new DescribeConfigurationRecordersCommand({}),
        );
        return recorder?.name;
    }

    it("get a recorder; the administrator, a member too, keeps the stack's own, and the management account gets none", async () => {
        const { changes } = await project.up();
        assert.equal(await recorderOf(await memberSettings(management, member)), "conformance-packs-test");
        assert.equal(await recorderOf(await memberSettings(management, administrator)), "default");
        assert.equal(await recorderOf(management), undefined);
        // The administrator has the roles from the StackSet, as every member.
        assert.deepEqual(
            changes.filter((change) => change.includes("aws:iam:Role ")),
            [],
        );
        assertChanges(await project.preview(), []);
        assertChanges(await project.refresh(), []);
    });

    it("are in StackSets of the management account, which acts for the administrator", async () => {
        const { StackSet: stackSet } = await new CloudFormationClient(management).send(
            new DescribeStackSetCommand({ StackSetName: "conformance-packs-test-members-global" }),
        );
        assert.equal(stackSet?.StackSetARN?.split(":")[4], ACCOUNT);
    });

    it("leave with the stack all but what records", async () => {
        await project.destroy();
        assert.equal(await recorderOf(await memberSettings(management, member)), "conformance-packs-test");
        assert.equal(await recorderOf(await memberSettings(management, administrator)), undefined);
    });
});
