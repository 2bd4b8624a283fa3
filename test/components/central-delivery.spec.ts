import assert from "node:assert/strict";
import { deploy } from "../../components/deploy.ts";
import type { PolicyDocument } from "../../lib/policies/policy-document.ts";
import { only, run } from "../harness.ts";
import { IDENTITY, planOf, regionOf } from "./plans.ts";

const SOURCES = { accounts: ["444455556666"], organizationId: "o-a1b2c3d4e5" };
const { deliveryBucket } = planOf();
const CENTRAL = planOf({
    deliveryBucket: { ...deliveryBucket, sources: SOURCES } as typeof deliveryBucket,
    deliveryTopic: { name: "delivery", subscriptions: [], sources: SOURCES },
    furtherRegions: [regionOf("us-east-1", { deliveryTopic: { name: "delivery", subscriptions: [] } })],
});

describe("central delivery", () => {
    it("opens bucket, key and topic to the plan's accounts and organization, and no other topic", async () => {
        const done = await run(() => deploy(CENTRAL, IDENTITY));
        const named = (type: string, name: string): { accounts: unknown[]; organizations: unknown[] } => {
            const { Statement } = JSON.parse(String(only(done, type, name).inputs["policy"])) as PolicyDocument;
            const values = (key: string): unknown[] => [
                ...new Set(Statement.flatMap(({ Condition }) => Condition?.["StringEquals"]?.[key] ?? [])),
            ];
            return { accounts: values("aws:SourceAccount"), organizations: values("aws:SourceOrgID") };
        };
        const all = { accounts: [IDENTITY.accountId, ...SOURCES.accounts], organizations: [SOURCES.organizationId] };
        assert.deepEqual(named("aws:s3/bucketPolicy:BucketPolicy", "delivery-bucket-policy"), all);
        assert.deepEqual(named("aws:kms/key:Key", "delivery-key"), all);
        assert.deepEqual(named("aws:sns/topicPolicy:TopicPolicy", "delivery-topic-policy"), all);
        assert.deepEqual(named("aws:sns/topicPolicy:TopicPolicy", "delivery-us-east-1-topic-policy"), {
            accounts: [IDENTITY.accountId],
            organizations: [],
        });
    });

    it("is used by a stack whose channel names bucket and key of another account, and nothing of it registered", async () => {
        const keyArn = "arn:aws:kms:us-east-1:444455556666:key/1";
        const plan = planOf({
            deliveryBucket: { mode: "use", name: "central-history", prefix: "all" },
            encryptionKey: { mode: "use", arn: keyArn },
            furtherRegions: [regionOf("us-east-1")],
        });
        const done = await run(() => deploy(plan, IDENTITY));
        for (const name of ["config-channel", "config-us-east-1-channel"]) {
            const { inputs } = only(done, "aws:cfg/deliveryChannel:DeliveryChannel", name);
            assert.equal(inputs["s3BucketName"], "central-history");
            assert.equal(inputs["s3KeyPrefix"], "all");
            assert.equal(inputs["s3KmsKeyArn"], keyArn);
        }
        assert.ok(!done.registrations.some(({ type }) => /^aws:(s3|kms)\//.test(type)));
    });
});
