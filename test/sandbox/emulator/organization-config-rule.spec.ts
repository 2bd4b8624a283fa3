import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import {
    ConfigServiceClient,
    DeleteConfigRuleCommand,
    DeleteOrganizationConfigRuleCommand,
    DescribeConfigRulesCommand,
    DescribeOrganizationConfigRulesCommand,
    DescribeOrganizationConfigRuleStatusesCommand,
    GetOrganizationConfigRuleDetailedStatusCommand,
    PutOrganizationConfigRuleCommand,
} from "@aws-sdk/client-config-service";
import type { ConfigRule, PutOrganizationConfigRuleCommandInput } from "@aws-sdk/client-config-service";
import { createRecorder } from "./config-fixture.ts";
import { ACCOUNT, useEmulator } from "./emulator-fixture.ts";
import { createMember, createOrganization, memberSettings } from "./organization-fixture.ts";

const OrganizationConfigRuleName = "root-mfa";

describe("AWS emulator: organization config rule", () => {
    const fixture = useEmulator();
    const config = (): ConfigServiceClient => new ConfigServiceClient(fixture.settings());
    const put = (input: Partial<PutOrganizationConfigRuleCommandInput>, client = config()): Promise<unknown> =>
        client.send(
            new PutOrganizationConfigRuleCommand({
                OrganizationConfigRuleName,
                OrganizationManagedRuleMetadata: { RuleIdentifier: "ROOT_ACCOUNT_MFA_ENABLED" },
                ...input,
            }),
        );
    const settled = async (): Promise<string | undefined> => {
        for (let attempt = 0; attempt < 200; attempt++) {
            const { OrganizationConfigRuleStatuses: statuses } = await config().send(
                new DescribeOrganizationConfigRuleStatusesCommand({}),
            );
            const status = statuses?.[0]?.OrganizationRuleStatus;
            if (!status?.endsWith("_IN_PROGRESS")) {
                return status;
            }
            await delay(50);
        }
        throw new Error("The organization rule is still in progress.");
    };
    const rulesIn = async (client: ConfigServiceClient): Promise<ConfigRule[]> =>
        (await client.send(new DescribeConfigRulesCommand({}))).ConfigRules ?? [];

    let account: string;
    let member: ConfigServiceClient;

    beforeEach(async () => {
        await fixture.reset();
        await createOrganization(fixture.settings());
        account = await createMember(fixture.settings(), "member");
        member = new ConfigServiceClient(await memberSettings(fixture.settings(), account));
        await createRecorder(fixture.settings());
    });

    it("reaches the members that record, and fails for one that does not", async () => {
        await put({});
        assert.equal(await settled(), "CREATE_FAILED");
        const { OrganizationConfigRuleDetailedStatus: statuses } = await config().send(
            new GetOrganizationConfigRuleDetailedStatusCommand({ OrganizationConfigRuleName }),
        );
        assert.equal(
            statuses?.find((status) => status.AccountId === account)?.ErrorCode,
            "NoAvailableConfigurationRecorderException",
        );
        await createRecorder(await memberSettings(fixture.settings(), account), account);
        await put({});
        assert.equal(await settled(), "UPDATE_SUCCESSFUL");
        const [rule] = await rulesIn(member);
        assert.match(rule?.ConfigRuleName ?? "", /^OrgConfigRule-root-mfa-\w{8}$/);
        await assert.rejects(member.send(new DeleteConfigRuleCommand({ ConfigRuleName: rule?.ConfigRuleName })), {
            name: "AccessDeniedException",
        });
    });

    it("leaves excluded accounts, and all of them when it is deleted", async () => {
        await createRecorder(await memberSettings(fixture.settings(), account), account);
        await put({});
        await settled();
        await put({ ExcludedAccounts: [ACCOUNT] });
        await settled();
        assert.deepEqual(await rulesIn(config()), []);
        assert.equal((await rulesIn(member)).length, 1);
        await config().send(new DeleteOrganizationConfigRuleCommand({ OrganizationConfigRuleName }));
        assert.equal(await settled(), undefined);
        assert.deepEqual(await rulesIn(member), []);
        await assert.rejects(
            config().send(
                new DescribeOrganizationConfigRulesCommand({
                    OrganizationConfigRuleNames: [OrganizationConfigRuleName],
                }),
            ),
            { name: "NoSuchOrganizationConfigRuleException" },
        );
    });

    it("takes Guard policies, and one kind of rule at a time", async () => {
        const OrganizationCustomPolicyRuleMetadata = {
            PolicyRuntime: "guard-2.x.x",
            PolicyText: "rule a when true { true }",
            OrganizationConfigRuleTriggerTypes: ["ConfigurationItemChangeNotification" as const],
            ResourceTypesScope: ["AWS::S3::Bucket"],
        };
        await assert.rejects(put({ OrganizationCustomPolicyRuleMetadata }), { name: "InvalidParameterValueException" });
        await put({
            OrganizationManagedRuleMetadata: undefined,
            OrganizationCustomPolicyRuleMetadata,
            ExcludedAccounts: [account],
        });
        assert.equal(await settled(), "CREATE_SUCCESSFUL");
        const [rule] = await rulesIn(config());
        assert.equal(rule?.Source?.Owner, "CUSTOM_POLICY");
        assert.deepEqual(rule?.Scope?.ComplianceResourceTypes, ["AWS::S3::Bucket"]);
    });

    it("takes calls from those who may only", async () => {
        await assert.rejects(put({}, member), { name: "OrganizationAccessDeniedException" });
    });
});
