/** What every bucket of this project is: private, owned by the account alone, versioned and encrypted. */
import { Bucket } from "@pulumi/aws/s3/bucket.js";
import { BucketOwnershipControls } from "@pulumi/aws/s3/bucketOwnershipControls.js";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy.js";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock.js";
import { BucketServerSideEncryptionConfiguration } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration.js";
import { BucketVersioning } from "@pulumi/aws/s3/bucketVersioning.js";
import type * as pulumi from "@pulumi/pulumi";

export interface BucketArgs {
    readonly region: string;
    readonly tags: Readonly<Record<string, string>>;
    readonly bucketName: string;
    /** Delete it with what is in it. @default false: what has objects is not deleted */
    readonly forceDestroy?: boolean;
    /** S3 Object Lock, which nothing can switch off again. @default false */
    readonly objectLockEnabled?: boolean;
}

/** The bucket alone. */
export function createBucket(name: string, args: BucketArgs, opts: pulumi.CustomResourceOptions): Bucket {
    const { region, bucketName: bucket, tags, forceDestroy, objectLockEnabled } = args;
    return new Bucket(
        `${name}-bucket`,
        {
            region,
            bucket,
            tags,
            ...(forceDestroy === true && { forceDestroy }),
            ...(objectLockEnabled === true && { objectLockEnabled }),
        },
        opts,
    );
}

export interface BucketSafeguardArgs {
    readonly region: string;
    readonly policy: pulumi.Input<string>;
    /** Encrypt with this key, through a bucket key. @default SSE-S3 */
    readonly keyArn?: pulumi.Input<string>;
    /** What the policy is called in the program, and was called before. @default `${name}-bucket-policy`, ever since */
    readonly policyResource?: { readonly name: string; readonly aliases: pulumi.Input<pulumi.URN>[] };
}

export interface BucketSafeguards {
    readonly ownership: BucketOwnershipControls;
    readonly publicAccess: BucketPublicAccessBlock;
    readonly versioning: BucketVersioning;
    readonly encryption: BucketServerSideEncryptionConfiguration;
    /** The last of them: whoever needs the bucket safe and ready waits for this. */
    readonly policy: BucketPolicy;
}

/** What makes a bucket safe. Each is a put on the bucket, so that an adopted bucket needs no imports for them. */
export function safeguardBucket(
    name: string,
    bucket: Bucket,
    args: BucketSafeguardArgs,
    opts: pulumi.CustomResourceOptions,
): BucketSafeguards {
    const target = { region: args.region, bucket: bucket.bucket };
    const ownership = new BucketOwnershipControls(
        `${name}-bucket-ownership`,
        { ...target, rule: { objectOwnership: "BucketOwnerEnforced" } },
        opts,
    );
    const publicAccess = new BucketPublicAccessBlock(
        `${name}-bucket-public-access`,
        {
            ...target,
            blockPublicAcls: true,
            blockPublicPolicy: true,
            ignorePublicAcls: true,
            restrictPublicBuckets: true,
        },
        opts,
    );
    const versioning = new BucketVersioning(
        `${name}-bucket-versioning`,
        { ...target, versioningConfiguration: { status: "Enabled" } },
        opts,
    );
    const encryption = new BucketServerSideEncryptionConfiguration(
        `${name}-bucket-encryption`,
        { ...target, rules: [encryptionRule(args.keyArn)] },
        opts,
    );
    // S3 refuses two changes of one bucket's access at once (OperationAborted): the policy waits for the others.
    const policy = new BucketPolicy(
        args.policyResource?.name ?? `${name}-bucket-policy`,
        { ...target, policy: args.policy },
        {
            ...opts,
            dependsOn: [ownership, publicAccess, versioning, encryption],
            ...(args.policyResource && { aliases: args.policyResource.aliases }),
        },
    );
    return { ownership, publicAccess, versioning, encryption, policy };
}

/** Bucket keys: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html */
function encryptionRule(keyArn: pulumi.Input<string> | undefined) {
    return keyArn === undefined
        ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
        : {
              applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
              bucketKeyEnabled: true,
          };
}
