import assert from "node:assert/strict";
import { useEmulator } from "../emulator/emulator-fixture.ts";
import { EngineSteps } from "./engine-steps.ts";
import { startRecording } from "./recording.ts";

describe("recorder, delivery channel and recorder status", () => {
    const fixture = useEmulator();
    let engine: EngineSteps;

    beforeEach(async () => {
        await fixture.reset();
        engine = new EngineSteps(fixture.emulator.endpoint);
    });

    it("come up in order and read back without a difference", async () => {
        const recording = await startRecording(engine);
        for (const deployed of [recording.recorder, recording.channel, recording.status]) {
            const refreshed = await engine.refresh(deployed);
            assert.deepEqual(refreshed?.state, deployed.state);
            assert.deepEqual(refreshed.inputs, deployed.inputs);
        }
        assert.equal(recording.status.state["isEnabled"], true);
    });

    it("stop recording when the status is deleted, so that the channel can go", async () => {
        const { channel, status, recorder } = await startRecording(engine);
        await engine.delete(status);
        assert.equal((await engine.refresh(status))?.state["isEnabled"], false);
        await engine.delete(channel);
        assert.equal(await engine.refresh(channel), undefined);
        await engine.delete(recorder);
        assert.equal(await engine.refresh(status), undefined);
    });

    it("show a recorder that somebody stopped, and start it again", async () => {
        const { status } = await startRecording(engine);
        await engine.update(status, { name: "default", isEnabled: false });
        const drifted = await engine.refresh(status);
        assert.ok(drifted);
        const { changes } = engine.diff(drifted, { name: "default", isEnabled: true });
        assert.deepEqual(
            changes.map(({ path }) => path),
            ["isEnabled"],
        );
        const repaired = await engine.update(drifted, { name: "default", isEnabled: true });
        assert.equal(repaired.state["isEnabled"], true);
    });

    it("change the channel in place and import it", async () => {
        const { channel } = await startRecording(engine);
        const program = { name: "default", s3BucketName: "delivery" };
        assert.deepEqual(
            engine.diff(channel, program).changes.map(({ path, kind }) => [path, kind]),
            [["snapshotDeliveryProperties", "delete"]],
        );
        const imported = await engine.import("aws:cfg/deliveryChannel:DeliveryChannel", "default");
        assert.deepEqual(imported?.inputs["s3BucketName"], "delivery");
        assert.deepEqual(imported?.inputs["snapshotDeliveryProperties"], { deliveryFrequency: "Six_Hours" });
    });

    it("refuse a channel whose bucket is not there, in AWS's words", async () => {
        await engine.create("aws:cfg/recorder:Recorder", {
            name: "default",
            roleArn: (
                await engine.create("aws:iam/serviceLinkedRole:ServiceLinkedRole", {
                    awsServiceName: "config.amazonaws.com",
                })
            ).id,
        });
        await assert.rejects(
            engine.create("aws:cfg/deliveryChannel:DeliveryChannel", { name: "default", s3BucketName: "nowhere" }),
            /^Error: putting ConfigService Delivery Channel \(default\): NoSuchBucketException: /,
        );
    });
});

describe("bucket versioning and logging", () => {
    const fixture = useEmulator();
    let engine: EngineSteps;

    beforeEach(async () => {
        await fixture.reset();
        engine = new EngineSteps(fixture.emulator.endpoint);
        await engine.create("aws:s3/bucket:Bucket", { bucket: "history" });
    });

    it("suspends versioning when deleted and cannot go back to none", async () => {
        const type = "aws:s3/bucketVersioning:BucketVersioning";
        const program = { bucket: "history", versioningConfiguration: { status: "Enabled" } };
        const versioning = await engine.create(type, program);
        const refreshed = await engine.refresh(versioning);
        assert.deepEqual(refreshed?.state, versioning.state);
        await assert.rejects(
            engine.update(versioning, { bucket: "history", versioningConfiguration: { status: "Disabled" } }),
            /cannot be updated from 'Enabled' to 'Disabled'/,
        );
        await engine.delete(versioning);
        const left = await engine.refresh(versioning);
        assert.deepEqual(left?.state["versioningConfiguration"], { status: "Suspended" });
    });

    it("keeps a bucket that is not empty unless it may be emptied", async () => {
        await engine.create("aws:s3/bucketObjectv2:BucketObjectv2", { bucket: "history", key: "a", content: "b" });
        const bucket = await engine.refresh({
            ...(await engine.create("aws:s3/bucket:Bucket", { bucket: "other", forceDestroy: true })),
            id: "history",
        });
        assert.ok(bucket);
        const kept = { ...bucket, state: { ...bucket.state, forceDestroy: false } };
        await assert.rejects(engine.delete(kept), /^Error: deleting S3 Bucket \(history\): BucketNotEmpty: /);
        await engine.delete({ ...bucket, state: { ...bucket.state, forceDestroy: true } });
        assert.equal(await engine.refresh(bucket), undefined);
    });

    it("logs into another bucket until deleted", async () => {
        await engine.create("aws:s3/bucket:Bucket", { bucket: "logs" });
        await engine.create("aws:s3/bucketPolicy:BucketPolicy", {
            bucket: "logs",
            policy: JSON.stringify({
                Version: "2012-10-17",
                Statement: [
                    {
                        Effect: "Allow",
                        Principal: { Service: "logging.s3.amazonaws.com" },
                        Action: "s3:PutObject",
                        Resource: "arn:aws:s3:::logs/*",
                    },
                ],
            }),
        });
        const program = { bucket: "history", targetBucket: "logs", targetPrefix: "access/" };
        const logging = await engine.create("aws:s3/bucketLogging:BucketLogging", program);
        const refreshed = await engine.refresh(logging);
        assert.deepEqual(refreshed?.state, logging.state);
        assert.deepEqual(engine.diff(logging, program).changes, []);
        await engine.delete(logging);
        assert.equal(await engine.refresh(logging), undefined);
    });
});
