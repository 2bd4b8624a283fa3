import { account, document, type ResourceCase } from "./case-surroundings.ts";

const bucketStatement = (bucket: string, action: string) =>
    document({ Effect: "Allow", Principal: { AWS: account }, Action: action, Resource: `arn:aws:s3:::${bucket}` });

/** Of keys and buckets. */
export const storageCases: readonly ResourceCase[] = [
    {
        type: "aws:kms/key:Key",
        program: () => ({ description: "a", deletionWindowInDays: 7, enableKeyRotation: true, tags: { a: "1" } }),
        change: { description: "b", tags: { b: "2" } },
        changedPaths: ["description", "tags.a", "tags.b"],
        replacement: { keyUsage: "SIGN_VERIFY", customerMasterKeySpec: "RSA_2048" },
        unseenByImport: ["deletionWindowInDays"],
    },
    {
        type: "aws:kms/alias:Alias",
        program: ({ keyId }) => ({ name: "alias/case", targetKeyId: keyId }),
        change: ({ otherKeyId }) => ({ targetKeyId: otherKeyId }),
        replacement: { name: "alias/other" },
    },
    {
        type: "aws:s3/bucket:Bucket",
        program: () => ({ bucket: "case-bucket", forceDestroy: true, tags: { a: "1" } }),
        change: { tags: { a: "2" } },
        changedPaths: ["tags.a"],
        replacement: { bucket: "other-bucket" },
        unseenByImport: ["forceDestroy"],
    },
    {
        type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        program: ({ bucket }) => ({ bucket, blockPublicAcls: true, blockPublicPolicy: true }),
        change: { ignorePublicAcls: true, restrictPublicBuckets: true },
        replacement: { bucket: "another" },
    },
    {
        type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        program: ({ bucket }) => ({ bucket, rule: { objectOwnership: "BucketOwnerEnforced" } }),
        change: { rule: { objectOwnership: "BucketOwnerPreferred" } },
        changedPaths: ["rule.objectOwnership"],
        replacement: { bucket: "another" },
    },
    {
        type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        program: ({ bucket, keyArn }) => ({
            bucket,
            rules: [
                {
                    applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
                    bucketKeyEnabled: true,
                },
            ],
        }),
        change: { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
        changedPaths: ["rules[0]", "rules[0]"],
        replacement: { bucket: "another" },
        leavesDefault: true,
    },
    {
        type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        program: ({ bucket }) => ({
            bucket,
            rules: [
                {
                    id: "keep",
                    status: "Enabled",
                    filter: { prefix: "AWSLogs/" },
                    transitions: [
                        { days: 90, storageClass: "STANDARD_IA" },
                        { days: 365, storageClass: "GLACIER_IR" },
                    ],
                    noncurrentVersionExpiration: { noncurrentDays: 90 },
                    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
                },
            ],
        }),
        change: { rules: [{ id: "keep", status: "Disabled", expiration: { days: 400 } }] },
        changedPaths: [
            "rules[0].status",
            "rules[0].abortIncompleteMultipartUpload",
            "rules[0].expiration",
            "rules[0].noncurrentVersionExpiration",
            "rules[0].transitions",
        ],
        replacement: { bucket: "another" },
    },
    {
        type: "aws:s3/bucketPolicy:BucketPolicy",
        program: ({ bucket }) => ({ bucket, policy: bucketStatement(bucket, "s3:ListBucket") }),
        change: ({ bucket }) => ({ policy: bucketStatement(bucket, "s3:GetBucketAcl") }),
        replacement: { bucket: "another" },
    },
    {
        type: "aws:s3/bucketObjectv2:BucketObjectv2",
        program: ({ bucket }) => ({ bucket, key: "packs/a.yaml", content: "Resources: {}", contentType: "text/yaml" }),
        change: { content: "Resources: {A: 1}" },
        replacement: { key: "packs/b.yaml" },
        importId: ({ bucket }) => `s3://${bucket}/packs/a.yaml`,
        unseenByImport: ["content"],
    },
];
