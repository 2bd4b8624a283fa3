import assert from "node:assert/strict";
import {
    ActivateOrganizationsAccessCommand,
    CloudFormationClient,
    CreateStackInstancesCommand,
    DeleteStackInstancesCommand,
    DeleteStackSetCommand,
    DescribeOrganizationsAccessCommand,
    DescribeStackInstanceCommand,
    DescribeStackSetCommand,
    DescribeStacksCommand,
    ListStackSetsCommand,
    UpdateStackSetCommand,
} from "@aws-sdk/client-cloudformation";
import type { AutoDeployment, StackSetOperationPreferences } from "@aws-sdk/client-cloudformation";
import {
    ConfigServiceClient,
    DescribeConfigurationRecordersCommand,
    DescribeConfigurationRecorderStatusCommand,
    PutConfigurationRecorderCommand,
} from "@aws-sdk/client-config-service";
import { CreateServiceLinkedRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
    AcceptHandshakeCommand,
    EnableAWSServiceAccessCommand,
    InviteAccountToOrganizationCommand,
    MoveAccountCommand,
    OrganizationsClient,
    RegisterDelegatedAdministratorCommand,
    RemoveAccountFromOrganizationCommand,
} from "@aws-sdk/client-organizations";
import { createBucket, serviceLinkedRole } from "./config-fixture.ts";
import { ACCOUNT, REGION, useEmulator } from "./emulator-fixture.ts";
import { createMember, createOrganization, memberSettings } from "./organization-fixture.ts";
import { template } from "./stack-fixture.ts";
import {
    createStackSet,
    createUnit,
    deployTo,
    endedOperation,
    GLOBAL_TEMPLATE,
    instancesOf,
    lastOperation,
    REGIONAL_TEMPLATE,
    resultsOf,
    rootOf,
} from "./stack-set-fixture.ts";

const BUCKET = "central-history";
const INVITED = "999988887777";
const STACKSETS = "member.org.stacksets.cloudformation.amazonaws.com";
const AUTOMATIC: AutoDeployment = { Enabled: true, RetainStacksOnAccountRemoval: true };
const MANUAL: AutoDeployment = { Enabled: false };
const LOG_GROUP = template({ Group: { Type: "AWS::Logs::LogGroup", Properties: { LogGroupName: "probe" } } });

