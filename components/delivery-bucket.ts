import type { Bucket } from "@pulumi/aws/s3/bucket.js";
import { BucketLifecycleConfiguration } from "@pulumi/aws/s3/bucketLifecycleConfiguration.js";
import * as pulumi from "@pulumi/pulumi";
import type { ReplicaPlan } from "../lib/plan/history-archive.ts";
import type { EncryptionKeyPlan, LifecyclePlan } from "../lib/plan/plan.ts";
import type { DeliverySources } from "../lib/policies/delivery-sources.ts";
import { deliveryBucketPolicy } from "../lib/policies/delivery-bucket-policy.ts";
import type { PolicyDocument } from "../lib/policies/policy-document.ts";
import type { KeyAdoption } from "./encryption-key.ts";
import { EncryptionKey } from "./encryption-key.ts";
import type { BucketNames, DeploymentNames } from "../lib/plan/names.ts";
import { scopeOf } from "../lib/plan/names.ts";
import { HistoryReplication } from "./history-replication.ts";
import type { BucketSafeguards } from "./private-bucket.ts";
import { createBucket, safeguardBucket } from "./private-bucket.ts";

export interface DeliveryBucketArgs {
    readonly names: BucketNames;
    readonly tags: Readonly<Record<string, string>>;
    /** Import the bucket of this name instead of creating it. */
    readonly adopt: boolean;
    /** Key prefix before `AWSLogs/`. @default none */
    readonly prefix?: string;
    readonly lifecycle: LifecyclePlan;
    /** The key that encrypts the bucket: one of its own, or the ARN of one that something else manages. */
    readonly key: OwnKeyArgs | { readonly arn: string };
    /** What delivers besides the stack's own account and region. @default nothing */
    readonly sources?: DeliverySources;
    /** Hooks of the bucket, whose name may be taken. @default none */
    readonly bucketHooks?: pulumi.ResourceHookBinding;
    /** The copy in another account. @default none */
    readonly replica?: ReplicaPlan;
    /** Import the role that replicates, which an earlier run of this stack made. @default false */
    readonly adoptReplicationRole?: boolean;
}

export interface OwnKeyArgs {
    readonly plan: Extract<EncryptionKeyPlan, { mode: "create" | "adopt" }>;
    readonly policy: PolicyDocument;
    readonly adoption?: KeyAdoption;
    readonly aliasHooks?: pulumi.ResourceHookBinding;
}

/**
 * The bucket that keeps configuration history, with its key. All of it outlives the stack: a kept bucket without its
 * policy, versioning, encryption or public access block would be history that nobody protects.
 */
export class DeliveryBucket extends pulumi.ComponentResource {
    readonly bucketName: pulumi.Output<string>;
    readonly keyArn: pulumi.Output<string>;
    readonly bucket: Bucket;
    readonly safeguards: BucketSafeguards;

    constructor(name: string, args: DeliveryBucketArgs, opts: pulumi.ComponentResourceOptions = {}) {
        // Children inherit `retainOnDelete` from their parent: https://www.pulumi.com/docs/iac/concepts/options/retainondelete/
        super("conformance-packs:config:DeliveryBucket", name, {}, pulumi.mergeOptions({ retainOnDelete: true }, opts));
        const { names, tags } = args;
        const child = { parent: this, ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }) };
        // First of all: its name is ours and may be taken, and then nothing else has been made yet.
        this.bucket = createBucket(
            name,
            { region: names.region, tags, bucketName: names.deliveryBucket },
            {
                ...child,
                ...(args.adopt && { import: names.deliveryBucket }),
                ...(args.bucketHooks && { hooks: args.bucketHooks }),
            },
        );
        this.keyArn =
            "arn" in args.key
                ? pulumi.output(args.key.arn)
                : createDeliveryKey(name, { ...args.key, names, tags }, { parent: this, dependsOn: this.bucket }).arn;
        this.safeguards = safeguardBucket(
            name,
            this.bucket,
            {
                region: names.region,
                keyArn: this.keyArn,
                policy: this.keyArn.apply((keyArn) => JSON.stringify(policyOf(args, keyArn))),
            },
            { parent: this },
        );
        createLifecycle(name, this.bucket, args, { parent: this, dependsOn: this.safeguards.versioning });
        if (args.replica !== undefined) {
            new HistoryReplication(
                "replication",
                {
                    names,
                    tags,
                    plan: args.replica,
                    bucketName: this.bucket.bucket,
                    keyArn: this.keyArn,
                    ...(args.adoptReplicationRole === true && { adoptRole: true }),
                },
                // Versioned first: S3 replicates versions. A kept configuration would name a role that is gone.
                { parent: this, retainOnDelete: false, dependsOn: this.safeguards.policy },
            );
        }
        this.bucketName = this.bucket.bucket;
        this.registerOutputs({ bucketName: this.bucketName, keyArn: this.keyArn });
    }
}

/** The key of the delivery bucket. */
function createDeliveryKey(
    name: string,
    args: OwnKeyArgs & { readonly names: DeploymentNames; readonly tags: Readonly<Record<string, string>> },
    opts: pulumi.ComponentResourceOptions,
): EncryptionKey {
    return new EncryptionKey(
        name,
        {
            region: args.names.region,
            tags: args.tags,
            description: "Encrypts what AWS Config delivers",
            alias: args.plan.alias,
            policy: args.policy,
            deletionWindowInDays: args.plan.deletionWindowInDays,
            ...(args.adoption && { adoption: args.adoption }),
            ...(args.aliasHooks && { aliasHooks: args.aliasHooks }),
        },
        opts,
    );
}

function policyOf(args: DeliveryBucketArgs, keyArn: string): PolicyDocument {
    const { names, prefix, sources } = args;
    return deliveryBucketPolicy({
        ...scopeOf(names),
        bucketArn: names.deliveryBucketArn,
        keyArn,
        ...(sources && { sources }),
        ...(prefix !== undefined && { prefix }),
        ...(names.customRoleArn !== undefined && { recorderRoleArn: names.customRoleArn }),
    });
}

/**
 * Only storage classes that can be read at once.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 */
function createLifecycle(
    name: string,
    bucket: Bucket,
    args: DeliveryBucketArgs,
    opts: pulumi.CustomResourceOptions,
): BucketLifecycleConfiguration {
    const { lifecycle } = args;
    const transitions = [
        { days: lifecycle.infrequentAccessAfterDays, storageClass: "STANDARD_IA" },
        { days: lifecycle.glacierInstantRetrievalAfterDays, storageClass: "GLACIER_IR" },
    ].filter((transition) => transition.days !== undefined);
    return new BucketLifecycleConfiguration(
        `${name}-bucket-lifecycle`,
        {
            region: args.names.region,
            bucket: bucket.bucket,
            rules: [
                {
                    id: "configuration-history",
                    status: "Enabled",
                    filter: { prefix: "" },
                    ...(transitions.length > 0 && { transitions }),
                    ...(lifecycle.expireAfterDays !== undefined && { expiration: { days: lifecycle.expireAfterDays } }),
                    noncurrentVersionExpiration: { noncurrentDays: lifecycle.noncurrentVersionsExpireAfterDays },
                    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
                },
            ],
        },
        opts,
    );
}
