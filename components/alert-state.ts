/** The bucket of the alert function's state, which goes with the stack. */
import { BucketLifecycleConfiguration } from "@pulumi/aws/s3/bucketLifecycleConfiguration.js";
import type * as pulumi from "@pulumi/pulumi";
import { templateBucketPolicy } from "../lib/policies/template-bucket-policy.ts";
import type { DeploymentNames } from "../lib/plan/names.ts";
import { createBucket, safeguardBucket } from "./private-bucket.ts";

export interface AlertStateArgs {
    readonly names: DeploymentNames;
    readonly tags: Readonly<Record<string, string>>;
    readonly keyArn: pulumi.Input<string>;
    /** Hooks of the bucket, whose name may be taken. @default none */
    readonly bucketHooks?: pulumi.ResourceHookBinding;
}

export interface AlertState {
    readonly bucketName: pulumi.Output<string>;
    readonly bucketArn: pulumi.Output<string>;
    /** Whoever writes waits for them. */
    readonly ready: readonly pulumi.Resource[];
}

/** Private, encrypted, over TLS only. Every change of the state is a version, which is deleted after a day. */
export function createAlertState(name: string, args: AlertStateArgs, opts: pulumi.CustomResourceOptions): AlertState {
    const { names, tags, keyArn, bucketHooks } = args;
    const { region, alertStateBucket: bucketName, alertStateBucketArn: bucketArn } = names;
    if (bucketName === undefined || bucketArn === undefined) {
        throw new Error("the names of the alert function's bucket are missing");
    }
    const bucket = createBucket(
        name,
        { region, tags, bucketName, forceDestroy: true },
        { ...opts, ...(bucketHooks && { hooks: bucketHooks }) },
    );
    const policy = JSON.stringify(templateBucketPolicy({ bucketArn }));
    const safeguards = safeguardBucket(name, bucket, { region, policy, keyArn }, opts);
    const lifecycle = new BucketLifecycleConfiguration(
        `${name}-bucket-lifecycle`,
        {
            region,
            bucket: bucket.bucket,
            rules: [
                {
                    id: "old-states",
                    status: "Enabled",
                    filter: { prefix: "" },
                    noncurrentVersionExpiration: { noncurrentDays: 1 },
                    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
                },
            ],
        },
        { ...opts, dependsOn: safeguards.versioning },
    );
    return { bucketName: bucket.bucket, bucketArn: bucket.arn, ready: [safeguards.policy, lifecycle] };
}
