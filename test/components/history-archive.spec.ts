import assert from "node:assert/strict";
import { deploy } from "../../components/deploy.ts";
import type { DeploymentPlan } from "../../lib/plan/plan.ts";
import type { PolicyDocument } from "../../lib/policies/policy-document.ts";
import { only, run, type Run, type RunOptions } from "../harness.ts";
import { ACCOUNT, REGION } from "../mock-provider.ts";
import { ARCHIVE, BUCKET, IDENTITY, planOf, REPLICA } from "./plans.ts";

const ARCHIVE_NAME = `config-archive-test-${ACCOUNT}-${REGION}`;

function deployed(changes: Partial<DeploymentPlan>, options: RunOptions = {}) {
    return run(() => deploy(planOf(changes), IDENTITY), options);
}

function delivering(changes: object = {}): Partial<DeploymentPlan> {
    return {
        deliveryBucket: {
            mode: "create",
            namePrefix: "conformance-packs-test",
            lifecycle: { noncurrentVersionsExpireAfterDays: 365 },
            ...changes,
        },
    };
}

const inputs = (done: Run<unknown>, type: string, name: string) => only(done, `aws:${type}`, name).inputs;

describe("the replication of history", () => {
    it("copies everything to the other account, and no deletion", async () => {
        const done = await deployed(delivering({ replica: REPLICA }));
        assert.deepEqual(
            inputs(done, "s3/bucketReplicationConfig:BucketReplicationConfig", "replication-configuration"),
            {
                region: REGION,
                bucket: BUCKET,
                role: `arn:aws:iam::${ACCOUNT}:role/replication-role-1234567`,
                rules: [
                    {
                        id: "history",
                        status: "Enabled",
                        priority: 1,
                        filter: { prefix: "" },
                        deleteMarkerReplication: { status: "Disabled" },
                        sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
                        destination: {
                            account: REPLICA.account,
                            bucket: `arn:aws:s3:::${REPLICA.bucket}`,
                            accessControlTranslation: { owner: "Destination" },
                            encryptionConfiguration: { replicaKmsKeyId: REPLICA.keyArn },
                        },
                    },
                ],
            },
        );
        const role = inputs(done, "iam/role:Role", "replication-role");
        assert.equal(role["name"], "conformance-packs-test-replication");
        const policy = String(inputs(done, "iam/rolePolicy:RolePolicy", "replication-role-policy")["policy"]);
        assert.ok(policy.includes(`arn:aws:kms:${REGION}:${ACCOUNT}:key/delivery-key-id`), policy);
        assert.ok(!policy.includes("ReplicateDelete"), policy);
    });

    it("comes within 15 minutes where that is asked for", async () => {
        const done = await deployed(delivering({ replica: { ...REPLICA, replicationTime: true } }));
        const configuration = inputs(
            done,
            "s3/bucketReplicationConfig:BucketReplicationConfig",
            "replication-configuration",
        );
        const [rule] = configuration["rules"] as { destination: Readonly<Record<string, unknown>> }[];
        assert.deepEqual(
            [rule?.destination["replicationTime"], rule?.destination["metrics"]],
            [
                { status: "Enabled", time: { minutes: 15 } },
                { status: "Enabled", eventThreshold: { minutes: 15 } },
            ],
        );
    });

    it("begins once the bucket is safe, and ends with the stack, unlike the bucket", async () => {
        const done = await deployed(delivering({ replica: REPLICA }));
        const component = only(done, "conformance-packs:config:HistoryReplication", "replication");
        assert.deepEqual([component.parent, component.options], ["delivery", { retainOnDelete: false }]);
        assert.ok(component.dependsOn.includes("delivery-bucket-policy"), String(component.dependsOn));
    });
});

describe("protection of history", () => {
    it("is asked for, and then holds for the bucket with all that belongs to it", async () => {
        const [usual, guarded] = [await deployed(delivering()), await deployed(delivering({ protect: true }))];
        const options = (done: Run<unknown>) =>
            only(done, "conformance-packs:config:DeliveryBucket", "delivery").options;
        assert.deepEqual(options(usual), { retainOnDelete: true });
        assert.deepEqual(options(guarded), { retainOnDelete: true, protect: true });
    });
});

