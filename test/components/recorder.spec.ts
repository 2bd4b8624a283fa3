import assert from "node:assert/strict";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { ConfigurationRecorderArgs } from "../../components/recorder.ts";
import { ConfigurationRecorder, serviceLinkedRoleDescription } from "../../components/recorder.ts";
import type { DeploymentPlan, RecorderPlan } from "../../lib/plan/plan.ts";
import { only, rows, run, valueOf } from "../harness.ts";
import { namesOf, planOf, ROLE_ARN } from "./plans.ts";

const RECORDER = ["aws:cfg/recorder:Recorder", "config-recorder"] as const;
const CHANNEL = ["aws:cfg/deliveryChannel:DeliveryChannel", "config-channel"] as const;
const STATUS = ["aws:cfg/recorderStatus:RecorderStatus", "config-recorder-status"] as const;
const RETENTION = ["aws:cfg/retentionConfiguration:RetentionConfiguration", "config-retention"] as const;
const ROLE = ["aws:iam/serviceLinkedRole:ServiceLinkedRole", "config-role"] as const;

/** Registers the component alone. */
function record(
    changes: Partial<DeploymentPlan> = {},
    args: Partial<ConfigurationRecorderArgs> = {},
    opts?: ComponentResourceOptions,
) {
    const plan = planOf(changes);
    return run(
        () =>
            new ConfigurationRecorder(
                "config",
                { names: namesOf(plan), plan, delivery: { bucketName: "history", ready: [] }, ...args },
                opts,
            ),
    );
}

function recorderPlan(changes: Partial<Extract<RecorderPlan, { mode: "create" | "adopt" }>>): RecorderPlan {
    const plan = planOf().recorder;
    assert.ok(plan.mode !== "use");
    return { ...plan, ...changes };
}

