import assert from "node:assert/strict";
import { CloudFormationClient, DescribeOrganizationsAccessCommand } from "@aws-sdk/client-cloudformation";
import {
    ConfigServiceClient,
    DescribeConfigRulesCommand,
    DescribeConfigurationAggregatorsCommand,
    DescribeOrganizationConformancePacksCommand,
} from "@aws-sdk/client-config-service";
import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
    EnableAWSServiceAccessCommand,
    ListAWSServiceAccessForOrganizationCommand,
    ListDelegatedAdministratorsCommand,
    OrganizationsClient,
    RegisterDelegatedAdministratorCommand,
} from "@aws-sdk/client-organizations";
import { startRecording } from "../emulator/config-fixture.ts";
import type { ClientSettings } from "../emulator/emulator-fixture.ts";
import { createMember, createOrganization, memberSettings } from "../emulator/organization-fixture.ts";
import { ACCOUNT } from "../end-to-end/account.ts";
import { assertChanges, assertNoStackTrace } from "../end-to-end/outcome.ts";
import { packOf, REGION, useProject } from "../end-to-end/project-fixture.ts";
import { actInMember } from "./member-account.ts";
import { MemberProject } from "./member-project.ts";

const SERVICES = [
    "config.amazonaws.com",
    "config-multiaccountsetup.amazonaws.com",
    "member.org.stacksets.cloudformation.amazonaws.com",
];
const ROLES = [
    "AWSServiceRoleForCloudFormationStackSetsOrgAdmin",
    "AWSServiceRoleForConfigMultiAccountSetup",
    "AWSServiceRoleForConfigConforms",
];

/** The stack of the management account first, then one of the account that it delegates to. */
describe("a delegated administrator", function () {
    this.timeout(180_000);

    const project = useProject(new MemberProject());
    let settings: ClientSettings;
    let delegate: string;
    let workload: string;

    before("make an organization", async () => {
        settings = {
            endpoint: project.endpoint,
            region: REGION,
            credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
            maxAttempts: 1,
        };
        await createOrganization(settings);
        delegate = await createMember(settings, "security");
        workload = await createMember(settings, "workload");
        await startRecording(await memberSettings(settings, workload), workload);
        project.writePack("baseline", packOf({ "root-mfa": "ROOT_ACCOUNT_MFA_ENABLED" }));
    });

    after(() => project.member?.close());

    function administer(delegatedAdministrator: string): void {
        project.configure(
            `organization:\n  managementAccount: "${ACCOUNT}"\n  serviceAccess: create\n` +
                `  delegatedAdministrator: { account: "${delegate}"${delegatedAdministrator} }\n`,
        );
    }

    async function trusted(): Promise<string[]> {
        const { EnabledServicePrincipals: found = [] } = await new OrganizationsClient(settings).send(
            new ListAWSServiceAccessForOrganizationCommand({}),
        );
        return found.map(({ ServicePrincipal: service = "" }) => service).sort();
    }

    /** Services that are delegated, with the account. */
    async function delegated(): Promise<string[]> {
        const organizations = new OrganizationsClient(settings);
        const found: string[] = [];
        for (const service of SERVICES) {
            const { DelegatedAdministrators: accounts = [] } = await organizations.send(
                new ListDelegatedAdministratorsCommand({ ServicePrincipal: service }),
            );
            found.push(...accounts.map(({ Id: account = "" }) => `${service} ${account}`));
        }
        return found;
    }

    const created = (): string[] => [
        ...SERVICES.map((service) => `create aws:organizations:AwsServiceAccess ${service}`),
        ...SERVICES.map((service) => `create aws:organizations:DelegatedAdministrator ${delegate}-${service}`),
        ...ROLES.map((role) => `create aws:iam:ServiceLinkedRole ${role}`),
    ];

    it("is told apart from the management account by AWS, before anything is made", async () => {
        project.configure(
            'organization:\n  managementAccount: "999999999999"\n  serviceAccess: create\n' +
                `  delegatedAdministrator: { account: "${ACCOUNT}" }\n`,
        );
        const failed = await project.failing("up");
        assert.match(failed.errors, /only the management account, 999999999999/);
        assert.match(failed.errors, /cannot delegate that to itself/);
        assertNoStackTrace(failed);
        assert.deepEqual(await trusted(), []);
    });

    it("is made by the management account's stack, which changes nothing when it runs again", async () => {
        administer("");
        const { changes } = await project.up();
        assert.deepEqual(
            created().filter((change) => !changes.includes(change)),
            [],
        );
        assert.deepEqual(await trusted(), [...SERVICES].sort());
        assert.deepEqual(
            await delegated(),
            SERVICES.map((service) => `${service} ${delegate}`),
        );
        for (const RoleName of ROLES) {
            await new IAMClient(settings).send(new GetRoleCommand({ RoleName }));
        }
        const access = await new CloudFormationClient(settings).send(new DescribeOrganizationsAccessCommand({}));
        assert.equal(access.Status, "ENABLED", "StackSets need the access, and a role besides");
        assertChanges(await project.preview(), []);
    });

    it("is gone with that stack, and access and roles are not; the next run goes on with them", async () => {
        const { changes } = await project.destroy();
        assert.ok(changes.includes(`delete aws:organizations:DelegatedAdministrator ${delegate}-${SERVICES[0]}`));
        assert.deepEqual(await delegated(), []);
        assert.deepEqual(await trusted(), [...SERVICES].sort());

        const again = await project.up();
        assert.ok(again.changes.includes(`import aws:iam:ServiceLinkedRole ${ROLES[0]}`));
        assert.equal((await delegated()).length, 3);
        assertChanges(await project.preview(), []);
    });

    it("deploys organization packs and an aggregator of the organization from an account of its own", async () => {
        // Another stack, with a state of its own.
        project.forget();
        project.member = await actInMember(project.managementEndpoint, delegate);
        project.configure(
            `organization: { managementAccount: "${ACCOUNT}" }\n` +
                "packs:\n  baseline: { target: organization }\n" +
                "aggregators:\n  everyone: { organization: true }\n",
        );
        await project.up();
        assertChanges(await project.preview(), []);

        const member = project.account.config;
        const { OrganizationConformancePacks: packs = [] } = await member.send(
            new DescribeOrganizationConformancePacksCommand({}),
        );
        assert.deepEqual(
            packs.map(({ OrganizationConformancePackArn: arn }) => arn?.split(":")[4]),
            [delegate],
        );
        const { ConfigurationAggregators: aggregators = [] } = await member.send(
            new DescribeConfigurationAggregatorsCommand({}),
        );
        assert.equal(aggregators[0]?.OrganizationAggregationSource?.RoleArn?.split(":")[4], delegate);
        const { ConfigRules: rules = [] } = await new ConfigServiceClient(
            await memberSettings(settings, workload),
        ).send(new DescribeConfigRulesCommand({}));
        assert.equal(rules.length, 1, "the pack reaches another member");
    });
});

