import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import {
    ConfigServiceClient,
    DescribeConfigRulesCommand,
    DescribeRemediationExceptionsCommand,
    DescribeRemediationExecutionStatusCommand,
    PutConfigRuleCommand,
    PutConformancePackCommand,
    PutExternalEvaluationCommand,
    PutOrganizationConformancePackCommand,
    PutRemediationConfigurationsCommand,
    PutRemediationExceptionsCommand,
    StartRemediationExecutionCommand,
} from "@aws-sdk/client-config-service";
import type { RemediationExecutionStatus } from "@aws-sdk/client-config-service";
import {
    AuthorizeSecurityGroupIngressCommand,
    CreateSecurityGroupCommand,
    CreateVpcCommand,
    DescribeSecurityGroupsCommand,
    EC2Client,
} from "@aws-sdk/client-ec2";
import { EnableAWSServiceAccessCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { parsePack } from "../../../lib/pack/parse.ts";
import { createRecorder, settledPack } from "../emulator/config-fixture.ts";
import { type ClientSettings, useEmulator } from "../emulator/emulator-fixture.ts";
import { createMember, createOrganization, memberSettings } from "../emulator/organization-fixture.ts";
import { createAutomationRole, createDocument, ownDocument, ROLE_NAME } from "./automation-fixture.ts";

const TYPE = "AWS::EC2::SecurityGroup";
const POLLS = 400;
const DOCUMENT = "DeleteUnattachedSecurityGroup";

/** A pack of the project, in the compact form, as AWS gets it. */
function packBody(role: string, more: string, document = `ConformancePacks-${DOCUMENT}`): string {
    const text = `rules:
  ec2-security-group-attached-to-eni:
    remediation:
      document: ${document}
      parameters: { AutomationAssumeRole: "${role}", GroupId: RESOURCE_ID, DryRun: "false" }
      ${more}
`;
    const { pack, diagnostics } = parsePack("packs/network.yaml", text);
    assert.deepEqual(diagnostics, []);
    return pack?.body ?? "";
}

describe("remediation by a document of our own", function () {
    this.timeout(60_000);
    const fixture = useEmulator();
    const config = (settings = fixture.settings()): ConfigServiceClient => new ConfigServiceClient(settings);
    const ec2 = (settings = fixture.settings()): EC2Client => new EC2Client(settings);
    let role = "";
    let rule = "";
    let group = "";

    beforeEach(async () => {
        await fixture.reset();
        await createRecorder(fixture.settings());
        role = await createAutomationRole(fixture.settings());
        await createDocument(fixture.settings(), ownDocument(DOCUMENT));
        group = await createGroup("unused");
    });

    const createGroup = async (name: string, settings?: ClientSettings): Promise<string> => {
        const { Vpc: vpc } = await ec2(settings).send(new CreateVpcCommand({ CidrBlock: "10.1.0.0/16" }));
        const made = { GroupName: name, Description: "of a test", VpcId: vpc?.VpcId };
        return (await ec2(settings).send(new CreateSecurityGroupCommand(made))).GroupId ?? "";
    };
    const exists = async (settings?: ClientSettings): Promise<boolean> => {
        const Filters = [{ Name: "group-id", Values: [group] }];
        const found = await ec2(settings).send(new DescribeSecurityGroupsCommand({ Filters }));
        return found.SecurityGroups?.length === 1;
    };
    const ruleName = async (client = config()): Promise<string> =>
        (await client.send(new DescribeConfigRulesCommand({}))).ConfigRules?.[0]?.ConfigRuleName ?? "";
    const deploy = async (body: string): Promise<void> => {
        await config().send(new PutConformancePackCommand({ ConformancePackName: "network", TemplateBody: body }));
        const status = await settledPack(config(), "network");
        assert.equal(status.ConformancePackState, "CREATE_COMPLETE", status.ConformancePackStatusReason);
        rule = await ruleName();
    };
    const evaluate = (compliance: "COMPLIANT" | "NON_COMPLIANT", client = config()): Promise<unknown> =>
        client.send(
            new PutExternalEvaluationCommand({
                ConfigRuleName: rule,
                ExternalEvaluation: {
                    ComplianceResourceType: TYPE,
                    ComplianceResourceId: group,
                    ComplianceType: compliance,
                    OrderingTimestamp: new Date(),
                },
            }),
        );
    const keys = (): { resourceType: typeof TYPE; resourceId: string }[] => [{ resourceType: TYPE, resourceId: group }];
    const statusOf = async (client = config()): Promise<RemediationExecutionStatus | undefined> => {
        const request = new DescribeRemediationExecutionStatusCommand({ ConfigRuleName: rule });
        return (await client.send(request)).RemediationExecutionStatuses?.[0];
    };
    /** Waits, for 20 seconds at most, until something is found. */
    const eventually = async <Found>(find: () => Promise<Found | undefined>): Promise<Found> => {
        for (let poll = 0; poll < POLLS; poll++) {
            const found = await find();
            if (found !== undefined) {
                return found;
            }
            await delay(50);
        }
        throw new Error("It has not come in 20 seconds.");
    };
    const ended = (client = config()): Promise<RemediationExecutionStatus> =>
        eventually(async () => {
            const status = await statusOf(client);
            return status?.State === "SUCCEEDED" || status?.State === "FAILED" ? status : undefined;
        });
    const steps = ({ StepDetails: details = [] }: RemediationExecutionStatus): string[] =>
        details.map(({ Name: name, State: state }) => `${name} ${state}`);

    it("puts the resource right that it is started for", async () => {
        await deploy(packBody(role, "automatic: false"));
        await evaluate("NON_COMPLIANT");
        await delay(600);
        assert.equal(await statusOf(), undefined, "it is not automatic");
        const start = new StartRemediationExecutionCommand({ ConfigRuleName: rule, ResourceKeys: keys() });
        assert.deepEqual((await config().send(start)).FailedItems ?? [], []);
        assert.deepEqual((await config().send(start)).FailedItems, keys(), "one is under way");
        const status = await ended();
        assert.equal(status.State, "SUCCEEDED");
        assert.deepEqual(status.ResourceKey, keys()[0]);
        assert.deepEqual(steps(status), [
            "InspectGroup SUCCEEDED",
            "ChooseByDecision SUCCEEDED",
            "DeleteGroup SUCCEEDED",
            "VerifyDeletion SUCCEEDED",
        ]);
        assert.equal(await exists(), false);
    });

    it("starts for no resource that complies", async () => {
        await deploy(packBody(role, "automatic: false"));
        await evaluate("COMPLIANT");
        const start = new StartRemediationExecutionCommand({ ConfigRuleName: rule, ResourceKeys: keys() });
        const answer = await config().send(start);
        assert.deepEqual(answer.FailedItems, keys());
        assert.match(answer.FailureMessage ?? "", /already compliant/);
        await assert.rejects(
            config().send(new StartRemediationExecutionCommand({ ConfigRuleName: "none", ResourceKeys: keys() })),
            { name: "NoSuchRemediationConfigurationException" },
        );
    });

    it("starts by itself where it is automatic", async () => {
        await deploy(packBody(role, "automatic: true"));
        await evaluate("NON_COMPLIANT");
        assert.equal((await ended()).State, "SUCCEEDED");
        assert.equal(await exists(), false);
    });

    it("tells the failing step and its message, and stops after its attempts", async () => {
        const peer = new CreateSecurityGroupCommand({ GroupName: "other", Description: "of a test" });
        const other = (await ec2().send(peer)).GroupId;
        const UserIdGroupPairs = [{ GroupId: group }];
        const IpPermissions = [{ IpProtocol: "tcp", FromPort: 443, ToPort: 443, UserIdGroupPairs }];
        await ec2().send(new AuthorizeSecurityGroupIngressCommand({ GroupId: other, IpPermissions }));
        await deploy(packBody(role, "automatic: true\n      attempts: 2\n      retrySeconds: 60"));
        await evaluate("NON_COMPLIANT");
        const exception = await eventually(async () => {
            const request = new DescribeRemediationExceptionsCommand({ ConfigRuleName: rule });
            return (await config().send(request)).RemediationExceptions?.[0];
        });
        assert.equal(exception.ResourceId, group);
        const status = await ended();
        assert.equal(status.State, "FAILED");
        assert.equal(steps(status)[0], "InspectGroup FAILED");
        const message = status.StepDetails?.[0]?.ErrorMessage ?? "";
        assert.match(message, /^Step fails when it is Poll action status for completion\. Traceback/);
        assert.match(message, new RegExp(`ValueError - ${group} \\(unused\\) is not deleted: ${other} refers to it`));
        const invoked = status.InvocationTime;
        await evaluate("NON_COMPLIANT");
        await delay(600);
        assert.deepEqual((await statusOf())?.InvocationTime, invoked, "an exception blocks further attempts");
        assert.equal(await exists(), true);
    });

    it("fails without a step where there is no such document", async () => {
        await deploy(packBody(role, "automatic: false", "No-Such-Document"));
        await evaluate("NON_COMPLIANT");
        await config().send(new StartRemediationExecutionCommand({ ConfigRuleName: rule, ResourceKeys: keys() }));
        const status = await ended();
        assert.equal(status.State, "FAILED");
        assert.deepEqual(steps(status), []);
    });

    it("takes exceptions for a rule of one's own, and none for a pack's", async () => {
        const key = { ResourceType: TYPE, ResourceId: group };
        const except = (ConfigRuleName: string): Promise<unknown> =>
            config().send(new PutRemediationExceptionsCommand({ ConfigRuleName, ResourceKeys: [key] }));
        await deploy(packBody(role, "automatic: false"));
        await evaluate("NON_COMPLIANT");
        await assert.rejects(except(rule), { name: "InvalidParameterValueException" });
        rule = "own";
        const Source = { Owner: "AWS", SourceIdentifier: "EC2_SECURITY_GROUP_ATTACHED_TO_ENI" } as const;
        await config().send(new PutConfigRuleCommand({ ConfigRule: { ConfigRuleName: rule, Source } }));
        await evaluate("NON_COMPLIANT");
        await except(rule);
        const fixed = (value: string): object => ({ StaticValue: { Values: [value] } });
        const configuration = {
            ConfigRuleName: rule,
            TargetType: "SSM_DOCUMENT",
            TargetId: `ConformancePacks-${DOCUMENT}`,
            Automatic: true,
            Parameters: {
                AutomationAssumeRole: fixed(role),
                DryRun: fixed("false"),
                GroupId: { ResourceValue: { Value: "RESOURCE_ID" } },
            },
        } as const;
        await config().send(new PutRemediationConfigurationsCommand({ RemediationConfigurations: [configuration] }));
        await delay(1_000);
        assert.equal(await statusOf(), undefined);
        assert.equal(await exists(), true);
    });

    it("acts with each member's own role in an organization's pack", async () => {
        await createOrganization(fixture.settings());
        const member = await createMember(fixture.settings(), "workload");
        const settings = await memberSettings(fixture.settings(), member);
        await createRecorder(settings, member);
        const own = await createAutomationRole(settings);
        assert.equal(own, `arn:aws:iam::${member}:role/${ROLE_NAME}`);
        await createDocument(settings, ownDocument(DOCUMENT));
        group = await createGroup("unused", settings);
        for (const ServicePrincipal of ["config-multiaccountsetup.amazonaws.com", "config.amazonaws.com"]) {
            const enable = new EnableAWSServiceAccessCommand({ ServicePrincipal });
            await new OrganizationsClient(fixture.settings()).send(enable);
        }
        await config().send(
            new PutOrganizationConformancePackCommand({
                OrganizationConformancePackName: "network",
                TemplateBody: packBody(role, "automatic: true"),
            }),
        );
        rule = await eventually(async () => (await ruleName(config(settings))) || undefined);
        await evaluate("NON_COMPLIANT", config(settings));
        assert.equal((await ended(config(settings))).State, "SUCCEEDED");
        assert.equal(await exists(settings), false);
    });
});
