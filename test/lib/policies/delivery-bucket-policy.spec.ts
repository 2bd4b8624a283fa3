import assert from "node:assert/strict";
import { deliveryBucketPolicy } from "../../../lib/policies/delivery-bucket-policy.ts";

const ARGS = {
    partition: "aws",
    account: "111122223333",
    region: "eu-west-1",
    bucketArn: "arn:aws:s3:::history",
    keyArn: "arn:aws:kms:eu-west-1:111122223333:key/abc",
};

const FROM_CONFIG = {
    StringEquals: { "aws:SourceAccount": "111122223333" },
    ArnLike: { "aws:SourceArn": "arn:aws:config:eu-west-1:111122223333:*" },
};

const DENIALS = [
    {
        Sid: "DenyInsecureTransport",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: ["arn:aws:s3:::history", "arn:aws:s3:::history/*"],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    {
        Sid: "DenyOtherEncryption",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::history/*",
        Condition: {
            Null: { "s3:x-amz-server-side-encryption": "false" },
            StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
        },
    },
    {
        Sid: "DenyOtherKey",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::history/*",
        Condition: {
            Null: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "false" },
            ArnNotEquals: {
                "s3:x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:eu-west-1:111122223333:key/abc",
            },
        },
    },
    {
        Sid: "DenyUnnamedKey",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::history/*",
        Condition: {
            Null: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "true" },
            StringEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
        },
    },
];

const SERVICE_GRANTS = [
    {
        Sid: "AWSConfigBucketPermissionsCheck",
        Effect: "Allow",
        Principal: { Service: "config.amazonaws.com" },
        Action: "s3:GetBucketAcl",
        Resource: "arn:aws:s3:::history",
        Condition: FROM_CONFIG,
    },
    {
        Sid: "AWSConfigBucketExistenceCheck",
        Effect: "Allow",
        Principal: { Service: "config.amazonaws.com" },
        Action: "s3:ListBucket",
        Resource: "arn:aws:s3:::history",
        Condition: FROM_CONFIG,
    },
    {
        Sid: "AWSConfigBucketDelivery",
        Effect: "Allow",
        Principal: { Service: "config.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::history/AWSLogs/111122223333/Config/*",
        Condition: {
            StringEquals: { "aws:SourceAccount": "111122223333", "s3:x-amz-acl": "bucket-owner-full-control" },
            ArnLike: { "aws:SourceArn": "arn:aws:config:eu-west-1:111122223333:*" },
        },
    },
];

describe("delivery bucket policy", () => {
    it("denies plain HTTP and other keys, and grants AWS Config what it documents", () => {
        assert.deepEqual(deliveryBucketPolicy(ARGS), {
            Version: "2012-10-17",
            Statement: [...DENIALS, ...SERVICE_GRANTS],
        });
    });

    it("grants delivery under the prefix, and nowhere else", () => {
        const resources = deliveryBucketPolicy({ ...ARGS, prefix: "org/config" })
            .Statement.filter(({ Action, Effect }) => Effect === "Allow" && Action === "s3:PutObject")
            .map(({ Resource }) => Resource);
        assert.deepEqual(resources, ["arn:aws:s3:::history/org/config/AWSLogs/111122223333/Config/*"]);
    });

    it("grants a role of the user's own the same, as AWS Config then delivers as that role", () => {
        const recorderRoleArn = "arn:aws:iam::111122223333:role/recorder";
        const principal = { AWS: recorderRoleArn };
        assert.deepEqual(deliveryBucketPolicy({ ...ARGS, recorderRoleArn }).Statement, [
            ...DENIALS,
            ...SERVICE_GRANTS,
            {
                Sid: "RecorderRoleBucketPermissionsCheck",
                Effect: "Allow",
                Principal: principal,
                Action: "s3:GetBucketAcl",
                Resource: "arn:aws:s3:::history",
            },
            {
                Sid: "RecorderRoleBucketExistenceCheck",
                Effect: "Allow",
                Principal: principal,
                Action: "s3:ListBucket",
                Resource: "arn:aws:s3:::history",
            },
            {
                Sid: "RecorderRoleBucketDelivery",
                Effect: "Allow",
                Principal: principal,
                Action: "s3:PutObject",
                Resource: "arn:aws:s3:::history/AWSLogs/111122223333/Config/*",
                Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
            },
        ]);
    });
});
