import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import {
    ActivateOrganizationsAccessCommand,
    CloudFormationClient,
    CreateStackSetCommand,
    DeleteStackSetCommand,
} from "@aws-sdk/client-cloudformation";
import {
    ConfigServiceClient,
    DescribeConfigurationRecordersCommand,
    DescribeConfigurationRecorderStatusCommand,
    DescribeDeliveryChannelsCommand,
} from "@aws-sdk/client-config-service";
import { EventBridgeClient, ListTargetsByRuleCommand } from "@aws-sdk/client-eventbridge";
import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { DescribeOrganizationCommand, MoveAccountCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { startRecording } from "../emulator/config-fixture.ts";
import type { ClientSettings } from "../emulator/emulator-fixture.ts";
import { createMember, createOrganization, memberSettings } from "../emulator/organization-fixture.ts";
import { createUnit, instancesOf, rootOf } from "../emulator/stack-set-fixture.ts";
import { ACCOUNT } from "../end-to-end/account.ts";
import { assertChanges } from "../end-to-end/outcome.ts";
import { REGION, useProject } from "../end-to-end/project-fixture.ts";

const OTHER_REGION = "us-east-1";
/** Of what the stack rolls out. */
const NAME = "conformance-packs-test";
const POLLS = 300;

interface Recording {
    readonly recorder: string | undefined;
    readonly recording: boolean | undefined;
    readonly globalTypes: boolean | undefined;
    readonly frequency: string | undefined;
    readonly bucket: string | undefined;
}

const NOTHING: Recording = {
    recorder: undefined,
    recording: undefined,
    globalTypes: undefined,
    frequency: undefined,
    bucket: undefined,
};

/** One and the same stack, step by step, in the management account of an organization. */
describe("member accounts, rolled out to from the management account", function () {
    this.timeout(180_000);

    const project = useProject();
    const members = { first: "", second: "", recording: "", outside: "" };
    let root = "";
    let unit = "";
    let organizationId = "";

    const management = (): ClientSettings => ({
        endpoint: project.endpoint,
        region: REGION,
        credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
        maxAttempts: 1,
    });
    const organizations = (): OrganizationsClient => new OrganizationsClient(management());

    before("make an organization", async () => {
        await createOrganization(management());
        await new CloudFormationClient(management()).send(new ActivateOrganizationsAccessCommand({}));
        const { Organization: organization } = await organizations().send(new DescribeOrganizationCommand({}));
        organizationId = organization?.Id ?? "";
        root = await rootOf(organizations());
        unit = await createUnit(organizations(), root, "workloads");
        for (const name of Object.keys(members) as (keyof typeof members)[]) {
            members[name] = await createMember(management(), name);
            if (name !== "outside") {
                await move(members[name], root, unit);
            }
        }
        await startRecording(await memberSettings(management(), members.recording), members.recording);
        configure("");
    });

    function move(account: string, from: string, to: string): Promise<unknown> {
        return organizations().send(
            new MoveAccountCommand({ AccountId: account, SourceParentId: from, DestinationParentId: to }),
        );
    }

    function configure(more: string): void {
        project.configure(
            `organization: { id: ${organizationId} }\nregions: { ${OTHER_REGION}: }\n` +
                `members: { units: [${unit}]${more} }\n`,
        );
    }

    async function inMember(account: string, region: string = REGION): Promise<ClientSettings> {
        return { ...(await memberSettings(management(), account)), region };
    }

    /** What a member records, as it sees it itself. */
    async function recordingOf(account: string, region: string = REGION): Promise<Recording> {
        const config = new ConfigServiceClient(await inMember(account, region));
        const { ConfigurationRecorders: [recorder] = [] } = await config.send(
            new DescribeConfigurationRecordersCommand({}),
        );
        const { ConfigurationRecordersStatus: [status] = [] } = await config.send(
            new DescribeConfigurationRecorderStatusCommand({}),
        );
        const { DeliveryChannels: [channel] = [] } = await config.send(new DescribeDeliveryChannelsCommand({}));
        return {
            recorder: recorder?.name,
            recording: status?.recording,
            globalTypes: recorder?.recordingGroup?.includeGlobalResourceTypes,
            frequency: recorder?.recordingMode?.recordingFrequency,
            bucket: channel?.s3BucketName,
        };
    }

    /** What the rollout brings. */
    function rolledOut(region: string = REGION, frequency = "CONTINUOUS"): Recording {
        return {
            recorder: NAME,
            recording: true,
            globalTypes: region === REGION,
            frequency,
            bucket: `config-history-test-${ACCOUNT}-${REGION}`,
        };
    }

    it("are told how to go on where a run that was killed left a StackSet", async () => {
        const cloudFormation = new CloudFormationClient(management());
        const name = `${NAME}-members-global`;
        await cloudFormation.send(
            new CreateStackSetCommand({
                StackSetName: name,
                TemplateBody: '{"Resources":{"Topic":{"Type":"AWS::SNS::Topic"}}}',
                PermissionModel: "SERVICE_MANAGED",
                AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: true },
            }),
        );
        const { errors } = await project.failing("up");
        assert.match(errors, new RegExp(`the StackSet ${name} exists already`));
        assert.match(errors, new RegExp(`delete-stack-set --stack-set-name ${name} --call-as SELF`));
        await cloudFormation.send(new DeleteStackSetCommand({ StackSetName: name }));
    });

    it("get a recorder that delivers to the central bucket, in every region, below the units alone", async () => {
        const { changes } = await project.up();
        for (const kind of ["global", "regional"]) {
            assert.ok(changes.includes(`create aws:cloudformation:StackSet members-${kind}-stack-set`));
            assert.ok(changes.includes(`create aws:cloudformation:StackInstances members-${kind}-instances`));
        }
        for (const account of [members.first, members.second]) {
            for (const region of [REGION, OTHER_REGION]) {
                assert.deepEqual(await recordingOf(account, region), rolledOut(region));
            }
        }
        assert.deepEqual(await recordingOf(members.outside), NOTHING);
    });

    it("keep a recorder that they have already, and get one where they have none", async () => {
        const { recorder, bucket } = await recordingOf(members.recording);
        assert.equal(recorder, "default");
        assert.notEqual(bucket, rolledOut().bucket);
        assert.deepEqual(await recordingOf(members.recording, OTHER_REGION), rolledOut(OTHER_REGION));
    });

    it("get the roles under the same names as the management account, and forward events", async () => {
        for (const name of ["conformance-packs-remediation", "conformance-packs-evaluation"]) {
            for (const settings of [management(), await inMember(members.first)]) {
                const { Role: role } = await new IAMClient(settings).send(new GetRoleCommand({ RoleName: name }));
                assert.equal(role?.RoleName, name);
            }
        }
        const { Targets: targets = [] } = await new EventBridgeClient(
            await inMember(members.second, OTHER_REGION),
        ).send(new ListTargetsByRuleCommand({ Rule: `${NAME}-events` }));
        assert.deepEqual(targets, [
            {
                Id: "central",
                Arn: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${NAME}-members`,
                RoleArn: `arn:aws:iam::${members.second}:role/${NAME}-forwarding`,
            },
        ]);
    });

    it("leave nothing to do, before and after a refresh", async () => {
        assertChanges(await project.preview(), []);
        assertChanges(await project.refresh(), []);
        assertChanges(await project.preview(), []);
    });

    it("get it by themselves when they join a unit", async () => {
        const account = await createMember(management(), "joining");
        await move(account, root, unit);
        let found = NOTHING;
        for (let poll = 0; poll < POLLS && found.recording !== true; poll++) {
            await delay(100);
            found = await recordingOf(account, OTHER_REGION);
        }
        assert.deepEqual(found, rolledOut(OTHER_REGION));
        assertChanges(await project.preview(), []);
    });

    it("follow a changed setting, except where they keep their own recorder", async () => {
        configure(", recorder: { frequency: daily }");
        assertChanges(await project.up(), ["update aws:cloudformation:StackSet members-regional-stack-set"]);
        assert.deepEqual(await recordingOf(members.first), rolledOut(REGION, "DAILY"));
        assert.deepEqual(await recordingOf(members.recording, OTHER_REGION), rolledOut(OTHER_REGION, "DAILY"));
        const kept = await recordingOf(members.recording);
        assert.equal(kept.recorder, "default");
        assert.notEqual(kept.frequency, "DAILY");
    });

    it("go on recording after they have left the unit", async () => {
        await move(members.second, unit, root);
        const cloudFormation = new CloudFormationClient(management());
        const isInstance = async (): Promise<boolean> =>
            (await instancesOf(cloudFormation, `${NAME}-members-regional`)).some(
                ({ Account: account }) => account === members.second,
            );
        for (let poll = 0; poll < POLLS && (await isInstance()); poll++) {
            await delay(100);
        }
        assert.equal(await isInstance(), false);
        assert.deepEqual(await recordingOf(members.second), rolledOut(REGION, "DAILY"));
    });

    it("are not dropped where what they record would be lost", async () => {
        const organization = `organization: { id: ${organizationId} }\nregions: { ${OTHER_REGION}: }\n`;
        project.configure(organization);
        const { errors } = await project.failing("preview");
        assert.match(errors, /Pulumi\.test\.yaml: error members-would-not-deliver: /);
        project.configure(`${organization}deliveryBucket: { organization: true }\n`);
        const { changes, printed } = await project.preview();
        assert.ok(changes.includes("delete aws:cloudformation:StackInstances members-regional-instances"), printed);
        assert.ok(!changes.some((change) => /BucketPolicy|kms:Key/.test(change)), "the policies stay as they are");
    });

    it("go on recording after the stack is gone", async () => {
        await project.destroy();
        assert.deepEqual(await recordingOf(members.first), rolledOut(REGION, "DAILY"));
        assert.deepEqual(await recordingOf(members.first, OTHER_REGION), rolledOut(OTHER_REGION, "DAILY"));
        await assert.rejects(
            new IAMClient(await inMember(members.first)).send(
                new GetRoleCommand({ RoleName: "conformance-packs-remediation" }),
            ),
            /NoSuchEntity|not found/,
        );
    });
});
