/** What every bucket of a stack has to be, whatever it is for. */
import type { StackGuardRail, Violation } from "../guard-rail.ts";
import { type GuardedResource, isOfType, textAt, UNKNOWN, valueAt } from "../guarded-resource.ts";
import { isDenied } from "../policy-evaluation/admission.ts";
import { readStatements } from "../policy-evaluation/statement.ts";
import type { Stranger } from "../policy-evaluation/stranger.ts";
import { algorithmsOf } from "./history.ts";
import { ofBucket } from "./history-bucket.ts";

const BLOCKS = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

export const bucketEncrypted: StackGuardRail = {
    scope: "stack",
    name: "bucket-encrypted",
    title: "Buckets say how they encrypt",
    description:
        "Refuses a bucket without default encryption of its own. S3 encrypts all the same, but then what it uses is not " +
        "written down and nothing notices a change.",
    remedy: "Register a BucketServerSideEncryptionConfiguration for the bucket, with aws:kms or AES256",
    severity: "high",
    page: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html",
    judge: (resources) =>
        eachBucket(resources, (bucket) => {
            const type = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
            const found = ofBucket(resources, bucket, type);
            const known = found.every((encryption) => valueAt(encryption, "rules") !== UNKNOWN);
            return found.length > 0 && (!known || found.some((encryption) => algorithmsOf(encryption).length > 0))
                ? []
                : ["nothing says how the bucket encrypts"];
        }),
};

export const bucketPublicAccessBlocked: StackGuardRail = {
    scope: "stack",
    name: "bucket-public-access-blocked",
    title: "Buckets block public access",
    description: "Refuses a bucket without a public access block, or with one that leaves a way open.",
    remedy: `Register a BucketPublicAccessBlock for the bucket with ${BLOCKS.join(", ")} all true`,
    severity: "critical",
    page: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    judge: (resources) =>
        eachBucket(resources, (bucket) => {
            const blocks = ofBucket(resources, bucket, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock");
            if (blocks.length === 0) {
                return ["nothing blocks public access to the bucket"];
            }
            const open = BLOCKS.filter((name) =>
                blocks.every((block) => ![true, UNKNOWN].includes(valueAt(block, name) as boolean | typeof UNKNOWN)),
            );
            return open.length > 0 ? [`the public access block leaves out ${open.join(", ")}`] : [];
        }),
};

/** Somebody whose request is not encrypted on its way; who it is and what else it sends is left open. */
const OVER_PLAIN_HTTP: Stranger = {
    description: "anyone over plain HTTP",
    isAmong: ({ all }) => all,
    context: (key) => (key === "aws:securetransport" ? { kind: "text", text: "false" } : undefined),
};

export const bucketRequiresTls: StackGuardRail = {
    scope: "stack",
    name: "bucket-requires-tls",
    title: "Buckets refuse plain HTTP",
    description: "Refuses a bucket whose policy does not deny every request that is not encrypted on its way.",
    remedy:
        'Deny s3:* to "*" on the bucket and its objects where aws:SecureTransport is false (lib/policies/policy-document.ts ' +
        "has the statement)",
    severity: "medium",
    page: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
    judge: (resources) =>
        eachBucket(resources, (bucket) => {
            const policies = ofBucket(resources, bucket, "aws:s3/bucketPolicy:BucketPolicy").map((policy) =>
                valueAt(policy, "policy"),
            );
            if (policies.includes(UNKNOWN)) {
                return [];
            }
            return policies.some((policy) => deniesPlainHttp(policy, textAt(bucket, "bucket") ?? ""))
                ? []
                : ["no policy denies plain HTTP to the bucket and its objects"];
        }),
};

function deniesPlainHttp(policy: unknown, bucket: string): boolean {
    const statements = readStatements(policy) ?? [];
    const partitions = ["aws", "aws-cn", "aws-us-gov"];
    return partitions.some((partition) =>
        [`arn:${partition}:s3:::${bucket}`, `arn:${partition}:s3:::${bucket}/*`].every((resource) =>
            isDenied(statements, OVER_PLAIN_HTTP, { action: "s3:*", resource }),
        ),
    );
}

function eachBucket(
    resources: readonly GuardedResource[],
    judge: (bucket: GuardedResource) => readonly string[],
): Violation[] {
    return resources
        .filter((resource) => isOfType(resource, "aws:s3/bucket:Bucket"))
        .flatMap((bucket) => judge(bucket).map((message) => ({ resource: bucket, message })));
}
