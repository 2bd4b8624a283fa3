/** Where history is locked, and where it must not be. */
import type { StackGuardRail, Violation } from "../guard-rail.ts";
import {
    type GuardedResource,
    isOfType,
    listAt,
    namesResource,
    textAt,
    UNKNOWN,
    valueAt,
} from "../guarded-resource.ts";
import { historyBuckets, ofBucket } from "./history-bucket.ts";

const LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";
const REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";

export const deliveryNotLocked: StackGuardRail = {
    scope: "stack",
    name: "delivery-not-locked",
    title: "What AWS Config delivers to locks nothing by default",
    description:
        "Refuses a delivery bucket with S3 Object Lock and a default retention: AWS Config delivers nothing there.",
    remedy: "Take the default retention away, and lock the bucket's replica in another account: deliveryBucket.replica",
    severity: "high",
    page: "https://docs.aws.amazon.com/config/latest/developerguide/manage-delivery-channel.html",
    judge: (resources) =>
        historyBuckets(resources).flatMap(({ bucket }) =>
            ofBucket(resources, bucket, LOCK)
                .filter((lock) => textAt(lock, "rule", "defaultRetention", "mode") !== undefined)
                .map((resource) => ({ resource, message: "the delivery bucket has a default retention" })),
        ),
};

export const archiveLocked: StackGuardRail = {
    scope: "stack",
    name: "archive-locked",
    title: "A bucket with Object Lock locks what comes",
    description:
        "Refuses a bucket with S3 Object Lock that has no default retention, which replicas come without, or that a destroy " +
        "may empty.",
    remedy: "Register a BucketObjectLockConfiguration with a default retention for the bucket, and never set forceDestroy",
    severity: "high",
    page: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html",
    judge: (resources) => {
        const delivered = historyBuckets(resources).map(({ bucket }) => bucket.urn);
        return resources
            .filter((one) => isOfType(one, "aws:s3/bucket:Bucket") && valueAt(one, "objectLockEnabled") === true)
            .filter(({ urn }) => !delivered.includes(urn))
            .flatMap((bucket) => [...unlocked(resources, bucket), ...emptied(bucket)]);
    },
};

export const deletionsNotReplicated: StackGuardRail = {
    scope: "stack",
    name: "deletions-not-replicated",
    title: "A deletion stays where it was made",
    description:
        "Refuses the replication of a delivery bucket that copies delete markers: history would vanish in both places.",
    remedy: "Set deleteMarkerReplication to Disabled",
    severity: "high",
    page: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-marker-replication.html",
    judge: (resources) =>
        historyBuckets(resources).flatMap(({ bucket }) =>
            resources
                .filter((one) => isOfType(one, REPLICATION) && namesResource(one, "bucket", bucket, "bucket"))
                .filter((replication) => listAt(replication, "rules").some(copiesDeletions))
                .map((resource) => ({ resource, message: "delete markers of the delivery bucket are replicated" })),
        ),
};

function unlocked(resources: readonly GuardedResource[], bucket: GuardedResource): Violation[] {
    const locks = ofBucket(resources, bucket, LOCK);
    const isLocked = locks.some((lock) => {
        const retention = valueAt(lock, "rule", "defaultRetention");
        return (
            retention === UNKNOWN ||
            ["GOVERNANCE", "COMPLIANCE"].includes(textAt(lock, "rule", "defaultRetention", "mode") ?? "")
        );
    });
    return isLocked
        ? []
        : [{ resource: locks[0] ?? bucket, message: "the bucket has S3 Object Lock and no default retention" }];
}

function emptied(bucket: GuardedResource): Violation[] {
    return valueAt(bucket, "forceDestroy") === true
        ? [{ resource: bucket, message: "forceDestroy lets a destroy delete whatever is not locked any more" }]
        : [];
}

function copiesDeletions(rule: unknown): boolean {
    const { deleteMarkerReplication: markers } = (rule ?? {}) as { deleteMarkerReplication?: { status?: unknown } };
    return markers?.status === "Enabled";
}
