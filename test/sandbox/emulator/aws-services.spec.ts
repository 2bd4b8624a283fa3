import assert from "node:assert/strict";
import {
    CreateAliasCommand,
    CreateKeyCommand,
    DescribeKeyCommand,
    EnableKeyRotationCommand,
    GetKeyPolicyCommand,
    GetKeyRotationStatusCommand,
    KMSClient,
    ListResourceTagsCommand,
    PutKeyPolicyCommand,
    ScheduleKeyDeletionCommand,
    UpdateKeyDescriptionCommand,
} from "@aws-sdk/client-kms";
import {
    CreateBucketCommand,
    DeleteBucketCommand,
    DeleteObjectCommand,
    GetBucketEncryptionCommand,
    GetBucketOwnershipControlsCommand,
    GetBucketPolicyCommand,
    GetBucketTaggingCommand,
    GetPublicAccessBlockCommand,
    PutObjectCommand,
    S3Client,
} from "@aws-sdk/client-s3";
import { useEmulator } from "./emulator-fixture.ts";

/** What the project's own resources lean on, as AWS documents it. */
describe("AWS emulator: S3 and KMS", () => {
    const fixture = useEmulator();
    const s3 = (region?: string): S3Client =>
        new S3Client({ ...fixture.settings(region === undefined ? {} : { region }), forcePathStyle: true });
    const kms = (): KMSClient => new KMSClient(fixture.settings());
    const create = (bucket: string): Promise<unknown> =>
        s3().send(
            new CreateBucketCommand({
                Bucket: bucket,
                CreateBucketConfiguration: { LocationConstraint: "eu-central-1" },
            }),
        );

    beforeEach(() => fixture.reset());

    it("creates one's own bucket again in us-east-1 only", async () => {
        await create("mine");
        await assert.rejects(create("mine"), { name: "BucketAlreadyOwnedByYou" });
        await s3("us-east-1").send(new CreateBucketCommand({ Bucket: "old" }));
        await s3("us-east-1").send(new CreateBucketCommand({ Bucket: "old" }));
    });

    it("encrypts, owns and closes new buckets by default", async () => {
        await create("mine");
        const { ServerSideEncryptionConfiguration: encryption } = await s3().send(
            new GetBucketEncryptionCommand({ Bucket: "mine" }),
        );
        assert.equal(encryption?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm, "AES256");
        const { OwnershipControls: ownership } = await s3().send(
            new GetBucketOwnershipControlsCommand({ Bucket: "mine" }),
        );
        assert.equal(ownership?.Rules?.[0]?.ObjectOwnership, "BucketOwnerEnforced");
        const { PublicAccessBlockConfiguration: block } = await s3().send(
            new GetPublicAccessBlockCommand({ Bucket: "mine" }),
        );
        assert.equal(block?.BlockPublicPolicy, true);
        await assert.rejects(s3().send(new GetBucketPolicyCommand({ Bucket: "mine" })), { name: "NoSuchBucketPolicy" });
    });

    it("tags a bucket with its creation", async () => {
        const Tags = [{ Key: "a", Value: "b" }];
        await s3().send(
            new CreateBucketCommand({
                Bucket: "mine",
                CreateBucketConfiguration: { LocationConstraint: "eu-central-1", Tags },
            }),
        );
        assert.deepEqual((await s3().send(new GetBucketTaggingCommand({ Bucket: "mine" }))).TagSet, Tags);
        const home = s3("us-east-1");
        await home.send(new CreateBucketCommand({ Bucket: "old", CreateBucketConfiguration: { Tags } }));
        assert.deepEqual((await home.send(new GetBucketTaggingCommand({ Bucket: "old" }))).TagSet, Tags);
    });

    it("deletes an empty bucket only", async () => {
        await create("mine");
        await s3().send(new PutObjectCommand({ Bucket: "mine", Key: "a", Body: "b" }));
        await assert.rejects(s3().send(new DeleteBucketCommand({ Bucket: "mine" })), { name: "BucketNotEmpty" });
        await s3().send(new DeleteObjectCommand({ Bucket: "mine", Key: "a" }));
        await s3().send(new DeleteBucketCommand({ Bucket: "mine" }));
    });

    it("keeps a key's policy, rotation, description and tags", async () => {
        const tags = [{ TagKey: "team", TagValue: "security" }];
        const { KeyMetadata: key } = await kms().send(new CreateKeyCommand({ Description: "first", Tags: tags }));
        const KeyId = key?.KeyId;
        assert.equal((await kms().send(new GetKeyRotationStatusCommand({ KeyId }))).KeyRotationEnabled, false);
        await kms().send(new EnableKeyRotationCommand({ KeyId }));
        assert.equal((await kms().send(new GetKeyRotationStatusCommand({ KeyId }))).KeyRotationEnabled, true);
        const Policy = JSON.stringify({
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Principal: { AWS: "arn:aws:iam::123456789012:root" },
                    Action: "kms:*",
                    Resource: "*",
                },
            ],
        });
        await kms().send(new PutKeyPolicyCommand({ KeyId, PolicyName: "default", Policy }));
        const read = await kms().send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }));
        assert.deepEqual(JSON.parse(read.Policy ?? ""), JSON.parse(Policy));
        await kms().send(new UpdateKeyDescriptionCommand({ KeyId, Description: "second" }));
        assert.equal((await kms().send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.Description, "second");
        assert.deepEqual((await kms().send(new ListResourceTagsCommand({ KeyId }))).Tags, tags);
    });

    it("gives an alias once, and deletes a key later", async () => {
        const { KeyMetadata: key } = await kms().send(new CreateKeyCommand({}));
        const alias = { AliasName: "alias/config", TargetKeyId: key?.KeyId };
        await kms().send(new CreateAliasCommand(alias));
        await assert.rejects(kms().send(new CreateAliasCommand(alias)), { name: "AlreadyExistsException" });
        await assert.rejects(
            kms().send(new ScheduleKeyDeletionCommand({ KeyId: key?.KeyId, PendingWindowInDays: 6 })),
            { name: "ValidationException" },
        );
        await kms().send(new ScheduleKeyDeletionCommand({ KeyId: key?.KeyId, PendingWindowInDays: 7 }));
        const { KeyMetadata: pending } = await kms().send(new DescribeKeyCommand({ KeyId: key?.KeyId }));
        assert.equal(pending?.KeyState, "PendingDeletion");
        await assert.rejects(
            kms().send(new ScheduleKeyDeletionCommand({ KeyId: key?.KeyId, PendingWindowInDays: 7 })),
            { name: "KMSInvalidStateException" },
        );
    });
});
