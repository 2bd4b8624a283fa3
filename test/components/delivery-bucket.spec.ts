import assert from "node:assert/strict";
import { Topic } from "@pulumi/aws/sns/topic.js";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { DeliveryBucketArgs } from "../../components/delivery-bucket.ts";
import { DeliveryBucket } from "../../components/delivery-bucket.ts";
import { deliveryBucketPolicy } from "../../lib/policies/delivery-bucket-policy.ts";
import { policyDocument } from "../../lib/policies/policy-document.ts";
import { only, run } from "../harness.ts";
import { ACCOUNT, REGION } from "../mock-provider.ts";
import { BUCKET, namesOf } from "./plans.ts";

const KEY_ARN = `arn:aws:kms:${REGION}:${ACCOUNT}:key/delivery-key-id`;

const KEY = {
    plan: { mode: "create", alias: "history", deletionWindowInDays: 7, administrators: [] },
    policy: policyDocument(),
} as const;

function record(changes: Partial<DeliveryBucketArgs> = {}, opts?: ComponentResourceOptions) {
    const args: DeliveryBucketArgs = {
        names: namesOf(),
        tags: { team: "security" },
        adopt: false,
        lifecycle: { noncurrentVersionsExpireAfterDays: 365 },
        key: KEY,
        ...changes,
    };
    return run(() => new DeliveryBucket("delivery", args, opts));
}

describe("DeliveryBucket", () => {
    it("outlives the stack with everything that protects it", async () => {
        const done = await record();
        const component = only(done, "conformance-packs:config:DeliveryBucket", "delivery");
        assert.deepEqual(component.options, { retainOnDelete: true });
        // The engine hands retainOnDelete down to whatever has the component above it, unless a child says otherwise.
        const children = done.registrations.filter((each) => each !== component);
        assert.equal(children.length, 10);
        for (const { name, parent, options } of children) {
            assert.equal(parent, "delivery", name);
            assert.equal("retainOnDelete" in options, false, name);
            assert.equal("protect" in options, false, name);
        }
    });

    it("is private, owned by the account, versioned and encrypted through a bucket key", async () => {
        const done = await record();
        const input = (type: string, name: string) => only(done, type, name).inputs;
        const target = { bucket: BUCKET, region: REGION };
        assert.deepEqual(input("aws:s3/bucket:Bucket", "delivery-bucket"), { ...target, tags: { team: "security" } });
        assert.deepEqual(input("aws:s3/bucketOwnershipControls:BucketOwnershipControls", "delivery-bucket-ownership"), {
            ...target,
            rule: { objectOwnership: "BucketOwnerEnforced" },
        });
        assert.deepEqual(
            input("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "delivery-bucket-public-access"),
            {
                ...target,
                blockPublicAcls: true,
                blockPublicPolicy: true,
                ignorePublicAcls: true,
                restrictPublicBuckets: true,
            },
        );
        assert.deepEqual(input("aws:s3/bucketVersioning:BucketVersioning", "delivery-bucket-versioning"), {
            ...target,
            versioningConfiguration: { status: "Enabled" },
        });
        assert.deepEqual(
            input(
                "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
                "delivery-bucket-encryption",
            ),
            {
                ...target,
                rules: [
                    {
                        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: KEY_ARN },
                        bucketKeyEnabled: true,
                    },
                ],
            },
        );
    });

    it("has the policy of its bucket and key, put after everything else", async () => {
        const done = await record({ prefix: "config" });
        const policy = only(done, "aws:s3/bucketPolicy:BucketPolicy", "delivery-bucket-policy");
        const { partition, account, region, deliveryBucketArn: bucketArn } = namesOf();
        assert.deepEqual(
            JSON.parse(String(policy.inputs["policy"])),
            deliveryBucketPolicy({ partition, account, region, bucketArn, keyArn: KEY_ARN, prefix: "config" }),
        );
        assert.deepEqual(policy.dependsOn, [
            "delivery-bucket",
            "delivery-bucket-encryption",
            "delivery-bucket-ownership",
            "delivery-bucket-public-access",
            "delivery-bucket-versioning",
            "delivery-key",
        ]);
    });

    it("makes a key that rotates, after the bucket, whose name may be taken", async () => {
        const done = await record();
        const key = only(done, "aws:kms/key:Key", "delivery-key");
        assert.deepEqual(key.dependsOn, ["delivery-bucket"]);
        assert.equal(key.inputs["enableKeyRotation"], true);
        assert.equal(key.inputs["deletionWindowInDays"], 7);
        assert.deepEqual(key.inputs["tags"], { team: "security", "conformance-packs:key": "delivery" });
        const alias = only(done, "aws:kms/alias:Alias", "delivery-alias");
        assert.deepEqual(alias.inputs, { name: "alias/history", region: REGION, targetKeyId: "delivery-key-id" });
    });

    const lifecycle = async (changes: Partial<DeliveryBucketArgs["lifecycle"]>) => {
        const done = await record({ lifecycle: { noncurrentVersionsExpireAfterDays: 30, ...changes } });
        const found = only(
            done,
            "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
            "delivery-bucket-lifecycle",
        );
        assert.ok(found.dependsOn.includes("delivery-bucket-versioning"));
        return found.inputs["rules"];
    };
    const always = {
        id: "configuration-history",
        status: "Enabled",
        filter: { prefix: "" },
        noncurrentVersionExpiration: { noncurrentDays: 30 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    };

    it("deletes nothing current unless told to", async () => {
        assert.deepEqual(await lifecycle({}), [always]);
        assert.deepEqual(await lifecycle({ expireAfterDays: 2557 }), [{ ...always, expiration: { days: 2557 } }]);
    });

    it("moves history only to classes that are read at once", async () => {
        assert.deepEqual(await lifecycle({ infrequentAccessAfterDays: 90, glacierInstantRetrievalAfterDays: 180 }), [
            {
                ...always,
                transitions: [
                    { days: 90, storageClass: "STANDARD_IA" },
                    { days: 180, storageClass: "GLACIER_IR" },
                ],
            },
        ]);
    });

    it("adopts a key by its ARN, to which it gives an alias", async () => {
        const done = await record({ key: { ...KEY, adoption: { keyId: "abc", withAlias: false } } });
        assert.equal(only(done, "aws:kms/key:Key", "delivery-key").options.import, "abc");
        assert.equal(only(done, "aws:kms/alias:Alias", "delivery-alias").options.import, undefined);
    });

    it("keeps the options of its caller, and what the caller waits for", async () => {
        const done = await run(() => {
            const first = new Topic("first", { name: "first" });
            const args = { names: namesOf(), tags: {}, adopt: false, key: KEY };
            const lifecycleArgs = { lifecycle: { noncurrentVersionsExpireAfterDays: 365 } };
            new DeliveryBucket(
                "delivery",
                { ...args, ...lifecycleArgs },
                { protect: true, dependsOn: first, retainOnDelete: false },
            );
        });
        const component = only(done, "conformance-packs:config:DeliveryBucket", "delivery");
        assert.deepEqual(component.options, { protect: true, retainOnDelete: false });
        assert.deepEqual(component.dependsOn, ["first"]);
        assert.deepEqual(only(done, "aws:s3/bucket:Bucket", "delivery-bucket").dependsOn, ["first"]);
    });
});
