import type { Bucket } from "@pulumi/aws/s3/bucket.js";
import type { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy.js";
import * as pulumi from "@pulumi/pulumi";
import { templateBucketPolicy } from "../lib/policies/template-bucket-policy.ts";
import { importIdentifier } from "./import-identifier.ts";
import { createBucket, safeguardBucket } from "./private-bucket.ts";

export interface TemplateBucketArgs {
    readonly region: string;
    readonly tags: Readonly<Record<string, string>>;
    readonly bucketName: string;
    readonly bucketArn: string;
    /** Import the bucket of this name instead of creating it. @default false */
    readonly adopt?: boolean;
    /** One of the stack's further regions, which an import has to name. @default the provider's own */
    readonly furtherRegion?: string;
    /** Hooks of the bucket, whose name may be taken. @default none */
    readonly bucketHooks?: pulumi.ResourceHookBinding;
}

/**
 * The bucket from which AWS Config reads templates that are too long to be sent inline. Encrypted by S3 itself rather
 * than a KMS key: whoever deploys a pack then needs no right to decrypt, and templates hold no secrets.
 */
export class TemplateBucket extends pulumi.ComponentResource {
    readonly bucket: Bucket;
    /** The last of the bucket's safeguards: objects wait for it. */
    readonly policy: BucketPolicy;

    constructor(name: string, args: TemplateBucketArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:TemplateBucket", name, {}, opts);
        const child = { parent: this, ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }) };
        this.bucket = createBucket(name, args, {
            ...child,
            ...(args.adopt === true && { import: importIdentifier(args.bucketName, args.furtherRegion) }),
            ...(args.bucketHooks && { hooks: args.bucketHooks }),
        });
        this.policy = safeguardBucket(
            name,
            this.bucket,
            { region: args.region, policy: JSON.stringify(templateBucketPolicy({ bucketArn: args.bucketArn })) },
            { parent: this },
        ).policy;
        this.registerOutputs({ bucketName: this.bucket.bucket });
    }
}
