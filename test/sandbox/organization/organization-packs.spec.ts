import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import {
    ConfigServiceClient,
    DescribeConfigRulesCommand,
    DescribeConfigurationAggregatorsCommand,
    DescribeOrganizationConformancePackStatusesCommand,
    GetOrganizationConformancePackDetailedStatusCommand,
} from "@aws-sdk/client-config-service";
import { ListAttachedRolePoliciesCommand } from "@aws-sdk/client-iam";
import {
    CreateOrganizationalUnitCommand,
    ListRootsCommand,
    MoveAccountCommand,
    OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { startRecording } from "../emulator/config-fixture.ts";
import type { ClientSettings } from "../emulator/emulator-fixture.ts";
import { createMember, createOrganization, memberSettings } from "../emulator/organization-fixture.ts";
import { ACCOUNT } from "../end-to-end/account.ts";
import { assertChanges, assertNoStackTrace } from "../end-to-end/outcome.ts";
import { packOf, REGION, useProject } from "../end-to-end/project-fixture.ts";

const PACK = "aws:cfg:OrganizationConformancePack baseline";

/** One and the same stack, step by step, in an organization of a management account and three members. */
describe("organization conformance packs, deployed from the management account", function () {
    this.timeout(120_000);

    const project = useProject();
    const members = { recordingFirst: "", recordingSecond: "", without: "" };

    before("make an organization", async () => {
        const settings = management();
        await createOrganization(settings);
        const organizations = new OrganizationsClient(settings);
        const { Roots: [root] = [] } = await organizations.send(new ListRootsCommand({}));
        const { OrganizationalUnit: unit } = await organizations.send(
            new CreateOrganizationalUnitCommand({ ParentId: root?.Id, Name: "workloads" }),
        );
        for (const name of ["recordingFirst", "recordingSecond", "without"] as const) {
            members[name] = await createMember(settings, name.toLowerCase());
        }
        for (const account of [members.recordingFirst, members.without]) {
            await organizations.send(
                new MoveAccountCommand({ AccountId: account, SourceParentId: root?.Id, DestinationParentId: unit?.Id }),
            );
        }
        for (const account of [members.recordingFirst, members.recordingSecond]) {
            await startRecording(await memberSettings(settings, account), account);
        }
        writeBaseline({ "root-mfa": "ROOT_ACCOUNT_MFA_ENABLED" });
    });

    function management(): ClientSettings {
        return {
            endpoint: project.endpoint,
            region: REGION,
            credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
            maxAttempts: 1,
        };
    }

    function writeBaseline(rules: Readonly<Record<string, string>>): void {
        project.writePack("baseline", packOf(rules));
    }

    function configure(pack: string | undefined): void {
        const packs = pack === undefined ? "packs: {}" : `packs:\n  baseline: { target: organization, ${pack} }`;
        project.configure(`${packs}\naggregators:\n  everyone: { organization: true }\n`);
    }

    /** The rules in an account as it sees them itself, without the suffixes of AWS Config; none where it has none. */
    async function rulesIn(account: string): Promise<string[]> {
        const settings = account === ACCOUNT ? management() : await memberSettings(management(), account);
        const { ConfigRules: rules = [] } = await new ConfigServiceClient(settings).send(
            new DescribeConfigRulesCommand({}),
        );
        return rules.map(({ ConfigRuleName: name = "" }) => name.replace(/-conformance-pack-.*/, "")).sort();
    }

    async function rulesEverywhere(): Promise<string[][]> {
        const accounts = [ACCOUNT, members.recordingFirst, members.recordingSecond, members.without];
        return Promise.all(accounts.map(rulesIn));
    }

    /** Waits, for ten seconds at most, until AWS is no longer at work on the pack. */
    async function settled(): Promise<void> {
        const config = new ConfigServiceClient(management());
        for (let attempt = 0; attempt < 100; attempt++) {
            const { OrganizationConformancePackStatuses: [status] = [] } = await config.send(
                new DescribeOrganizationConformancePackStatusesCommand({}),
            );
            if (status?.Status?.endsWith("_IN_PROGRESS") !== true) {
                return;
            }
            await delay(100);
        }
        throw new Error("the pack is still in progress");
    }

    it("fail where a member does not record, name the account and the reason, and reach the others", async () => {
        configure("");
        const failed = await project.failing("up");
        assert.deepEqual(failed.failed, [`create ${PACK}`]);
        assert.match(
            failed.errors,
            new RegExp(
                `Account ID \\(${members.without}\\): NoAvailableConfigurationRecorderException: ` +
                    `The account ${members.without} has no configuration recorder in ${REGION}`,
            ),
        );
        assertNoStackTrace(failed);
        assert.deepEqual(await rulesEverywhere(), [["root-mfa"], ["root-mfa"], ["root-mfa"], []]);
    });

    it("go on once that member is excluded, and then have nothing to do", async () => {
        configure(`excludedAccounts: ["${members.without}"]`);
        assertChanges(await project.up(), [`update ${PACK}`]);
        assert.deepEqual(await rulesEverywhere(), [["root-mfa"], ["root-mfa"], ["root-mfa"], []]);
        assertChanges(await project.preview(), []);
    });

    it("come with an aggregator of the organization and the role that it needs", async () => {
        const account = project.account;
        const { ConfigurationAggregators: aggregators = [] } = await account.config.send(
            new DescribeConfigurationAggregatorsCommand({}),
        );
        const [source] = aggregators.map((aggregator) => aggregator.OrganizationAggregationSource);
        assert.equal(aggregators[0]?.ConfigurationAggregatorName, "everyone");
        assert.equal(source?.AllAwsRegions, true);
        const role = source?.RoleArn?.split("/").at(-1);
        const { AttachedPolicies: policies = [] } = await account.iam.send(
            new ListAttachedRolePoliciesCommand({ RoleName: role }),
        );
        assert.deepEqual(
            policies.map(({ PolicyArn: arn }) => arn),
            ["arn:aws:iam::aws:policy/service-role/AWSConfigRoleForOrganizations"],
        );
    });

    it("carry a changed template to every member", async () => {
        writeBaseline({ "root-keys": "IAM_ROOT_ACCESS_KEY_CHECK", "root-mfa": "ROOT_ACCOUNT_MFA_ENABLED" });
        assertChanges(await project.up(), [`update ${PACK}`]);
        const both = ["root-keys", "root-mfa"];
        assert.deepEqual(await rulesEverywhere(), [both, both, both, []]);
    });

    it("leave a member that becomes excluded", async () => {
        configure(`excludedAccounts: ["${members.without}", "${members.recordingSecond}"]`);
        assertChanges(await project.up(), [`update ${PACK}`]);
        const both = ["root-keys", "root-mfa"];
        assert.deepEqual(await rulesEverywhere(), [both, both, [], []]);
    });

    it("fail when their own time is up, and go on with more of it", async () => {
        const excluded = `excludedAccounts: ["${members.without}"]`;
        // The emulator takes 0.3 seconds for a pack in a member, and then again for the organization's.
        configure(`${excluded}, timeouts: { update: 0.1s }`);
        const failed = await project.failing("up");
        assert.deepEqual(failed.failed, [`update ${PACK}`]);
        assert.match(failed.errors, /timeout while waiting for state to become 'UPDATE_SUCCESSFUL'/);
        await settled();

        configure(`${excluded}, timeouts: { update: 1m }`);
        assertChanges(await project.up(), [`update ${PACK}`]);
        assertChanges(await project.preview(), []);
        const both = ["root-keys", "root-mfa"];
        assert.deepEqual(await rulesEverywhere(), [both, both, both, []]);
    });

    it("go from every member with the pack's entry", async () => {
        configure(undefined);
        assertChanges(await project.up(), [`delete ${PACK}`]);
        assert.deepEqual(await rulesEverywhere(), [[], [], [], []]);
    });

    it("go from every member with the stack", async () => {
        configure(`excludedAccounts: ["${members.without}"]`);
        assertChanges(await project.up(), [`create ${PACK}`]);
        const { OrganizationConformancePackDetailedStatuses: reached = [] } = await project.account.config.send(
            new GetOrganizationConformancePackDetailedStatusCommand({ OrganizationConformancePackName: "baseline" }),
        );
        assert.deepEqual(
            reached.map(({ AccountId: account, Status: status }) => `${account} ${status}`).sort(),
            [ACCOUNT, members.recordingFirst, members.recordingSecond].sort().map((id) => `${id} CREATE_SUCCESSFUL`),
        );
        const { changes } = await project.destroy();
        assert.ok(changes.includes(`delete ${PACK}`));
        assert.ok(changes.includes("delete aws:cfg:ConfigurationAggregator everyone"));
        assert.ok(changes.includes("delete aws:iam:Role everyone-role"));
        assert.deepEqual(await rulesEverywhere(), [[], [], [], []]);
    });
});
