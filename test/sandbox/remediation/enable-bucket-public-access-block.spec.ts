import assert from "node:assert/strict";
import {
    GetPublicAccessBlockCommand,
    PutBucketTaggingCommand,
    PutPublicAccessBlockCommand,
    S3Client,
} from "@aws-sdk/client-s3";
import type { PublicAccessBlockConfiguration } from "@aws-sdk/client-s3";
import { createBucket } from "../emulator/config-fixture.ts";
import { useEmulator } from "../emulator/emulator-fixture.ts";
import { useDocument } from "./automation-fixture.ts";

const ALL: PublicAccessBlockConfiguration = {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
};

describe("document: enable a bucket's public access block", function () {
    this.timeout(60_000);
    const fixture = useEmulator();
    const document = useDocument(fixture, "EnableBucketPublicAccessBlock");
    const s3 = (): S3Client => new S3Client({ ...fixture.settings(), forcePathStyle: true });
    const Bucket = "website";

    beforeEach(async () => {
        await createBucket(fixture.settings(), Bucket);
        await block({ ...ALL, BlockPublicPolicy: false, RestrictPublicBuckets: false });
    });

    const block = (PublicAccessBlockConfiguration: PublicAccessBlockConfiguration): Promise<unknown> =>
        s3().send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
    const settings = async (): Promise<PublicAccessBlockConfiguration | undefined> =>
        (await s3().send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration;

    it("turns on what is off, and verifies it", async () => {
        const outcome = await document.run({ BucketName: Bucket, DryRun: "false" });
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.deepEqual(outcome.ran, ["InspectBucket", "ChooseByDecision", "BlockPublicAccess", "VerifyBucket"]);
        assert.equal(outcome.message, "Turned on in website: BlockPublicPolicy, RestrictPublicBuckets.");
        assert.deepEqual(await settings(), ALL);
    });

    it("changes nothing unless it is told to", async () => {
        const outcome = await document.run({ BucketName: Bucket });
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.match(outcome.message, /^Dry run: would be turned on in website: BlockPublicPolicy, Restrict/);
        assert.equal((await settings())?.BlockPublicPolicy, false);
    });

    it("does nothing a second time", async () => {
        await block(ALL);
        const outcome = await document.run({ BucketName: Bucket, DryRun: "false" });
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.deepEqual(outcome.ran, ["InspectBucket", "ChooseByDecision"]);
        assert.equal(outcome.message, "website blocks public access already.");
    });

    it("fails where a setting is off after it was turned on", async () => {
        await document.inject({ service: "s3", operation: "PutPublicAccessBlock", status: 200 });
        const outcome = await document.run({ BucketName: Bucket, DryRun: "false" });
        assert.equal(outcome.status, "Failed");
        assert.equal(outcome.ran.at(-1), "VerifyBucket: Failed");
        assert.match(outcome.failure, /Still off in website: BlockPublicPolicy, RestrictPublicBuckets/);
    });

    it("succeeds where the bucket is gone", async () => {
        const outcome = await document.run({ BucketName: "no-such-bucket", DryRun: "false" });
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.equal(outcome.message, "no-such-bucket is gone already.");
    });

    it("leaves a bucket that is exempt by name or by tag", async () => {
        const byName = await document.run({ BucketName: Bucket, DryRun: "false", ExemptResources: ["web*"] });
        assert.equal(byName.message, "website stays: it is exempt by name (web*).");
        const TagSet = [{ Key: "RemediationExempt", Value: "public by design" }];
        await s3().send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
        const byTag = await document.run({ BucketName: Bucket, DryRun: "false" });
        assert.equal(byTag.message, "website stays: it is exempt by its tag RemediationExempt.");
        assert.equal((await settings())?.BlockPublicPolicy, false);
    });
});
