/** Whether history is kept, and kept safe. */
import type { ResourceGuardRail, Setting, StackGuardRail, Violation } from "../guard-rail.ts";
import { numberOf } from "../guard-rail.ts";
import { type GuardedResource, listAt, textAt, UNKNOWN, valueAt } from "../guarded-resource.ts";
import { historyBuckets, ofBucket } from "./history-bucket.ts";

const YEAR = 365;

const days = (description: string): Setting => ({ type: "integer", minimum: 1, description });

export const retentionLongEnough: ResourceGuardRail = {
    scope: "resource",
    name: "retention-long-enough",
    title: "Configuration items are kept",
    description: "Refuses a retention configuration that deletes configuration items sooner than minimumDays.",
    remedy: "Raise retention.days in the stack's configuration: 2557 days, seven years, is the most that AWS keeps",
    severity: "high",
    page: "https://docs.aws.amazon.com/config/latest/developerguide/delete-config-data-with-retention-period.html",
    settings: { minimumDays: days("Days that AWS Config has to keep configuration items at least (365).") },
    defaults: { minimumDays: YEAR },
    judge: (resource, settings) => {
        const kept = valueAt(resource, "retentionPeriodInDays");
        const minimum = numberOf(settings, "minimumDays");
        return resource.type === "aws:cfg/retentionConfiguration:RetentionConfiguration" &&
            typeof kept === "number" &&
            kept < minimum
            ? [`configuration items are deleted after ${kept} days; ${minimum} are asked for`]
            : [];
    },
};

export const historyKept: StackGuardRail = {
    scope: "stack",
    name: "history-kept",
    title: "Delivered history is kept",
    description:
        "Refuses a delivery bucket whose lifecycle deletes history sooner than minimumDays, or replaced objects sooner than " +
        "minimumNoncurrentDays, that is not versioned, or that a destroy may empty.",
    remedy: "Leave out deliveryBucket.lifecycle.expireAfterDays or raise it, keep versioning enabled, and never set forceDestroy",
    severity: "high",
    page: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
    settings: {
        minimumDays: days("Days that delivered history has to be kept at least (365)."),
        minimumNoncurrentDays: days("Days that a replaced or deleted object has to be restorable at least (30)."),
    },
    defaults: { minimumDays: YEAR, minimumNoncurrentDays: 30 },
    judge: (resources, settings) =>
        historyBuckets(resources).flatMap(({ bucket }) => [
            ...emptied(bucket),
            ...unversioned(resources, bucket),
            ...ofBucket(resources, bucket, "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").flatMap(
                (lifecycle) =>
                    listAt(lifecycle, "rules").flatMap((rule) =>
                        shortLived(
                            lifecycle,
                            { ...lifecycle, properties: isRecord(rule) ? rule : {} },
                            numberOf(settings, "minimumDays"),
                            numberOf(settings, "minimumNoncurrentDays"),
                        ),
                    ),
            ),
        ]),
};

export const historyEncrypted: StackGuardRail = {
    scope: "stack",
    name: "history-encrypted",
    title: "History is encrypted with a key of the account",
    description:
        "Refuses a delivery channel that names no KMS key, and a delivery bucket that encrypts without one: whoever may " +
        "read the bucket could read what every resource of the account looks like.",
    remedy: "Give the channel an s3KmsKeyArn, and the bucket default encryption by aws:kms with the same key",
    severity: "high",
    page: "https://docs.aws.amazon.com/config/latest/developerguide/s3-kms-key-policy.html",
    judge: (resources) => [
        ...resources
            .filter(({ type }) => type === "aws:cfg/deliveryChannel:DeliveryChannel")
            .filter((channel) => valueAt(channel, "s3KmsKeyArn") === undefined)
            .map((resource) => ({ resource, message: "the channel names no key (s3KmsKeyArn)" })),
        ...historyBuckets(resources).flatMap(({ bucket }) => withoutKey(resources, bucket)),
    ],
};

function emptied(bucket: GuardedResource): Violation[] {
    return valueAt(bucket, "forceDestroy") === true
        ? [{ resource: bucket, message: "forceDestroy lets a destroy delete the bucket with all of its history" }]
        : [];
}

function unversioned(resources: readonly GuardedResource[], bucket: GuardedResource): Violation[] {
    const found = ofBucket(resources, bucket, "aws:s3/bucketVersioning:BucketVersioning");
    const states = found.map((versioning) => valueAt(versioning, "versioningConfiguration", "status"));
    return states.some((state) => state === "Enabled" || state === UNKNOWN)
        ? []
        : [{ resource: found[0] ?? bucket, message: "the bucket is not versioned: an overwritten object is lost" }];
}

function shortLived(
    resource: GuardedResource,
    rule: GuardedResource,
    minimum: number,
    noncurrent: number,
): Violation[] {
    if (textAt(rule, "status") !== "Enabled") {
        return [];
    }
    const name = `the lifecycle rule ${textAt(rule, "id") ?? "without a name"}`;
    const expires = valueAt(rule, "expiration", "days");
    const replaced = valueAt(rule, "noncurrentVersionExpiration", "noncurrentDays");
    return [
        ...(typeof expires === "number" && expires > 0 && expires < minimum
            ? [`${name} deletes history after ${expires} days; ${minimum} are asked for`]
            : []),
        ...(textAt(rule, "expiration", "date") !== undefined ? [`${name} deletes history on a date`] : []),
        ...(typeof replaced === "number" && replaced < noncurrent
            ? [`${name} deletes replaced objects after ${replaced} days; ${noncurrent} are asked for`]
            : []),
    ].map((message) => ({ resource, message }));
}

function withoutKey(resources: readonly GuardedResource[], bucket: GuardedResource): Violation[] {
    const encryptions = ofBucket(
        resources,
        bucket,
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    );
    return encryptions
        .filter((encryption) => !algorithmsOf(encryption).every((algorithm) => algorithm.startsWith("aws:kms")))
        .map((resource) => ({ resource, message: "the delivery bucket encrypts without a key of the account" }));
}

/** What a bucket encrypts with by default; nothing that is known only later. */
export function algorithmsOf(encryption: GuardedResource): readonly string[] {
    return listAt(encryption, "rules").flatMap((rule) => {
        const properties = isRecord(rule) ? rule : {};
        const algorithm = valueAt({ ...encryption, properties }, "applyServerSideEncryptionByDefault", "sseAlgorithm");
        return typeof algorithm === "string" ? [algorithm] : [];
    });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