describe("ConfigurationRecorder", () => {
    it("owns role, recorder, channel, status and retention", async () => {
        const done = await record();
        assert.deepEqual(rows(done), [
            CHANNEL.join(" "),
            RECORDER.join(" "),
            STATUS.join(" "),
            RETENTION.join(" "),
            ROLE.join(" "),
            "conformance-packs:config:Recorder config",
        ]);
        const parents = done.registrations.filter(({ name }) => name !== "config").map(({ parent }) => parent);
        assert.deepEqual(new Set(parents), new Set(["config"]));
    });

    it("records everything, global types included, with the strategy that matches", async () => {
        const done = await record();
        assert.deepEqual(only(done, ...RECORDER).inputs, {
            region: "eu-west-1",
            name: "default",
            roleArn: ROLE_ARN,
            recordingGroup: {
                allSupported: true,
                includeGlobalResourceTypes: true,
                recordingStrategies: [{ useOnly: "ALL_SUPPORTED_RESOURCE_TYPES" }],
            },
            recordingMode: { recordingFrequency: "CONTINUOUS" },
        });
    });

    it("leaves global types to the home region", async () => {
        const done = await record({
            recorder: recorderPlan({
                recordingGroup: {
                    strategy: "ALL_SUPPORTED_RESOURCE_TYPES",
                    includeGlobalResourceTypes: false,
                    resourceTypes: [],
                },
            }),
        });
        assert.deepEqual(only(done, ...RECORDER).inputs["recordingGroup"], {
            allSupported: true,
            includeGlobalResourceTypes: false,
            recordingStrategies: [{ useOnly: "ALL_SUPPORTED_RESOURCE_TYPES" }],
        });
    });

    it("records only what is listed", async () => {
        const done = await record({
            recorder: recorderPlan({
                recordingGroup: {
                    strategy: "INCLUSION_BY_RESOURCE_TYPES",
                    includeGlobalResourceTypes: false,
                    resourceTypes: ["AWS::EC2::Instance", "AWS::S3::Bucket"],
                },
            }),
        });
        assert.deepEqual(only(done, ...RECORDER).inputs["recordingGroup"], {
            allSupported: false,
            includeGlobalResourceTypes: false,
            resourceTypes: ["AWS::EC2::Instance", "AWS::S3::Bucket"],
            recordingStrategies: [{ useOnly: "INCLUSION_BY_RESOURCE_TYPES" }],
        });
    });

    it("records all but what is listed, daily, with an override", async () => {
        const done = await record({
            recorder: recorderPlan({
                recordingGroup: {
                    strategy: "EXCLUSION_BY_RESOURCE_TYPES",
                    includeGlobalResourceTypes: false,
                    resourceTypes: ["AWS::IAM::User"],
                },
                recordingFrequency: "DAILY",
                overrides: [
                    { resourceTypes: ["AWS::S3::Bucket"], recordingFrequency: "CONTINUOUS", description: "buckets" },
                ],
            }),
        });
        const { inputs } = only(done, ...RECORDER);
        assert.deepEqual(inputs["recordingGroup"], {
            allSupported: false,
            includeGlobalResourceTypes: false,
            exclusionByResourceTypes: [{ resourceTypes: ["AWS::IAM::User"] }],
            recordingStrategies: [{ useOnly: "EXCLUSION_BY_RESOURCE_TYPES" }],
        });
        assert.deepEqual(inputs["recordingMode"], {
            recordingFrequency: "DAILY",
            recordingModeOverride: {
                recordingFrequency: "CONTINUOUS",
                resourceTypes: ["AWS::S3::Bucket"],
                description: "buckets",
            },
        });
    });

    it("delivers to the bucket under its prefix, with the key and the topic", async () => {
        const done = await record(
            {},
            {
                delivery: {
                    bucketName: "history",
                    prefix: "config",
                    keyArn: "arn:key",
                    topicArn: "arn:topic",
                    ready: [],
                },
            },
        );
        assert.deepEqual(only(done, ...CHANNEL).inputs, {
            region: "eu-west-1",
            name: "default",
            s3BucketName: "history",
            s3KeyPrefix: "config",
            s3KmsKeyArn: "arn:key",
            snsTopicArn: "arn:topic",
            snapshotDeliveryProperties: { deliveryFrequency: "TwentyFour_Hours" },
        });
        assert.deepEqual(only(done, ...STATUS).inputs, { region: "eu-west-1", name: "default", isEnabled: true });
        assert.deepEqual(only(done, ...RETENTION).inputs, { region: "eu-west-1", retentionPeriodInDays: 2557 });
        assert.deepEqual(only(done, ...ROLE).inputs, {
            awsServiceName: "config.amazonaws.com",
            description: serviceLinkedRoleDescription("test"),
            tags: { team: "security" },
        });
    });

    it("deletes before it replaces, as there can be only one of each", async () => {
        const done = await record();
        for (const [type, name] of [RECORDER, CHANNEL, STATUS, RETENTION]) {
            assert.equal(only(done, type, name).options.deleteBeforeReplace, true, name);
        }
    });

    it("imports what it adopts and keeps it, its status included", async () => {
        const done = await record({
            role: { mode: "adopt" },
            recorder: recorderPlan({ mode: "adopt", name: "old-recorder" }),
            deliveryChannel: { mode: "adopt", name: "old-channel", snapshotDeliveryFrequency: "One_Hour" },
            retention: { mode: "adopt", days: 365 },
        });
        const kept = { retainOnDelete: true, deleteBeforeReplace: true };
        assert.deepEqual(only(done, ...ROLE).options, { retainOnDelete: true, import: ROLE_ARN });
        assert.deepEqual(only(done, ...RECORDER).options, { ...kept, import: "old-recorder" });
        assert.deepEqual(only(done, ...CHANNEL).options, { ...kept, import: "old-channel" });
        assert.deepEqual(only(done, ...RETENTION).options, { ...kept, import: "default" });
        assert.deepEqual(only(done, ...STATUS).options, kept);
        assert.equal(only(done, ...STATUS).inputs["name"], "old-recorder");
    });

    it("assumes a role of the user's own without registering one", async () => {
        const arn = "arn:aws:iam::111122223333:role/recorder";
        const done = await record({ role: { mode: "use", arn } });
        assert.equal(only(done, ...RECORDER).inputs["roleArn"], arn);
        assert.equal(rows(done).filter((row) => row.startsWith("aws:iam")).length, 0);
    });

    it("starts no recorder that something else manages, but gives it a channel", async () => {
        const done = await record({ recorder: { mode: "use", name: "theirs" }, retention: { mode: "use", days: 1 } });
        assert.deepEqual(rows(done), [CHANNEL.join(" "), "conformance-packs:config:Recorder config"]);
        assert.equal(await valueOf(done.result.recorderName), "theirs");
        assert.equal(done.result.ready.length, 1);
    });

    it("starts its recorder with a channel that something else manages", async () => {
        const done = await record({ deliveryChannel: { mode: "use", name: "theirs" } });
        assert.deepEqual(only(done, ...STATUS).dependsOn, ["config-recorder"]);
        assert.equal(rows(done).filter((row) => row.includes("deliveryChannel")).length, 0);
    });

    it("keeps the options of its caller", async () => {
        const done = await record({}, {}, { protect: true });
        assert.equal(only(done, "conformance-packs:config:Recorder", "config").options.protect, true);
    });
});
