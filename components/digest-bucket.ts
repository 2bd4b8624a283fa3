/** The bucket of digests' snapshots, which outlives the stack: with it goes the trend. */
import type { Bucket } from "@pulumi/aws/s3/bucket.js";
import { BucketLifecycleConfiguration } from "@pulumi/aws/s3/bucketLifecycleConfiguration.js";
import type * as pulumi from "@pulumi/pulumi";
import type { DigestSchedulePlan } from "../lib/plan/digest-plan.ts";
import type { DeploymentNames } from "../lib/plan/names.ts";
import { digestBucketPolicy } from "../lib/policies/digest-policies.ts";
import { createBucket, safeguardBucket } from "./private-bucket.ts";

export interface DigestBucketArgs {
    readonly names: DeploymentNames;
    readonly tags: Readonly<Record<string, string>>;
    readonly plan: DigestSchedulePlan["bucket"];
    /** @default SSE-S3 */
    readonly keyArn?: pulumi.Input<string>;
    /** Import the bucket instead of creating it. @default false */
    readonly adopt?: boolean;
    /** Hooks of the bucket, whose name may be taken. @default none */
    readonly hooks?: pulumi.ResourceHookBinding;
}

/** Snapshots in place of others, by hand or by a repeated run, can be had back for so long. */
const NONCURRENT_DAYS = 30;

/** The bucket, and what whoever writes into it waits for. */
export function createDigestBucket(
    name: string,
    args: DigestBucketArgs,
    opts: pulumi.CustomResourceOptions,
): { readonly bucket: Bucket; readonly ready: pulumi.Resource } {
    const { digestBucket: bucketName, digestBucketArn: bucketArn, region } = args.names;
    if (bucketName === undefined || bucketArn === undefined) {
        throw new Error("the names of the digest's bucket are missing");
    }
    const kept = { ...opts, retainOnDelete: true };
    const bucket = createBucket(
        name,
        { region, tags: args.tags, bucketName },
        { ...kept, ...(args.adopt === true && { import: bucketName }), ...(args.hooks && { hooks: args.hooks }) },
    );
    const { versioning, policy } = safeguardBucket(
        name,
        bucket,
        {
            region,
            policy: JSON.stringify(digestBucketPolicy({ bucketArn })),
            ...(args.keyArn !== undefined && { keyArn: args.keyArn }),
        },
        kept,
    );
    new BucketLifecycleConfiguration(
        `${name}-bucket-lifecycle`,
        {
            region,
            bucket: bucket.bucket,
            rules: [
                {
                    id: "snapshots",
                    status: "Enabled",
                    filter: { prefix: "" },
                    expiration: { days: args.plan.expireAfterDays },
                    noncurrentVersionExpiration: { noncurrentDays: NONCURRENT_DAYS },
                    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
                },
            ],
        },
        { ...kept, dependsOn: versioning },
    );
    return { bucket, ready: policy };
}
