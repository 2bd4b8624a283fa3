import assert from "node:assert/strict";
import { AuditTrail } from "../../components/audit-trail.ts";
import { deploy } from "../../components/deploy.ts";
import { scopeOf } from "../../lib/plan/names.ts";
import { auditTrailBucketPolicy, auditTrailKeyPolicy } from "../../lib/policies/audit-trail-policies.ts";
import { only, rows, run } from "../harness.ts";
import { ACCOUNT, REGION } from "../mock-provider.ts";
import { IDENTITY, namesOf, planOf } from "./plans.ts";

const TRAIL = "aws:cloudtrail/trail:Trail";
const PLAN = { name: "conformance-packs-test-audit", keyAlias: "audit-logs", allRegions: true, organization: false };
const BUCKET = `conformance-packs-test-audit-${ACCOUNT}-${REGION}`;
const KEY_ARN = `arn:aws:kms:${REGION}:${ACCOUNT}:key/audit-key-id`;

function record() {
    const names = namesOf(planOf({ auditTrail: PLAN }));
    return run(() => new AuditTrail("audit", { names, tags: { team: "security" }, plan: PLAN }));
}

describe("AuditTrail", () => {
    it("is a trail with log file validation, encrypted, in a bucket of its own", async () => {
        const done = await record();
        assert.deepEqual(rows(done), [
            "aws:cloudtrail/trail:Trail audit-trail",
            "aws:kms/alias:Alias audit-alias",
            "aws:kms/key:Key audit-key",
            "aws:s3/bucket:Bucket audit-bucket",
            "aws:s3/bucketOwnershipControls:BucketOwnershipControls audit-bucket-ownership",
            "aws:s3/bucketPolicy:BucketPolicy audit-trail-bucket-policy",
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock audit-bucket-public-access",
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration audit-bucket-encryption",
            "aws:s3/bucketVersioning:BucketVersioning audit-bucket-versioning",
            "conformance-packs:config:AuditTrail audit",
            "conformance-packs:config:EncryptionKey audit",
        ]);
        assert.equal(only(done, "aws:kms/alias:Alias", "audit-alias").inputs["name"], "alias/audit-logs");
        const trail = only(done, TRAIL, "audit-trail");
        assert.deepEqual(trail.inputs, {
            region: REGION,
            name: PLAN.name,
            s3BucketName: BUCKET,
            kmsKeyId: KEY_ARN,
            enableLogFileValidation: true,
            isMultiRegionTrail: true,
            isOrganizationTrail: false,
            tags: { team: "security" },
        });
        assert.ok(trail.dependsOn.includes("audit-trail-bucket-policy"));
    });

    it("keeps bucket and key, but not the trail, when the stack goes", async () => {
        const done = await record();
        const kept = done.registrations
            .filter(({ options }) => options.retainOnDelete === true)
            .map(({ name }) => name);
        assert.ok(kept.includes("audit-bucket") && kept.includes("audit-trail-bucket-policy"));
        // The key and its alias inherit it from their component.
        const key = only(done, "conformance-packs:config:EncryptionKey", "audit");
        assert.equal(key.options.retainOnDelete, true);
        assert.equal(kept.includes("audit-trail"), false);
    });

    it("has the policies of its trail", async () => {
        const done = await record();
        const scope = scopeOf(namesOf());
        const trailArn = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/${PLAN.name}`;
        const bucketArn = `arn:aws:s3:::${BUCKET}`;
        const policy = (type: string, name: string) => JSON.parse(String(only(done, type, name).inputs["policy"]));
        assert.deepEqual(policy("aws:kms/key:Key", "audit-key"), auditTrailKeyPolicy({ ...scope, trailArn }));
        assert.deepEqual(
            policy("aws:s3/bucketPolicy:BucketPolicy", "audit-trail-bucket-policy"),
            auditTrailBucketPolicy({ ...scope, bucketArn, trailArn, organization: false }),
        );
    });

    it("is registered by a deployment that has it on, and only then", async () => {
        const on = await run(() => deploy(planOf({ auditTrail: PLAN }), IDENTITY));
        assert.equal(rows(on).filter((row) => row.startsWith(TRAIL)).length, 1);
        const off = await run(() => deploy(planOf(), IDENTITY));
        assert.equal(rows(off).filter((row) => row.startsWith(TRAIL)).length, 0);
    });

    it("goes on with the trail and the policy that the component of @pulumi/awsx made", async () => {
        const done = await record();
        const former = (type: string): string =>
            ["conformance-packs:config:AuditTrail", "awsx:cloudtrail:Trail", `${type}::audit-trail`].join("$");
        for (const [type, name] of [
            [TRAIL, "audit-trail"],
            ["aws:s3/bucketPolicy:BucketPolicy", "audit-trail-bucket-policy"],
        ] as const) {
            const { aliases = [] } = only(done, type, name).options;
            assert.deepEqual(
                aliases.map((urn) => urn.split("::").slice(2).join("::")),
                [former(type)],
            );
        }
    });
});
