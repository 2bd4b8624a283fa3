import assert from "node:assert/strict";
import { deploy } from "../../components/deploy.ts";
import type { PolicyDocument } from "../../lib/policies/policy-document.ts";
import { only, rows, run, valueOf } from "../harness.ts";
import { ACCOUNT } from "../mock-provider.ts";
import { BUCKET, IDENTITY, packOf, planOf, regionOf } from "./plans.ts";

const TWO_REGIONS = planOf({
    aggregators: [{ name: "all", source: { accounts: ["self"] }, regions: "all" }],
    homeRegion: "us-east-1",
    furtherRegions: [
        regionOf("us-east-1", {
            deliveryTopic: { name: "conformance-packs-test", subscriptions: [] },
            packs: [packOf(), packOf({ name: "long", delivery: { kind: "s3", objectKey: "long/1.yaml" } })],
            templateBucket: { namePrefix: "templates" },
        }),
    ],
});

describe("a stack of several regions", () => {
    it("has everything that a region needs in each, and what there is once in its own", async () => {
        const done = await run(() => deploy(TWO_REGIONS, IDENTITY));
        const there = done.registrations.filter(({ inputs }) => inputs["region"] === "us-east-1");
        assert.deepEqual(there.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`).sort(), [
            "Bucket templates-us-east-1-bucket",
            "BucketObjectv2 long-us-east-1-template",
            "BucketOwnershipControls templates-us-east-1-bucket-ownership",
            "BucketPolicy templates-us-east-1-bucket-policy",
            "BucketPublicAccessBlock templates-us-east-1-bucket-public-access",
            "BucketServerSideEncryptionConfiguration templates-us-east-1-bucket-encryption",
            "BucketVersioning templates-us-east-1-bucket-versioning",
            "ConfigurationAggregator all",
            "ConformancePack iam-hygiene-us-east-1",
            "ConformancePack long-us-east-1",
            "DeliveryChannel config-us-east-1-channel",
            "Recorder config-us-east-1-recorder",
            "RecorderStatus config-us-east-1-recorder-status",
            "RetentionConfiguration config-us-east-1-retention",
            "Topic delivery-us-east-1-topic",
            "TopicPolicy delivery-us-east-1-topic-policy",
        ]);
        assert.equal(rows(done).filter((row) => row.includes("ServiceLinkedRole")).length, 1);
    });

    it("gives packs their own name in AWS, whatever the resource is called", async () => {
        const done = await run(() => deploy(TWO_REGIONS, IDENTITY));
        const pack = only(done, "aws:cfg/conformancePack:ConformancePack", "iam-hygiene-us-east-1");
        assert.equal(pack.inputs["name"], "iam-hygiene");
        assert.equal(only(done, "aws:cfg/recorder:Recorder", "config-us-east-1-recorder").inputs["name"], "default");
    });

    it("delivers to the one bucket, through a topic of the region", async () => {
        const done = await run(() => deploy(TWO_REGIONS, IDENTITY));
        const { inputs } = only(done, "aws:cfg/deliveryChannel:DeliveryChannel", "config-us-east-1-channel");
        assert.equal(inputs["s3BucketName"], BUCKET);
        assert.equal(inputs["snsTopicArn"], `arn:aws:sns:us-east-1:${ACCOUNT}:conformance-packs-test`);
    });

    it("admits AWS Config of each region to bucket and key, and to a topic its own only", async () => {
        const done = await run(() => deploy(TWO_REGIONS, IDENTITY));
        const sources = (type: string, name: string): unknown[] => {
            const policy = JSON.parse(String(only(done, type, name).inputs["policy"])) as PolicyDocument;
            return policy.Statement.flatMap(({ Condition }) => Condition?.["ArnLike"]?.["aws:SourceArn"] ?? []);
        };
        const both = [`arn:aws:config:eu-west-1:${ACCOUNT}:*`, `arn:aws:config:us-east-1:${ACCOUNT}:*`];
        assert.deepEqual(sources("aws:s3/bucketPolicy:BucketPolicy", "delivery-bucket-policy"), [
            ...both,
            ...both,
            ...both,
        ]);
        assert.deepEqual(sources("aws:kms/key:Key", "delivery-key"), both);
        assert.deepEqual(sources("aws:sns/topicPolicy:TopicPolicy", "delivery-us-east-1-topic-policy"), [both[1]]);
    });

    it("lets other regions wait for the role that the first recorder brings", async () => {
        const done = await run(() => deploy(TWO_REGIONS, IDENTITY));
        const role = only(done, "aws:iam/serviceLinkedRole:ServiceLinkedRole", "config-role");
        const recorder = only(done, "aws:cfg/recorder:Recorder", "config-us-east-1-recorder");
        assert.ok(recorder.dependsOn.includes(role.name));
    });

    it("brings the role where only a further region records", async () => {
        const plan = planOf({
            recorder: { mode: "use", name: "default" },
            furtherRegions: [regionOf("us-east-1")],
        });
        const done = await run(() => deploy(plan, IDENTITY));
        assert.equal(rows(done).filter((row) => row.includes("ServiceLinkedRole")).length, 1);
    });

    it("enables a region before anything is made there, and never disables it", async () => {
        const plan = planOf({ furtherRegions: [regionOf("ap-east-1", { enable: true })] });
        const done = await run(() => deploy(plan, IDENTITY));
        const optIn = only(done, "aws:account/region:Region", "ap-east-1-opt-in");
        assert.deepEqual(optIn.inputs, { regionName: "ap-east-1", enabled: true });
        assert.equal(optIn.options.retainOnDelete, true);
        const pack = only(done, "aws:cfg/conformancePack:ConformancePack", "iam-hygiene-ap-east-1");
        assert.ok(pack.dependsOn.includes(optIn.name));
    });

    it("imports what is adopted by an identifier that says where it is, in further regions only", async () => {
        const { recorder, deliveryChannel } = planOf();
        assert.ok(recorder.mode !== "use" && deliveryChannel.mode !== "use");
        const adopted = {
            recorder: { ...recorder, mode: "adopt", name: "theirs" },
            deliveryChannel: { ...deliveryChannel, mode: "adopt" },
            retention: { mode: "adopt", days: 90 },
        } as const;
        const plan = planOf({ ...adopted, furtherRegions: [regionOf("us-east-1", adopted)] });
        const done = await run(() => deploy(plan, IDENTITY));
        const imported = (type: string, name: string): unknown => only(done, type, name).options.import;
        const identifiers = (config: string): unknown[] => [
            imported("aws:cfg/recorder:Recorder", `${config}-recorder`),
            imported("aws:cfg/deliveryChannel:DeliveryChannel", `${config}-channel`),
            imported("aws:cfg/retentionConfiguration:RetentionConfiguration", `${config}-retention`),
        ];
        assert.deepEqual(identifiers("config"), ["theirs", "default", "default"]);
        assert.deepEqual(identifiers("config-us-east-1"), [
            "theirs@us-east-1",
            "default@us-east-1",
            "default@us-east-1",
        ]);
    });

    it("exports each region's recorder, topic and packs", async () => {
        const { result } = await run(async () => {
            const outputs = (await deploy(TWO_REGIONS, IDENTITY)).regions?.["us-east-1"];
            assert.ok(outputs?.deliveryTopicArn);
            return {
                recorder: await valueOf(outputs.recorderName),
                topic: await valueOf(outputs.deliveryTopicArn),
                packs: Object.keys(outputs.packs),
            };
        });
        assert.deepEqual(result, {
            recorder: "default",
            topic: `arn:aws:sns:us-east-1:${ACCOUNT}:conformance-packs-test`,
            packs: ["iam-hygiene", "long"],
        });
    });
});
