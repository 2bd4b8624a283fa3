import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { deploy } from "../../components/deploy.ts";
import { InvalidConfigurationError } from "../../lib/diagnostic.ts";
import type { DeploymentPlan } from "../../lib/plan/plan.ts";
import { ACCOUNT, ALIASED_KEY_ID, REGION } from "../mock-provider.ts";
import { only, rows, run, valueOf } from "../harness.ts";
import { BUCKET, IDENTITY, packOf, planOf, ROLE_ARN, TOPIC_ARN } from "./plans.ts";

const KEY_ARN = `arn:aws:kms:${REGION}:${ACCOUNT}:key/delivery-key-id`;

function withoutTopic({ deliveryTopic, ...plan }: DeploymentPlan): DeploymentPlan {
    assert.ok(deliveryTopic);
    return plan;
}

describe("deploy", () => {
    it("registers exactly what the plan asks for, each row told apart by type and name", async () => {
        const done = await run(() => deploy(planOf(), IDENTITY));
        assert.deepEqual(rows(done), [
            "aws:cfg/conformancePack:ConformancePack iam-hygiene",
            "aws:cfg/deliveryChannel:DeliveryChannel config-channel",
            "aws:cfg/recorder:Recorder config-recorder",
            "aws:cfg/recorderStatus:RecorderStatus config-recorder-status",
            "aws:cfg/retentionConfiguration:RetentionConfiguration config-retention",
            "aws:iam/serviceLinkedRole:ServiceLinkedRole config-role",
            "aws:kms/alias:Alias delivery-alias",
            "aws:kms/key:Key delivery-key",
            "aws:s3/bucket:Bucket delivery-bucket",
            "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration delivery-bucket-lifecycle",
            "aws:s3/bucketOwnershipControls:BucketOwnershipControls delivery-bucket-ownership",
            "aws:s3/bucketPolicy:BucketPolicy delivery-bucket-policy",
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock delivery-bucket-public-access",
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration delivery-bucket-encryption",
            "aws:s3/bucketVersioning:BucketVersioning delivery-bucket-versioning",
            "aws:sns/topic:Topic delivery-topic",
            "aws:sns/topicPolicy:TopicPolicy delivery-topic-policy",
            "conformance-packs:config:ConformancePacks packs",
            "conformance-packs:config:DeliveryBucket delivery",
            "conformance-packs:config:DeliveryTopic delivery",
            "conformance-packs:config:EncryptionKey delivery",
            "conformance-packs:config:Recorder config",
        ]);
        assert.deepEqual(done.logs, []);
    });

    it("registers the outputs of every component, and nothing outside one", async () => {
        const done = await run(() => deploy(planOf(), IDENTITY));
        const components = done.registrations.filter(({ type }) => type.startsWith("conformance-packs:"));
        assert.deepEqual([...done.completed].sort(), components.map(({ name }) => name).sort());
        const orphans = done.registrations.filter(
            ({ type, parent }) => type.startsWith("aws:") && parent === undefined,
        );
        assert.deepEqual(orphans, []);
    });

    it("sends every regional resource to the plan's region", async () => {
        const done = await run(() => deploy(planOf(), IDENTITY));
        const elsewhere = done.registrations
            .filter(({ type }) => type.startsWith("aws:") && !type.startsWith("aws:iam/"))
            .filter(({ inputs }) => inputs["region"] !== REGION);
        assert.deepEqual(elsewhere, []);
    });

    it("makes the bucket first of all, so that a taken name stops everything", async () => {
        const plan = planOf({
            aggregators: [{ name: "everyone", source: "organization", regions: "all" }],
            alertTopic: { name: "alerts", keyAlias: "alerts", deletionWindowInDays: 30, subscriptions: [] },
            packs: [packOf({ delivery: { kind: "s3", objectKey: "iam-hygiene/abc.yaml" } })],
            templateBucket: { namePrefix: "conformance-packs-test-templates" },
        });
        const done = await run(() => deploy(plan, IDENTITY));
        const byName = new Map(done.registrations.map((each) => [each.name, each]));
        const waitsForBucket = (name: string, seen = new Set<string>()): boolean => {
            const { dependsOn = [] } = byName.get(name) ?? {};
            return dependsOn.some((each) => {
                const known = seen.has(each);
                seen.add(each);
                return each === "delivery-bucket" || (!known && waitsForBucket(each, seen));
            });
        };
        const early = done.registrations
            .filter(({ type, name }) => type.startsWith("aws:") && name !== "delivery-bucket" && !waitsForBucket(name))
            .map(({ name }) => name);
        assert.deepEqual(early, []);
        assert.deepEqual(only(done, "aws:s3/bucket:Bucket", "delivery-bucket").dependsOn, []);
    });

    it("keeps the order: policies and role, recorder, channel, status, packs", async () => {
        const done = await run(() => deploy(planOf(), IDENTITY));
        const before = (type: string, name: string) => only(done, type, name).dependsOn;
        assert.ok(before("aws:cfg/recorder:Recorder", "config-recorder").includes("config-role"));
        const channel = before("aws:cfg/deliveryChannel:DeliveryChannel", "config-channel");
        for (const name of ["config-recorder", "delivery-bucket-policy", "delivery-key", "delivery-topic-policy"]) {
            assert.ok(channel.includes(name), name);
        }
        assert.deepEqual(before("aws:cfg/recorderStatus:RecorderStatus", "config-recorder-status"), [
            "config-channel",
            "config-recorder",
        ]);
        assert.ok(before("aws:cfg/conformancePack:ConformancePack", "iam-hygiene").includes("config-recorder-status"));
    });

    it("returns what a stack exports", async () => {
        const { result } = await run(() => deploy(planOf(), IDENTITY));
        assert.equal(result.account, ACCOUNT);
        assert.equal(result.region, REGION);
        assert.equal(result.recorderRoleArn, ROLE_ARN);
        assert.deepEqual(result.retained, ["deliveryBucket", "encryptionKey"]);
        assert.equal(await valueOf(pulumi.output(result.deliveryBucket)), BUCKET);
        assert.equal(await valueOf(result.recorderName), "default");
        assert.ok(result.encryptionKeyArn && result.deliveryTopicArn);
        assert.equal(await valueOf(result.encryptionKeyArn), KEY_ARN);
        assert.equal(await valueOf(result.deliveryTopicArn), TOPIC_ARN);
        assert.deepEqual(Object.keys(result.packs), ["iam-hygiene"]);
        assert.equal("alertTopicArn" in result, false);
    });

    it("leaves out what the plan leaves out", async () => {
        const plan = withoutTopic(planOf({ packs: [] }));
        const done = await run(() => deploy(plan, IDENTITY));
        assert.deepEqual(
            rows(done).filter((row) => /sns|onformancePack/.test(row)),
            [],
        );
        const channel = only(done, "aws:cfg/deliveryChannel:DeliveryChannel", "config-channel");
        assert.equal("snsTopicArn" in channel.inputs, false);
    });

    it("only refers to what is used, and gives a used bucket no policy", async () => {
        const plan = planOf({
            deliveryBucket: { mode: "use", name: "central-history", prefix: "config" },
            encryptionKey: { mode: "none" },
            role: { mode: "use" },
            recorder: { mode: "use", name: "aws-controltower-BaselineConfigRecorder" },
            deliveryChannel: { mode: "use", name: "aws-controltower-BaselineConfigDeliveryChannel" },
            retention: { mode: "use", days: 2557 },
        });
        const done = await run(() => deploy(plan, IDENTITY));
        assert.deepEqual(rows(done), [
            "aws:cfg/conformancePack:ConformancePack iam-hygiene",
            "aws:sns/topic:Topic delivery-topic",
            "aws:sns/topicPolicy:TopicPolicy delivery-topic-policy",
            "conformance-packs:config:ConformancePacks packs",
            "conformance-packs:config:DeliveryTopic delivery",
            "conformance-packs:config:Recorder config",
        ]);
        assert.equal(await valueOf(pulumi.output(done.result.deliveryBucket)), "central-history");
        assert.equal(await valueOf(done.result.recorderName), "aws-controltower-BaselineConfigRecorder");
        assert.deepEqual(done.result.retained, []);
    });

    it("encrypts its own bucket with a used key", async () => {
        const arn = `arn:aws:kms:${REGION}:${ACCOUNT}:key/elsewhere`;
        const done = await run(() => deploy(planOf({ encryptionKey: { mode: "use", arn } }), IDENTITY));
        assert.equal(rows(done).filter((row) => row.includes("kms")).length, 0);
        const channel = only(done, "aws:cfg/deliveryChannel:DeliveryChannel", "config-channel");
        assert.equal(channel.inputs["s3KmsKeyArn"], arn);
        assert.deepEqual(done.result.retained, ["deliveryBucket"]);
    });

    it("adopts bucket, key and alias by import, and the rest of a bucket by putting it", async () => {
        const base = planOf();
        assert.ok(base.deliveryBucket.mode === "create" && base.encryptionKey.mode === "create");
        const plan = planOf({
            deliveryBucket: { ...base.deliveryBucket, mode: "adopt" },
            encryptionKey: { ...base.encryptionKey, mode: "adopt" },
        });
        const done = await run(() => deploy(plan, IDENTITY));
        const imports = done.registrations
            .filter(({ options }) => options.import !== undefined)
            .map(({ name, options }) => [name, options.import]);
        assert.deepEqual(Object.fromEntries(imports), {
            "delivery-bucket": BUCKET,
            "delivery-key": ALIASED_KEY_ID,
            "delivery-alias": "alias/conformance-packs-test",
        });
        assert.ok(done.calls.includes("aws:kms/getAlias:getAlias"));
        for (const name of ["delivery-bucket", "delivery-alias"]) {
            const found = done.registrations.find((each) => each.name === name);
            assert.equal(found?.options.hooks, undefined, name);
        }
    });

    it("makes no bucket, key or topic for a delivery channel that something else manages", async () => {
        const plan = withoutTopic(
            planOf({
                encryptionKey: { mode: "none" },
                deliveryBucket: { mode: "none" },
                deliveryChannel: { mode: "use", name: "theirs" },
                recorder: { mode: "use", name: "theirs" },
                retention: { mode: "use", days: 2557 },
            }),
        );
        const done = await run(() => deploy(plan, IDENTITY));
        assert.deepEqual(rows(done), [
            "aws:cfg/conformancePack:ConformancePack iam-hygiene",
            "conformance-packs:config:ConformancePacks packs",
            "conformance-packs:config:Recorder config",
        ]);
        assert.equal("deliveryBucket" in done.result, false);
        assert.deepEqual(done.logs, []);
    });

    it("registers nothing where a bucket's name gets too long", async () => {
        const base = planOf();
        assert.ok("namePrefix" in base.deliveryBucket);
        const plan = planOf({ deliveryBucket: { ...base.deliveryBucket, namePrefix: "p".repeat(50) } });
        const done = await run(() => assert.rejects(deploy(plan, IDENTITY), InvalidConfigurationError));
        assert.deepEqual(done.registrations, []);
    });

    it("runs as a preview too", async () => {
        const done = await run(() => deploy(planOf(), IDENTITY), { preview: true });
        assert.equal(rows(done).length, 22);
    });
});

describe("the mocks", () => {
    it("fail a run that registers a type they do not know", async () => {
        class Typo extends pulumi.CustomResource {
            constructor() {
                super("aws:s3/bukket:Bukket", "typo");
            }
        }
        await assert.rejects(
            run(() => void new Typo()),
            /no resource type aws:s3\/bukket:Bukket \(typo\)/,
        );
    });

    it("fail a run that calls a function they do not know", async () => {
        await assert.rejects(
            run(() => pulumi.runtime.invoke("aws:s3/getBukket:getBukket", {})),
            /no function aws:s3\/getBukket:getBukket/,
        );
    });
});
