import assert from "node:assert/strict";
import { aggregatorTrustPolicy } from "../../../lib/policies/aggregator-trust-policy.ts";
import { auditTrailBucketPolicy } from "../../../lib/policies/audit-trail-policies.ts";
import { templateBucketPolicy } from "../../../lib/policies/template-bucket-policy.ts";

function tlsOnly(bucketArn: string) {
    return {
        Sid: "DenyInsecureTransport",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [bucketArn, `${bucketArn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
}

describe("template bucket policy", () => {
    it("denies plain HTTP and grants nothing", () => {
        assert.deepEqual(templateBucketPolicy({ bucketArn: "arn:aws:s3:::templates" }), {
            Version: "2012-10-17",
            Statement: [tlsOnly("arn:aws:s3:::templates")],
        });
    });
});

describe("aggregator trust policy", () => {
    it("trusts AWS Config on behalf of this account", () => {
        assert.deepEqual(aggregatorTrustPolicy({ account: "111122223333" }), {
            Version: "2012-10-17",
            Statement: [
                {
                    Sid: "ConfigAggregation",
                    Effect: "Allow",
                    Principal: { Service: "config.amazonaws.com" },
                    Action: "sts:AssumeRole",
                    Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
                },
            ],
        });
    });
});

describe("audit trail bucket policy", () => {
    const trailArn = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit";
    const args = {
        partition: "aws",
        account: "111122223333",
        region: "eu-west-1",
        bucketArn: "arn:aws:s3:::audit",
        trailArn,
        organization: false,
    };

    it("lets one trail write this account's logs", () => {
        assert.deepEqual(auditTrailBucketPolicy(args), {
            Version: "2012-10-17",
            Statement: [
                tlsOnly("arn:aws:s3:::audit"),
                {
                    Sid: "CloudTrailAclCheck",
                    Effect: "Allow",
                    Principal: { Service: "cloudtrail.amazonaws.com" },
                    Action: "s3:GetBucketAcl",
                    Resource: "arn:aws:s3:::audit",
                    Condition: { StringEquals: { "aws:SourceArn": trailArn } },
                },
                {
                    Sid: "CloudTrailWrite",
                    Effect: "Allow",
                    Principal: { Service: "cloudtrail.amazonaws.com" },
                    Action: "s3:PutObject",
                    Resource: "arn:aws:s3:::audit/AWSLogs/111122223333/*",
                    Condition: {
                        StringEquals: { "aws:SourceArn": trailArn, "s3:x-amz-acl": "bucket-owner-full-control" },
                    },
                },
            ],
        });
    });

    it("lets an organization's trail write the logs of its members", () => {
        const write = auditTrailBucketPolicy({ ...args, organization: true }).Statement.at(-1);
        assert.equal(write?.Resource, "arn:aws:s3:::audit/AWSLogs/*");
    });
});
