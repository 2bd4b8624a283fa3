import assert from "node:assert/strict";
import {
    ConfigServiceClient,
    DeleteConfigurationRecorderCommand,
    DescribeConfigurationRecordersCommand,
    DescribeConfigurationRecorderStatusCommand,
    PutConfigurationRecorderCommand,
    PutDeliveryChannelCommand,
    StartConfigurationRecorderCommand,
} from "@aws-sdk/client-config-service";
import type { ConfigurationRecorder } from "@aws-sdk/client-config-service";
import {
    CreateServiceLinkedRoleCommand,
    DeleteRoleCommand,
    DeleteServiceLinkedRoleCommand,
    GetRoleCommand,
    GetServiceLinkedRoleDeletionStatusCommand,
    IAMClient,
} from "@aws-sdk/client-iam";
import { createRecorder, RECORDER_ROLE, startRecording } from "./config-fixture.ts";
import { ACCOUNT, REGION, useEmulator } from "./emulator-fixture.ts";

describe("AWS emulator: configuration recorder", () => {
    const fixture = useEmulator();
    const config = (): ConfigServiceClient => new ConfigServiceClient(fixture.settings());
    const iam = (): IAMClient => new IAMClient(fixture.settings());
    const put = (recorder: ConfigurationRecorder): Promise<unknown> =>
        config().send(
            new PutConfigurationRecorderCommand({
                ConfigurationRecorder: { name: "default", roleARN: RECORDER_ROLE, ...recorder },
            }),
        );
    const describeRecorder = async (): Promise<ConfigurationRecorder | undefined> =>
        (await config().send(new DescribeConfigurationRecordersCommand({}))).ConfigurationRecorders?.[0];

    beforeEach(() => fixture.reset());

    it("keeps the recording mode", async () => {
        const recordingMode = {
            recordingFrequency: "DAILY" as const,
            recordingModeOverrides: [
                {
                    description: "keys",
                    resourceTypes: ["AWS::KMS::Key" as const],
                    recordingFrequency: "CONTINUOUS" as const,
                },
            ],
        };
        await put({ recordingMode });
        const recorder = await describeRecorder();
        assert.deepEqual(recorder?.recordingMode, recordingMode);
        assert.equal(recorder?.arn, `arn:aws:config:${REGION}:${ACCOUNT}:configuration-recorder/default`);
        await put({});
        assert.deepEqual((await describeRecorder())?.recordingMode, { recordingFrequency: "CONTINUOUS" });
    });

    it("refuses recording modes that AWS refuses", async () => {
        const override = { resourceTypes: ["AWS::KMS::Key" as const], recordingFrequency: "CONTINUOUS" as const };
        await assert.rejects(
            put({ recordingMode: { recordingFrequency: "DAILY", recordingModeOverrides: [override, override] } }),
            { name: "ValidationException", message: /length less than or equal to 1/ },
        );
        await assert.rejects(put({ recordingMode: { recordingFrequency: "WEEKLY" as "DAILY" } }), {
            name: "ValidationException",
        });
        await assert.rejects(
            put({
                recordingMode: {
                    recordingFrequency: "CONTINUOUS",
                    recordingModeOverrides: [
                        { resourceTypes: ["AWS::Config::ResourceCompliance"], recordingFrequency: "DAILY" },
                    ],
                },
            }),
            { name: "InvalidRecordingGroupException" },
        );
    });

    it("refuses resource types that the recording strategy has no room for", async () => {
        for (const recordingGroup of [
            {
                resourceTypes: ["AWS::S3::Bucket" as const],
                recordingStrategy: { useOnly: "EXCLUSION_BY_RESOURCE_TYPES" as const },
            },
            { allSupported: true, resourceTypes: ["AWS::S3::Bucket" as const] },
            { recordingStrategy: { useOnly: "INCLUSION_BY_RESOURCE_TYPES" as const } },
        ]) {
            await assert.rejects(put({ recordingGroup }), { name: "InvalidRecordingGroupException" });
        }
    });

    it("needs a role, allows one recorder, and no start without a delivery channel", async () => {
        await assert.rejects(put({ roleARN: "" }), { name: "InvalidRoleException" });
        await assert.rejects(
            config().send(new PutDeliveryChannelCommand({ DeliveryChannel: { name: "default", s3BucketName: "b" } })),
            { name: "NoAvailableConfigurationRecorderException" },
        );
        await put({});
        await assert.rejects(put({ name: "second" }), { name: "MaxNumberOfConfigurationRecordersExceededException" });
        await assert.rejects(
            config().send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName: "default" })),
            { name: "NoAvailableDeliveryChannelException" },
        );
    });

    it("records once it is started", async () => {
        await startRecording(fixture.settings());
        const { ConfigurationRecordersStatus: statuses } = await config().send(
            new DescribeConfigurationRecorderStatusCommand({}),
        );
        assert.equal(statuses?.[0]?.recording, true);
    });

    it("names service-linked roles as AWS does, once per account", async () => {
        for (const [service, name] of [
            ["config.amazonaws.com", "AWSServiceRoleForConfig"],
            ["config-conforms.amazonaws.com", "AWSServiceRoleForConfigConforms"],
            ["config-multiaccountsetup.amazonaws.com", "AWSServiceRoleForConfigMultiAccountSetup"],
        ] as const) {
            const { Role: role } = await iam().send(new CreateServiceLinkedRoleCommand({ AWSServiceName: service }));
            assert.equal(role?.Arn, `arn:aws:iam::${ACCOUNT}:role/aws-service-role/${service}/${name}`);
            await assert.rejects(iam().send(new CreateServiceLinkedRoleCommand({ AWSServiceName: service })), {
                name: "InvalidInputException",
                message: /has been taken in this account/,
            });
        }
    });

    it("deletes a service-linked role only as such, and only when nothing uses it", async () => {
        await createRecorder(fixture.settings());
        const RoleName = "AWSServiceRoleForConfig";
        await assert.rejects(iam().send(new DeleteRoleCommand({ RoleName })), { name: "UnmodifiableEntityException" });
        const deletion = async (): Promise<string | undefined> => {
            const { DeletionTaskId } = await iam().send(new DeleteServiceLinkedRoleCommand({ RoleName }));
            return (await iam().send(new GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId }))).Status;
        };
        assert.equal(await deletion(), "FAILED");
        await iam().send(new GetRoleCommand({ RoleName }));
        await config().send(new DeleteConfigurationRecorderCommand({ ConfigurationRecorderName: "default" }));
        assert.equal(await deletion(), "SUCCEEDED");
        await assert.rejects(iam().send(new GetRoleCommand({ RoleName })), { name: "NoSuchEntityException" });
    });
});