describe("the history archive", () => {
    it("locks from the first object on, and outlives the stack", async () => {
        const done = await deployed({ historyArchive: ARCHIVE });
        assert.deepEqual(inputs(done, "s3/bucket:Bucket", "archive-bucket"), {
            region: REGION,
            bucket: ARCHIVE_NAME,
            tags: { team: "security" },
            objectLockEnabled: true,
        });
        assert.deepEqual(
            inputs(done, "s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", "archive-bucket-lock"),
            {
                region: REGION,
                bucket: ARCHIVE_NAME,
                objectLockEnabled: "Enabled",
                rule: { defaultRetention: { mode: "COMPLIANCE", days: 400 } },
            },
        );
        const component = only(done, "conformance-packs:config:HistoryArchive", "archive");
        assert.deepEqual(component.options, { retainOnDelete: true, protect: true });
        const inside = done.registrations.filter(({ parent }) => parent === "archive");
        assert.equal(inside.length, 11);
        for (const { name, options } of inside) {
            // The SDK hands protection down, and the engine the other.
            assert.deepEqual([options.protect, "retainOnDelete" in options], [true, false], name);
        }
    });

    it("lets the roles in that replicate, and nobody else write", async () => {
        const done = await deployed({ historyArchive: ARCHIVE });
        const text = inputs(done, "s3/bucketPolicy:BucketPolicy", "archive-bucket-policy")["policy"];
        const { Statement: statements } = JSON.parse(String(text)) as PolicyDocument;
        assert.deepEqual(
            statements.map(({ Sid, Effect, Action }) => [Sid, Effect, Action]),
            [
                ["DenyInsecureTransport", "Deny", "s3:*"],
                ["DenyOtherWriters", "Deny", "s3:PutObject"],
                [
                    "Replicas",
                    "Allow",
                    ["s3:ObjectOwnerOverrideToBucketOwner", "s3:ReplicateObject", "s3:ReplicateTags"],
                ],
                ["ReplicaBucket", "Allow", "s3:GetBucketVersioning"],
                ["Readers", "Allow", ["s3:GetObject", "s3:GetObjectVersion"]],
                ["ReaderList", "Allow", ["s3:ListBucket", "s3:ListBucketVersions"]],
            ],
        );
        assert.deepEqual(statements[2]?.Principal, { AWS: ["arn:aws:iam::444455556666:root"] });
        assert.deepEqual(statements[2].Condition, {
            ArnEquals: {
                "aws:PrincipalArn": [
                    "arn:aws:iam::444455556666:role/conformance-packs-dev-replication",
                    "arn:aws:iam::444455556666:role/conformance-packs-prod-replication",
                ],
            },
        });
    });

    it("ends no version, replaced or not, before it is asked to", async () => {
        const lifecycleOf = async (plan: typeof ARCHIVE) =>
            inputs(
                await deployed({ historyArchive: plan }),
                "s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
                "archive-bucket-lifecycle",
            )["rules"];
        const rule = {
            id: "replicas",
            status: "Enabled",
            filter: { prefix: "" },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        };
        assert.deepEqual(await lifecycleOf({ ...ARCHIVE, lifecycle: {} }), [rule]);
        assert.deepEqual(await lifecycleOf(ARCHIVE), [
            {
                ...rule,
                transitions: [{ days: 90, storageClass: "STANDARD_IA" }],
                expiration: { days: 800 },
                noncurrentVersionExpiration: { noncurrentDays: 800 },
            },
        ]);
    });

    it("tells what the other stacks have to name", async () => {
        const { result } = await deployed({ historyArchive: ARCHIVE });
        assert.deepEqual(result.retained, ["deliveryBucket", "encryptionKey", "historyArchive", "historyArchiveKey"]);
        assert.ok(result.historyArchive !== undefined && result.historyArchiveKeyArn !== undefined);
    });

    it("is refused in the account whose history it keeps, as is a replica", async () => {
        const own = { historyArchive: { ...ARCHIVE, sources: [{ account: ACCOUNT, roleName: "replication" }] } };
        await assert.rejects(deployed(own), /in the account whose history it keeps/);
        const copy = delivering({ replica: { ...REPLICA, account: ACCOUNT } });
        await assert.rejects(deployed(copy), /whoever can delete history there can delete both/);
    });
});

describe("a delivery bucket that locks what comes", () => {
    const token = "aws:s3/getBucketObjectLockConfiguration:getBucketObjectLockConfiguration";
    const locked = { rules: [{ defaultRetentions: [{ mode: "GOVERNANCE", days: 1, years: 0 }] }] };
    const adopted = delivering({ mode: "adopt", name: "existing" });
    const used: Partial<DeploymentPlan> = { deliveryBucket: { mode: "use", name: "elsewhere" } };

    for (const [mode, changes] of Object.entries({ adopted, used })) {
        it(`is refused before anything is registered: ${mode}`, async () => {
            const calls = { [token]: () => locked };
            await assert.rejects(
                deployed(changes, { calls }),
                /S3 Object Lock with a default retention \(GOVERNANCE\)/,
            );
        });
    }

    it("passes without a default retention, and where it cannot be looked at", async () => {
        await deployed(adopted, { calls: { [token]: () => ({ rules: [] }) } });
        const refuse = () => {
            throw new Error("AccessDenied");
        };
        await deployed(adopted, { calls: { [token]: refuse } });
    });
});
