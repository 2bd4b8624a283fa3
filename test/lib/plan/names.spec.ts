import assert from "node:assert/strict";
import { resolveNames } from "../../../lib/plan/names.ts";
import { InvalidConfigurationError } from "../../../lib/diagnostic.ts";
import { ACCOUNT, REGION } from "../../mock-provider.ts";
import { BUCKET, IDENTITY, planOf, ROLE_ARN, TOPIC_ARN } from "../../components/plans.ts";

describe("names", () => {
    it("carry account and region where the plan leaves them open", () => {
        const plan = planOf({
            alertTopic: { name: "alerts", keyAlias: "alerts", deletionWindowInDays: 30, subscriptions: [] },
            templateBucket: { namePrefix: "conformance-packs-test-templates" },
            auditTrail: { name: "audit", keyAlias: "audit", allRegions: true, organization: false },
        });
        assert.deepEqual(resolveNames(plan, IDENTITY), {
            partition: "aws",
            account: ACCOUNT,
            region: REGION,
            deliveryBucket: BUCKET,
            deliveryBucketArn: `arn:aws:s3:::${BUCKET}`,
            deliveryTopicArn: TOPIC_ARN,
            alertTopicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:alerts`,
            templateBucket: `conformance-packs-test-templates-${ACCOUNT}-${REGION}`,
            templateBucketArn: `arn:aws:s3:::conformance-packs-test-templates-${ACCOUNT}-${REGION}`,
            auditTrailBucket: `audit-${ACCOUNT}-${REGION}`,
            auditTrailBucketArn: `arn:aws:s3:::audit-${ACCOUNT}-${REGION}`,
            auditTrailArn: `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/audit`,
            recorderRoleArn: ROLE_ARN,
        });
    });

    it("are the user's own where given", () => {
        const plan = planOf({
            deliveryBucket: { mode: "use", name: "central-history" },
            templateBucket: { name: "templates", namePrefix: "unused" },
        });
        const names = resolveNames(plan, IDENTITY);
        assert.equal(names.deliveryBucket, "central-history");
        assert.equal(names.templateBucket, "templates");
    });

    it("tell a role of the user's own from the service-linked one, whose ARN may be written out", () => {
        const custom = "arn:aws:iam::111122223333:role/recorder";
        assert.equal(resolveNames(planOf({ role: { mode: "use", arn: custom } }), IDENTITY).customRoleArn, custom);
        const written = resolveNames(planOf({ role: { mode: "use", arn: ROLE_ARN } }), IDENTITY);
        assert.equal("customRoleArn" in written, false);
    });

    it("are refused where two buckets would be one", () => {
        const templateBucket = { name: BUCKET, namePrefix: "unused" };
        assert.throws(
            () => resolveNames(planOf({ templateBucket }), IDENTITY),
            (failure) =>
                failure instanceof InvalidConfigurationError &&
                failure.message.includes(
                    `the template bucket in ${REGION} has the name of the delivery bucket, ${BUCKET}`,
                ),
        );
    });

    it("belong to the plan's partition", () => {
        const names = resolveNames(planOf({ partition: "aws-us-gov", region: "us-gov-west-1" }), IDENTITY);
        assert.equal(names.deliveryTopicArn, `arn:aws-us-gov:sns:us-gov-west-1:${ACCOUNT}:conformance-packs-test`);
        assert.match(names.deliveryBucketArn ?? "", /^arn:aws-us-gov:s3:::/);
        assert.match(names.recorderRoleArn, /^arn:aws-us-gov:iam::/);
    });

    it("fit S3's 63 characters, and every one that does not is told", () => {
        const base = planOf();
        assert.ok("namePrefix" in base.deliveryBucket);
        // The account, the region and two hyphens take 23 characters in eu-west-1.
        const fits = planOf({ deliveryBucket: { ...base.deliveryBucket, namePrefix: "p".repeat(40) } });
        assert.equal(resolveNames(fits, IDENTITY).deliveryBucket?.length, 63);
        const tooLong = planOf({
            deliveryBucket: { ...base.deliveryBucket, namePrefix: "p".repeat(41) },
            templateBucket: { namePrefix: "t".repeat(41) },
        });
        assert.throws(
            () => resolveNames(tooLong, IDENTITY),
            (failure) => {
                assert.ok(failure instanceof InvalidConfigurationError);
                assert.deepEqual(
                    failure.diagnostics.map(({ code, path, hint }) => [code, path, hint]),
                    [
                        [
                            "bucket-name-too-long",
                            "deliveryBucket.name",
                            "give a shorter name: conformance-packs:deliveryBucket: { name: … }",
                        ],
                        [
                            "bucket-name-too-long",
                            "templateBucket.name",
                            "give a shorter name: conformance-packs:templateBucket: { name: … }",
                        ],
                    ],
                );
                return true;
            },
        );
    });
});
