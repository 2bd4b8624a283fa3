import assert from "node:assert/strict";
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { useEmulator } from "../emulator/emulator-fixture.ts";
import { makeTrailSurroundings, type TrailSurroundings } from "./audit-trail-cases.ts";
import { type Deployed, EngineSteps } from "./engine-steps.ts";

const TRAIL = "aws:cloudtrail/trail:Trail";

/** What CloudTrail refuses, and what it leaves to be done. */
describe("trails", () => {
    const fixture = useEmulator();
    let engine: EngineSteps;
    let around: TrailSurroundings;

    beforeEach(async () => {
        await fixture.reset();
        engine = new EngineSteps(fixture.emulator.endpoint);
        around = await makeTrailSurroundings(engine);
    });

    const create = (changes = {}): Promise<Deployed> =>
        engine.create(TRAIL, { name: "audit", s3BucketName: around.trailBucket, tags: { owner: "me" }, ...changes });

    async function listed(): Promise<(string | undefined)[]> {
        const client = new ResourceGroupsTaggingAPIClient(fixture.settings());
        const { ResourceTagMappingList: found = [] } = await client.send(
            new GetResourcesCommand({
                ResourceTypeFilters: ["cloudtrail:trail"],
                TagFilters: [{ Key: "owner", Values: ["me"] }],
            }),
        );
        return found.map(({ ResourceARN: arn }) => arn);
    }

    it("log from the start, unless they are told not to, and are shown where somebody stopped them", async () => {
        assert.equal((await create()).state["enableLogging"], true);
        const silent = await create({ name: "silent", enableLogging: false });
        assert.equal((await engine.refresh(silent))?.state["enableLogging"], false);
        const { changes } = engine.diff(silent, { name: "silent", s3BucketName: around.trailBucket });
        assert.ok(changes.some(({ path }) => path === "enableLogging"));
    });

    it("are listed by their tags until they are gone", async () => {
        const trail = await create();
        assert.deepEqual(await listed(), [trail.id]);
        await engine.delete(trail);
        assert.deepEqual(await listed(), []);
    });

    it("are there once", async () => {
        await create();
        await assert.rejects(create(), /^Error: creating CloudTrail Trail \(audit\): TrailAlreadyExistsException: /);
    });

    it("are refused where their bucket is not there, or does not let them write", async () => {
        await assert.rejects(create({ s3BucketName: "nowhere" }), /S3BucketDoesNotExistException: /);
        await engine.create("aws:s3/bucket:Bucket", { bucket: "closed" });
        await assert.rejects(create({ s3BucketName: "closed" }), /InsufficientS3BucketPolicyException: .*: closed/);
        assert.equal((await create()).state["s3BucketName"], around.trailBucket);
    });

    it("are refused a key that is not there, or is not for them, and keep the one they have", async () => {
        const trail = await create({ kmsKeyId: around.trailKeyArn });
        const own = String((await engine.create("aws:kms/key:Key", {})).state["arn"]);
        const change = (kmsKeyId: string): Promise<Deployed> => engine.update(trail, { ...trail.inputs, kmsKeyId });
        await assert.rejects(change(own), /updating CloudTrail Trail .*: InsufficientEncryptionPolicyException: /);
        await assert.rejects(change(own.replace(/.$/, "x")), /KmsKeyNotFoundException: /);
        assert.equal((await engine.refresh(trail))?.state["kmsKeyId"], around.trailKeyArn);
    });

    it("are named by three characters at least, and refuse what the stand-in does not do", () => {
        const check = (inputs: Record<string, string>) =>
            engine.provider.check(
                { type: TRAIL, name: "one" },
                { s3BucketName: "logs", ...inputs },
                {},
                new Uint8Array(32),
            ).failures;
        assert.match(JSON.stringify(check({ name: "ab" })), /length to be in the range \(3 - 128\)/);
        assert.throws(() => check({ name: "abc", snsTopicName: "topic" }), /does not implement "snsTopicName"/);
    });
});