describe("a delegated administrator that exists already", function () {
    this.timeout(180_000);

    const project = useProject(new MemberProject());
    let delegate: string;

    before("make an organization with one delegation", async () => {
        const settings = {
            endpoint: project.endpoint,
            region: REGION,
            credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
            maxAttempts: 1,
        };
        await createOrganization(settings);
        delegate = await createMember(settings, "security");
        const organizations = new OrganizationsClient(settings);
        const service = { ServicePrincipal: "config.amazonaws.com" };
        await organizations.send(new EnableAWSServiceAccessCommand(service));
        await organizations.send(new RegisterDelegatedAdministratorCommand({ AccountId: delegate, ...service }));
    });

    it("is not taken for the stack's own: the failure names the line that adopts it", async () => {
        project.configure(
            `organization:\n  serviceAccess: create\n  delegatedAdministrator: { account: "${delegate}" }\n`,
        );
        const failed = await project.failing("up");
        assert.ok(
            failed.failed.includes(`create aws:organizations:DelegatedAdministrator ${delegate}-config.amazonaws.com`),
        );
        assert.match(
            failed.errors,
            new RegExp(`organization: \\{ delegatedAdministrator: \\{ mode: adopt, account: "${delegate}" \\} \\}`),
        );
    });

    it("is adopted, with what is missing beside it, and outlives the stack", async () => {
        project.configure(
            "organization:\n  serviceAccess: adopt\n" +
                `  delegatedAdministrator: { mode: adopt, account: "${delegate}" }\n`,
        );
        const { changes } = await project.up();
        assert.ok(
            changes.includes(`import aws:organizations:DelegatedAdministrator ${delegate}-config.amazonaws.com`),
            changes.join("\n"),
        );
        assertChanges(await project.preview(), []);
        await project.destroy();
        const { DelegatedAdministrators: left = [] } = await new OrganizationsClient({
            endpoint: project.endpoint,
            region: REGION,
            credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
        }).send(new ListDelegatedAdministratorsCommand({ ServicePrincipal: "config.amazonaws.com" }));
        assert.deepEqual(
            left.map(({ Id: account }) => account),
            [delegate],
        );
    });
});
