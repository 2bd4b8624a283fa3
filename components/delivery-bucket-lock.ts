import { getBucketObjectLockConfiguration } from "@pulumi/aws/s3/getBucketObjectLockConfiguration.js";
import { error, InvalidConfigurationError } from "../lib/diagnostic.ts";
import type { DeploymentNames } from "../lib/plan/names.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";

/**
 * AWS Config does not deliver to a bucket that locks by default what comes into it, and says so only when it fails to: a
 * bucket that the stack does not make itself is looked at before the first resource.
 * https://docs.aws.amazon.com/config/latest/developerguide/manage-delivery-channel.html
 *
 * @throws {InvalidConfigurationError} where the bucket has a default retention. One that has no lock, or that may not be
 *     looked at, passes: S3 answers both with an error.
 */
export async function refuseLockedBucket(
    { stack, deliveryBucket, region }: DeploymentPlan,
    { deliveryBucket: bucket }: DeploymentNames,
): Promise<void> {
    if (bucket === undefined || (deliveryBucket.mode !== "adopt" && deliveryBucket.mode !== "use")) {
        return;
    }
    const retention = await defaultRetention(bucket, region);
    if (retention !== undefined) {
        throw new InvalidConfigurationError([
            error(
                { file: `Pulumi.${stack}.yaml` },
                {
                    code: "locked-delivery-bucket",
                    path: "conformance-packs:deliveryBucket",
                    message:
                        `the bucket ${bucket} has S3 Object Lock with a default retention (${retention}), and AWS Config ` +
                        "does not deliver to such a bucket",
                    hint:
                        "take the default retention away (aws s3api put-object-lock-configuration), or deliver to another " +
                        "bucket and lock its copy in another account: deliveryBucket.replica, docs/history.md",
                },
            ),
        ]);
    }
}

async function defaultRetention(bucket: string, region: string): Promise<string | undefined> {
    try {
        const { rules } = await getBucketObjectLockConfiguration({ bucket, region });
        return rules.flatMap(({ defaultRetentions }) => defaultRetentions.map(({ mode }) => mode)).find(Boolean);
    } catch {
        return undefined;
    }
}