/** A function that looks which recorders the account has already. */
const RECORDER_PROBE = template(
    {
        Role: {
            Type: "AWS::IAM::Role",
            Properties: {
                AssumeRolePolicyDocument: {
                    Version: "2012-10-17",
                    Statement: [
                        { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
                    ],
                },
            },
        },
        Function: {
            Type: "AWS::Lambda::Function",
            Properties: {
                Handler: "index.handler",
                Runtime: "nodejs24.x",
                Timeout: 20,
                Role: { "Fn::GetAtt": ["Role", "Arn"] },
                Code: {
                    ZipFile: `
                        const { ConfigService } = require("@aws-sdk/client-config-service");
                        exports.handler = async (event) => {
                            const { StackId, RequestId, LogicalResourceId } = event;
                            const { ConfigurationRecorders } = await new ConfigService({}).describeConfigurationRecorders();
                            const Data = { Names: ConfigurationRecorders.map(({ name }) => name).join() };
                            const answer = { Status: "SUCCESS", PhysicalResourceId: "probe", Data };
                            const body = JSON.stringify({ ...answer, StackId, RequestId, LogicalResourceId });
                            await fetch(event.ResponseURL, { method: "PUT", body });
                        };`,
                },
            },
        },
        Probe: { Type: "Custom::RecorderProbe", Properties: { ServiceToken: { "Fn::GetAtt": ["Function", "Arn"] } } },
    },
    { Outputs: { Found: { Value: { "Fn::Sub": "${AWS::AccountId}: ${Probe.Names}" } } } },
);

/** An organization whose management account deploys to its members. */
describe("AWS emulator: stack sets", function () {
    const fixture = useEmulator();
    const cloudFormation = (): CloudFormationClient => new CloudFormationClient(fixture.settings());
    const organizations = (): OrganizationsClient => new OrganizationsClient(fixture.settings());
    let root = "";
    let workloads = "";
    let nested = "";
    let sandboxes = "";
    let members: string[] = [];

    /** Two units, one with another below it, and an account in each of the three. */
    beforeEach(async () => {
        await fixture.reset();
        await createOrganization(fixture.settings());
        root = await rootOf(organizations());
        workloads = await createUnit(organizations(), root, "workloads");
        nested = await createUnit(organizations(), workloads, "nested");
        sandboxes = await createUnit(organizations(), root, "sandboxes");
        members = [];
        for (const unit of [workloads, nested, sandboxes]) {
            const account = await createMember(fixture.settings(), `member${members.length}`);
            await move(account, unit);
            members.push(account);
        }
    });

    const move = (account: string, to: string, from: string = root): Promise<unknown> =>
        organizations().send(
            new MoveAccountCommand({ AccountId: account, SourceParentId: from, DestinationParentId: to }),
        );
    const activate = (): Promise<unknown> => cloudFormation().send(new ActivateOrganizationsAccessCommand({}));
    const config = async (account: string, region: string = REGION): Promise<ConfigServiceClient> =>
        new ConfigServiceClient({ ...(await memberSettings(fixture.settings(), account)), region });
    const isRecording = async (account: string, region?: string): Promise<boolean | undefined> => {
        const { ConfigurationRecordersStatus: statuses } = await (
            await config(account, region)
        ).send(new DescribeConfigurationRecorderStatusCommand({}));
        return statuses?.[0]?.recording;
    };
    const accountsOf = async (name: string): Promise<(string | undefined)[]> =>
        (await instancesOf(cloudFormation(), name)).map((instance) => instance.Account).sort();
    const failIn = (account: string, operation: string): Promise<unknown> =>
        fetch(new URL("/sandbox/faults", fixture.emulator.endpoint), {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify({ service: "*", operation, account, status: 400, count: null, message: "Not here." }),
        });
    const setUp = async (): Promise<void> => {
        await activate();
        const service = { Service: "config.amazonaws.com" };
        const allow = { Effect: "Allow", Principal: service };
        await createBucket(fixture.settings(), BUCKET, {
            Version: "2012-10-17",
            Statement: [
                { ...allow, Action: ["s3:GetBucketAcl", "s3:ListBucket"], Resource: `arn:aws:s3:::${BUCKET}` },
                { ...allow, Action: "s3:PutObject", Resource: `arn:aws:s3:::${BUCKET}/AWSLogs/*/Config/*` },
            ],
        });
        const first = await createStackSet(cloudFormation(), "global", GLOBAL_TEMPLATE, AUTOMATIC);
        await createStackSet(
            cloudFormation(),
            "regional",
            REGIONAL_TEMPLATE,
            { ...AUTOMATIC, DependsOn: [first] },
            { Parameters: [{ ParameterKey: "Bucket", ParameterValue: BUCKET }] },
        );
    };

    afterEach(() => fetch(new URL("/sandbox/faults", fixture.emulator.endpoint), { method: "DELETE" }));

    it("give every member a running recorder, and those who join later too", async () => {
        await setUp();
        const units = [workloads, sandboxes];
        const regions = [REGION, "us-east-1"];
        const global = await deployTo(cloudFormation(), "global", units, [REGION]);
        assert.equal(global.Status, "SUCCEEDED");
        const regional = await deployTo(cloudFormation(), "regional", units, regions);
        const results = await resultsOf(cloudFormation(), "regional", regional);
        assert.equal(regional.Status, "SUCCEEDED", JSON.stringify(results));
        assert.equal(results.length, 6);
        for (const member of members) {
            assert.equal(await isRecording(member), true);
            assert.equal(await isRecording(member, "us-east-1"), true);
        }
        const { ConfigurationRecorders: ofManagement } = await new ConfigServiceClient(fixture.settings()).send(
            new DescribeConfigurationRecordersCommand({}),
        );
        assert.deepEqual(ofManagement, [], "the management account is never deployed to");

        const late = await createMember(fixture.settings(), "late");
        await move(late, nested);
        const automatic = await lastOperation(cloudFormation(), "regional", 2);
        assert.equal(automatic.Status, "SUCCEEDED");
        assert.equal(automatic.Action, "CREATE");
        assert.equal(await isRecording(late), true);
        assert.equal(await isRecording(late, "us-east-1"), true);
        const before = await lastOperation(cloudFormation(), "global", 2);
        assert.ok((before.EndTimestamp ?? 0) <= (automatic.CreationTimestamp ?? 0), "the role came first");
        const { StackInstance: instance } = await cloudFormation().send(
            new DescribeStackInstanceCommand({
                StackSetName: "regional",
                StackInstanceAccount: late,
                StackInstanceRegion: REGION,
            }),
        );
        assert.equal(instance?.OrganizationalUnitId, workloads);
        assert.equal(instance?.Status, "CURRENT");

        // It leaves, and keeps what it has.
        await move(late, root, nested);
        assert.equal((await lastOperation(cloudFormation(), "regional", 3)).Action, "DELETE");
        assert.equal((await accountsOf("regional")).includes(late), false);
        assert.equal(await isRecording(late), true);
    });

    it("leave out a dependent where what it depends on fails", async () => {
        await setUp();
        await deployTo(cloudFormation(), "global", [sandboxes], [REGION]);
        await deployTo(cloudFormation(), "regional", [sandboxes], [REGION]);
        const late = await createMember(fixture.settings(), "late");
        await failIn(late, "CreateServiceLinkedRole");
        await move(late, sandboxes);
        const failed = await lastOperation(cloudFormation(), "global", 2);
        assert.equal(failed.Status, "FAILED");
        assert.match(
            (await resultsOf(cloudFormation(), "global", failed))[0]?.StatusReason ?? "",
            /ResourceLogicalId:Role, ResourceType:AWS::IAM::ServiceLinkedRole, ResourceStatusReason:.*Not here\./,
        );
        assert.deepEqual(await accountsOf("regional"), [members[2]]);
    });

    it("delete the stacks of an account that leaves, unless they are to be retained", async () => {
        await activate();
        await createStackSet(cloudFormation(), "logs", LOG_GROUP, {
            Enabled: true,
            RetainStacksOnAccountRemoval: false,
        });
        await deployTo(cloudFormation(), "logs", [root], [REGION]);
        assert.deepEqual(await accountsOf("logs"), [...members].sort());
        // One that is created, and one that is invited, arrive in the root.
        const created = await createMember(fixture.settings(), "created");
        assert.equal((await lastOperation(cloudFormation(), "logs", 2)).Status, "SUCCEEDED");
        const { Handshake: invitation } = await organizations().send(
            new InviteAccountToOrganizationCommand({ Target: { Id: INVITED, Type: "ACCOUNT" } }),
        );
        await new OrganizationsClient(await memberSettings(fixture.settings(), INVITED)).send(
            new AcceptHandshakeCommand({ HandshakeId: invitation?.Id }),
        );
        assert.equal((await lastOperation(cloudFormation(), "logs", 3)).Status, "SUCCEEDED");
        members.push(created, INVITED);
        assert.deepEqual(await accountsOf("logs"), [...members].sort());
        const leaver = members.splice(2, 1)[0] ?? "";
        const client = new CloudFormationClient(await memberSettings(fixture.settings(), leaver));
        const { Stacks: stacks } = await client.send(new DescribeStacksCommand({}));
        assert.match(stacks?.[0]?.StackName ?? "", /^StackSet-logs-/);
        await organizations().send(new RemoveAccountFromOrganizationCommand({ AccountId: leaver }));
        assert.equal((await lastOperation(cloudFormation(), "logs", 4)).Status, "SUCCEEDED");
        assert.deepEqual((await client.send(new DescribeStacksCommand({}))).Stacks, []);
        assert.deepEqual(await accountsOf("logs"), [...members].sort());
    });

    it("run functions in the member's own account", async () => {
        await activate();
        await createStackSet(cloudFormation(), "probe", RECORDER_PROBE, MANUAL, { Capabilities: ["CAPABILITY_IAM"] });
        const [first = "", second = ""] = members;
        await new IAMClient(await memberSettings(fixture.settings(), first)).send(
            new CreateServiceLinkedRoleCommand({ AWSServiceName: "config.amazonaws.com" }),
        );
        await (
            await config(first)
        ).send(
            new PutConfigurationRecorderCommand({
                ConfigurationRecorder: { name: "own", roleARN: serviceLinkedRole(first) },
            }),
        );
        const operation = await deployTo(cloudFormation(), "probe", [workloads], [REGION]);
        assert.equal(
            operation.Status,
            "SUCCEEDED",
            JSON.stringify(await resultsOf(cloudFormation(), "probe", operation)),
        );
        for (const [member, recorders] of [
            [first, "own"],
            [second, ""],
        ] as const) {
            const client = new CloudFormationClient(await memberSettings(fixture.settings(), member));
            const { Stacks: stacks } = await client.send(new DescribeStacksCommand({}));
            assert.equal(stacks?.[0]?.Outputs?.[0]?.OutputValue, `${member}: ${recorders}`);
        }
    });

    it("filter accounts, except when they deploy by themselves", async () => {
        await activate();
        await createStackSet(cloudFormation(), "logs", LOG_GROUP, AUTOMATIC);
        const [first = "", second = "", third = ""] = members;
        const targets = { OrganizationalUnitIds: [workloads] };
        await deployTo(cloudFormation(), "logs", [], [REGION], {
            DeploymentTargets: { ...targets, Accounts: [first, third], AccountFilterType: "INTERSECTION" },
        });
        assert.deepEqual(await accountsOf("logs"), [first]);
        await deployTo(cloudFormation(), "logs", [], [REGION], {
            DeploymentTargets: { ...targets, Accounts: [first], AccountFilterType: "DIFFERENCE" },
        });
        assert.deepEqual(await accountsOf("logs"), [first, second].sort());
        for (const refused of [
            { ...targets, Accounts: [first] },
            { ...targets, Accounts: [first], AccountFilterType: "UNION" as const },
            { Accounts: [first] },
        ]) {
            await assert.rejects(
                cloudFormation().send(
                    new CreateStackInstancesCommand({
                        StackSetName: "logs",
                        DeploymentTargets: refused,
                        Regions: [REGION],
                    }),
                ),
                { name: "ValidationError" },
            );
        }
        await move(third, nested, sandboxes);
        await lastOperation(cloudFormation(), "logs", 3);
        assert.deepEqual(await accountsOf("logs"), [...members].sort());
    });

    it("stop where more accounts fail than may", async () => {
        await activate();
        await createStackSet(cloudFormation(), "logs", LOG_GROUP, MANUAL);
        for (const member of members.slice(0, 2)) {
            await failIn(member, "CreateLogGroup");
        }
        const attempt = async (preferences: StackSetOperationPreferences): Promise<Record<string, number>> => {
            const operation = await deployTo(cloudFormation(), "logs", [root], [REGION, "us-east-1"], {
                OperationPreferences: { RegionOrder: ["us-east-1", REGION], ...preferences },
            });
            const counts: Record<string, number> = { [operation.Status ?? ""]: 1 };
            for (const result of await resultsOf(cloudFormation(), "logs", operation)) {
                const key = `${result.Region} ${result.Status}`;
                counts[key] = (counts[key] ?? 0) + 1;
            }
            return counts;
        };
        assert.deepEqual(await attempt({}), {
            FAILED: 1,
            "us-east-1 FAILED": 1,
            "us-east-1 CANCELLED": 2,
            [`${REGION} CANCELLED`]: 3,
        });
        const cancelled = (await instancesOf(cloudFormation(), "logs")).find((instance) => instance.Region === REGION);
        assert.equal(cancelled?.Status, "OUTDATED");
        assert.equal(cancelled?.StackInstanceStatus?.DetailedStatus, "CANCELLED");
        assert.equal(cancelled?.StatusReason, "Cancelled since failure tolerance has exceeded");
        assert.deepEqual(await attempt({ FailureToleranceCount: 2, MaxConcurrentCount: 3 }), {
            SUCCEEDED: 1,
            "us-east-1 FAILED": 2,
            "us-east-1 SUCCEEDED": 1,
            [`${REGION} FAILED`]: 2,
            [`${REGION} SUCCEEDED`]: 1,
        });
        assert.deepEqual(
            await attempt({
                FailureTolerancePercentage: 50,
                MaxConcurrentPercentage: 100,
                ConcurrencyMode: "SOFT_FAILURE_TOLERANCE",
                RegionConcurrencyType: "PARALLEL",
            }),
            {
                FAILED: 1,
                "us-east-1 FAILED": 2,
                "us-east-1 SUCCEEDED": 1,
                [`${REGION} FAILED`]: 2,
                [`${REGION} SUCCEEDED`]: 1,
            },
        );
        await assert.rejects(attempt({ FailureToleranceCount: 1, FailureTolerancePercentage: 10 }), /but not both/);
    });

    it("update their instances, one operation at a time, and are deleted when they have none", async () => {
        await activate();
        await createStackSet(cloudFormation(), "logs", LOG_GROUP, MANUAL);
        await deployTo(cloudFormation(), "logs", [workloads], [REGION]);
        const body = LOG_GROUP.replace('"probe"', '"probe","RetentionInDays":7');
        const update = new UpdateStackSetCommand({ StackSetName: "logs", TemplateBody: body });
        const { OperationId: id } = await cloudFormation().send(update);
        await assert.rejects(cloudFormation().send(update), { name: "OperationInProgressException" });
        assert.equal((await endedOperation(cloudFormation(), "logs", id)).Status, "SUCCEEDED");
        await assert.rejects(cloudFormation().send(new DeleteStackSetCommand({ StackSetName: "logs" })), {
            name: "StackSetNotEmptyException",
        });
        const deletion = await cloudFormation().send(
            new DeleteStackInstancesCommand({
                StackSetName: "logs",
                DeploymentTargets: { OrganizationalUnitIds: [workloads] },
                Regions: [REGION],
                RetainStacks: false,
            }),
        );
        assert.equal((await endedOperation(cloudFormation(), "logs", deletion.OperationId)).Status, "SUCCEEDED");
        await cloudFormation().send(new DeleteStackSetCommand({ StackSetName: "logs" }));
        await assert.rejects(cloudFormation().send(new DescribeStackSetCommand({ StackSetName: "logs" })), {
            name: "StackSetNotFoundException",
        });
    });

    it("want access to the organization", async () => {
        const create = (): Promise<string> => createStackSet(cloudFormation(), "logs", LOG_GROUP, MANUAL);
        await assert.rejects(create(), /You must enable organizations access/);
        // Which alone makes no role for the management account.
        await organizations().send(new EnableAWSServiceAccessCommand({ ServicePrincipal: STACKSETS }));
        await assert.rejects(create(), /You must enable organizations access/);
        await assert.rejects(
            organizations().send(
                new EnableAWSServiceAccessCommand({ ServicePrincipal: "stacksets.cloudformation.amazonaws.com" }),
            ),
            { name: "InvalidInputException", message: /unrecognized service principal/ },
        );
        await activate();
        const access = await cloudFormation().send(new DescribeOrganizationsAccessCommand({}));
        assert.equal(access.Status, "ENABLED");
        await create();
        const member = new CloudFormationClient(await memberSettings(fixture.settings(), members[0] ?? ""));
        await assert.rejects(
            createStackSet(member, "own", LOG_GROUP, MANUAL),
            /You must be the management account or delegated admin account/,
        );
        const named = template({
            Role: { Type: "AWS::IAM::Role", Properties: { RoleName: "named", AssumeRolePolicyDocument: {} } },
        });
        await assert.rejects(createStackSet(cloudFormation(), "named", named, MANUAL), {
            name: "InsufficientCapabilitiesException",
        });
    });

    it("are of the management account where a delegated administrator makes them", async () => {
        await activate();
        const [administrator = "", other = ""] = members;
        const client = new CloudFormationClient(await memberSettings(fixture.settings(), administrator));
        const delegated = { CallAs: "DELEGATED_ADMIN" as const };
        await assert.rejects(
            createStackSet(client, "logs", LOG_GROUP, MANUAL, delegated),
            /Account used is not a delegated administrator/,
        );
        await organizations().send(
            new RegisterDelegatedAdministratorCommand({ AccountId: administrator, ServicePrincipal: STACKSETS }),
        );
        const arn = await createStackSet(client, "logs", LOG_GROUP, MANUAL, delegated);
        assert.equal(arn.split(":")[4], ACCOUNT);
        const operation = await deployTo(client, "logs", [workloads], [REGION], delegated);
        assert.equal(operation.Status, "SUCCEEDED");
        assert.deepEqual(await accountsOf("logs"), [administrator, other].sort());
        assert.deepEqual((await client.send(new ListStackSetsCommand({}))).Summaries, []);
        assert.equal((await client.send(new ListStackSetsCommand(delegated))).Summaries?.[0]?.StackSetName, "logs");
    });
});
