/** Imported only where a stack keeps other stacks' history. */
import type { Bucket } from "@pulumi/aws/s3/bucket.js";
import { BucketLifecycleConfiguration } from "@pulumi/aws/s3/bucketLifecycleConfiguration.js";
import { BucketObjectLockConfiguration } from "@pulumi/aws/s3/bucketObjectLockConfiguration.js";
import * as pulumi from "@pulumi/pulumi";
import type { HistoryArchivePlan } from "../lib/plan/history-archive.ts";
import { type DeploymentNames, scopeOf } from "../lib/plan/names.ts";
import { archiveBucketPolicy, archiveKeyPolicy } from "../lib/policies/history-archive-policies.ts";
import { EncryptionKey, type KeyAdoption } from "./encryption-key.ts";
import { createBucket, safeguardBucket } from "./private-bucket.ts";

export interface HistoryArchiveArgs {
    readonly names: DeploymentNames;
    readonly tags: Readonly<Record<string, string>>;
    readonly plan: HistoryArchivePlan;
    /** Import the bucket, which an earlier run of this stack made. @default false */
    readonly adoptBucket?: boolean;
    /** A key of this archive that exists already. @default a new key */
    readonly keyAdoption?: KeyAdoption;
    readonly bucketHooks?: pulumi.ResourceHookBinding;
}

/**
 * A bucket with S3 Object Lock for replicas of other accounts' history: no version can be deleted before its days are over,
 * whoever asks. All of it outlives the stack, its key and its safeguards included.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export class HistoryArchive extends pulumi.ComponentResource {
    readonly bucketName: pulumi.Output<string>;
    readonly keyArn: pulumi.Output<string>;

    constructor(name: string, args: HistoryArchiveArgs, opts: pulumi.ComponentResourceOptions = {}) {
        const { names, plan, tags } = args;
        super(
            "conformance-packs:config:HistoryArchive",
            name,
            {},
            // Children inherit both from their parent.
            pulumi.mergeOptions({ retainOnDelete: true, protect: plan.protect }, opts),
        );
        const { historyArchive: bucketName, historyArchiveArn: bucketArn, region } = names;
        if (bucketName === undefined || bucketArn === undefined) {
            throw new Error("the names of the history archive are missing");
        }
        const policyArgs = { ...scopeOf(names), bucketArn, sources: plan.sources, readers: plan.readers };
        const child = { parent: this, ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }) };
        const bucket = createBucket(
            name,
            // Enabled from the beginning: nothing that comes is ever without it.
            { region, tags, bucketName, objectLockEnabled: true },
            {
                ...child,
                ...(args.adoptBucket === true && { import: bucketName }),
                ...(args.bucketHooks && { hooks: args.bucketHooks }),
            },
        );
        const key = new EncryptionKey(
            name,
            {
                region,
                tags,
                description: "Encrypts replicas of AWS Config's history",
                alias: plan.keyAlias,
                policy: archiveKeyPolicy(policyArgs),
                deletionWindowInDays: plan.deletionWindowInDays,
                ...(args.keyAdoption && { adoption: args.keyAdoption }),
            },
            { parent: this, dependsOn: bucket },
        );
        const { versioning, policy } = safeguardBucket(
            name,
            bucket,
            { region, keyArn: key.arn, policy: JSON.stringify(archiveBucketPolicy(policyArgs)) },
            { parent: this },
        );
        new BucketObjectLockConfiguration(
            `${name}-bucket-lock`,
            {
                region,
                bucket: bucket.bucket,
                objectLockEnabled: "Enabled",
                rule: { defaultRetention: { mode: plan.lock.mode, days: plan.lock.days } },
            },
            // S3 refuses two changes of one bucket at once (OperationAborted).
            { parent: this, dependsOn: policy },
        );
        createLifecycle(name, bucket, args, { parent: this, dependsOn: versioning });
        this.bucketName = bucket.bucket;
        this.keyArn = key.arn;
        this.registerOutputs({ bucketName: this.bucketName, keyArn: this.keyArn });
    }
}

/** What is locked outlives any rule here: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html */
function createLifecycle(
    name: string,
    bucket: Bucket,
    { names, plan: { lifecycle } }: HistoryArchiveArgs,
    opts: pulumi.CustomResourceOptions,
): BucketLifecycleConfiguration {
    const { expireAfterDays: days } = lifecycle;
    const transitions = [
        { days: lifecycle.infrequentAccessAfterDays, storageClass: "STANDARD_IA" },
        { days: lifecycle.glacierInstantRetrievalAfterDays, storageClass: "GLACIER_IR" },
    ].filter((transition) => transition.days !== undefined);
    return new BucketLifecycleConfiguration(
        `${name}-bucket-lifecycle`,
        {
            region: names.region,
            bucket: bucket.bucket,
            rules: [
                {
                    id: "replicas",
                    status: "Enabled",
                    filter: { prefix: "" },
                    ...(transitions.length > 0 && { transitions }),
                    // A version that something replaced is as good as any: it may be what the original was.
                    ...(days !== undefined && {
                        expiration: { days },
                        noncurrentVersionExpiration: { noncurrentDays: days },
                    }),
                    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
                },
            ],
        },
        opts,
    );
}
