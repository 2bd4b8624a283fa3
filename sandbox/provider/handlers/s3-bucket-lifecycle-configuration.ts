import type {
    ExpirationStatus,
    LifecycleRule,
    LifecycleRuleFilter,
    TransitionDefaultMinimumObjectSize,
    TransitionStorageClass,
} from "@aws-sdk/client-s3";
import {
    DeleteBucketLifecycleCommand,
    GetBucketLifecycleConfigurationCommand,
    PutBucketLifecycleConfigurationCommand,
} from "@aws-sdk/client-s3";
import { between, lengthBetween, oneOf } from "../check-values.ts";
import type { Call, Handler } from "../handler.ts";
import { group, groups, numeric, text, word } from "../inputs.ts";
import type { Properties, Value, Values } from "../property.ts";
import { boolean, list, map, number, object, set, string } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";
import { fromTagList, tagsOf, toTagList } from "../tags.ts";
import type { BucketReference } from "./s3-bucket-setting.ts";
import { bucketProperties, bucketReference, onNewBucket, parseSettingId, settingId } from "./s3-bucket-setting.ts";

const missing = ["NoSuchBucket", "NoSuchLifecycleConfiguration"];
/** What AWS applies where nothing is said (https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html). */
const defaultMinimumSize = "all_storage_classes_128K";

const sizes: Properties = {
    objectSizeGreaterThan: number({ computed: true }),
    objectSizeLessThan: number({ computed: true }),
    prefix: string({ computed: true }),
};
const storageClass = string({ required: true });
const noncurrentDays = number({ required: true, check: between(0, 2_147_483_647) });
const newerNoncurrentVersions = number({ computed: true });

/** terraform-provider-aws, internal/service/s3/bucket_lifecycle_configuration.go */
export const s3BucketLifecycleConfiguration: Handler = {
    type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    notImplemented: ["timeouts"],
    timeouts: { create: 180, update: 180 },
    properties: {
        ...bucketProperties,
        rules: list(
            object({
                id: string({ required: true, check: lengthBetween(1, 255) }),
                status: string({ required: true, check: oneOf("Disabled", "Enabled") }),
                prefix: string({ computed: true }),
                filter: object(
                    {
                        ...sizes,
                        and: object({ ...sizes, tags: map() }),
                        tag: object({ key: string({ required: true }), value: string({ required: true }) }),
                    },
                    { computed: true },
                ),
                abortIncompleteMultipartUpload: object({ daysAfterInitiation: number() }),
                expiration: object({
                    date: string(),
                    days: number({ computed: true }),
                    expiredObjectDeleteMarker: boolean({ computed: true }),
                }),
                noncurrentVersionExpiration: object({ newerNoncurrentVersions, noncurrentDays }),
                noncurrentVersionTransitions: set(object({ newerNoncurrentVersions, noncurrentDays, storageClass })),
                transitions: set(object({ date: string(), days: number({ computed: true }), storageClass })),
            }),
        ),
        transitionDefaultMinimumObjectSize: string({
            computed: true,
            check: oneOf("all_storage_classes_128K", "varies_by_storage_class"),
        }),
        timeouts: map(),
    },

    async create(call, inputs) {
        const bucket = bucketReference(inputs);
        await doing(`creating S3 Bucket (${bucket.Bucket}) Lifecycle Configuration`, () => put(call, bucket, inputs));
        return settingId(bucket);
    },

    async read(call, id) {
        const bucket = parseSettingId(id);
        const answer = await doing(`reading S3 Bucket Lifecycle Configuration (${id})`, () =>
            unlessCode(missing, () =>
                call.aws.s3(call.region).send(new GetBucketLifecycleConfigurationCommand({ ...bucket })),
            ),
        );
        if (answer?.Rules === undefined || answer.Rules.length === 0) {
            return undefined;
        }
        return {
            bucket: bucket.Bucket,
            expectedBucketOwner: bucket.ExpectedBucketOwner,
            rules: answer.Rules.map(fromRule),
            transitionDefaultMinimumObjectSize: answer.TransitionDefaultMinimumObjectSize ?? defaultMinimumSize,
        };
    },

    async update(call, id, inputs) {
        const bucket = parseSettingId(id);
        await doing(`updating S3 Bucket (${bucket.Bucket}) Lifecycle Configuration`, () => put(call, bucket, inputs));
    },

    async delete(call, id) {
        await doing(`deleting S3 Bucket Lifecycle Configuration (${id})`, () =>
            unlessCode(missing, () =>
                call.aws.s3(call.region).send(new DeleteBucketLifecycleCommand({ ...parseSettingId(id) })),
            ),
        );
    },
};

async function put(call: Call, bucket: BucketReference, inputs: Values): Promise<void> {
    const command = new PutBucketLifecycleConfigurationCommand({
        ...bucket,
        LifecycleConfiguration: { Rules: groups(inputs["rules"]).map(toRule) },
        TransitionDefaultMinimumObjectSize: word<TransitionDefaultMinimumObjectSize>(
            inputs["transitionDefaultMinimumObjectSize"],
        ),
    });
    await onNewBucket(call, () => call.aws.s3(call.region).send(command));
}

function toRule(rule: Values): LifecycleRule {
    const expiration = group(rule["expiration"]);
    const noncurrent = group(rule["noncurrentVersionExpiration"]);
    const abort = group(rule["abortIncompleteMultipartUpload"]);
    return {
        ID: text(rule["id"]),
        Status: word<ExpirationStatus>(rule["status"]),
        Prefix: text(rule["prefix"]),
        Filter: toFilter(group(rule["filter"]), text(rule["prefix"])),
        AbortIncompleteMultipartUpload: abort && { DaysAfterInitiation: numeric(abort["daysAfterInitiation"]) },
        Expiration: expiration && {
            Date: date(expiration["date"]),
            Days: numeric(expiration["days"]),
            ExpiredObjectDeleteMarker: expiration["expiredObjectDeleteMarker"] === true ? true : undefined,
        },
        NoncurrentVersionExpiration: noncurrent && {
            NoncurrentDays: numeric(noncurrent["noncurrentDays"]),
            NewerNoncurrentVersions: numeric(noncurrent["newerNoncurrentVersions"]),
        },
        NoncurrentVersionTransitions: orNone(
            groups(rule["noncurrentVersionTransitions"]).map((one) => ({
                NoncurrentDays: Number(one["noncurrentDays"]),
                NewerNoncurrentVersions: numeric(one["newerNoncurrentVersions"]),
                StorageClass: word<TransitionStorageClass>(one["storageClass"]),
            })),
        ),
        Transitions: orNone(
            groups(rule["transitions"]).map((one) => ({
                Date: date(one["date"]),
                Days: typeof one["days"] === "number" ? one["days"] : undefined,
                StorageClass: word<TransitionStorageClass>(one["storageClass"]),
            })),
        ),
    };
}

/** The API wants a filter or a prefix; an empty filter means the whole bucket. */
function toFilter(filter: Values | undefined, prefix: string | undefined): LifecycleRuleFilter | undefined {
    if (filter === undefined) {
        return prefix === undefined ? { Prefix: "" } : undefined;
    }
    const and = group(filter["and"]);
    const tag = group(filter["tag"]);
    const only: LifecycleRuleFilter = {
        Prefix: text(filter["prefix"]),
        ObjectSizeGreaterThan: numeric(filter["objectSizeGreaterThan"]),
        ObjectSizeLessThan: numeric(filter["objectSizeLessThan"]),
        Tag: tag && { Key: String(tag["key"]), Value: String(tag["value"]) },
        And: and && {
            Prefix: text(and["prefix"]),
            ObjectSizeGreaterThan: numeric(and["objectSizeGreaterThan"]),
            ObjectSizeLessThan: numeric(and["objectSizeLessThan"]),
            Tags: orNone(toTagList(tagsOf(and["tags"]))),
        },
    };
    return Object.values(only).every((value) => value === undefined) ? { Prefix: "" } : only;
}

function fromRule(rule: LifecycleRule): Values {
    return {
        id: rule.ID,
        status: rule.Status,
        prefix: rule.Prefix,
        filter: fromFilter(rule.Filter),
        abortIncompleteMultipartUpload: rule.AbortIncompleteMultipartUpload && {
            daysAfterInitiation: rule.AbortIncompleteMultipartUpload.DaysAfterInitiation,
        },
        expiration: rule.Expiration && {
            date: rule.Expiration.Date?.toISOString(),
            days: rule.Expiration.Days,
            expiredObjectDeleteMarker: rule.Expiration.ExpiredObjectDeleteMarker,
        },
        noncurrentVersionExpiration: rule.NoncurrentVersionExpiration && {
            noncurrentDays: rule.NoncurrentVersionExpiration.NoncurrentDays,
            newerNoncurrentVersions: rule.NoncurrentVersionExpiration.NewerNoncurrentVersions,
        },
        noncurrentVersionTransitions: orNone(
            (rule.NoncurrentVersionTransitions ?? []).map((one) => ({
                noncurrentDays: one.NoncurrentDays,
                newerNoncurrentVersions: one.NewerNoncurrentVersions,
                storageClass: one.StorageClass,
            })),
        ),
        transitions: orNone(
            (rule.Transitions ?? []).map((one) => ({
                date: one.Date?.toISOString(),
                days: one.Days,
                storageClass: one.StorageClass,
            })),
        ),
    };
}

function fromFilter(filter: LifecycleRuleFilter | undefined): Values | undefined {
    return (
        filter && {
            prefix: filter.Prefix,
            objectSizeGreaterThan: filter.ObjectSizeGreaterThan,
            objectSizeLessThan: filter.ObjectSizeLessThan,
            tag: filter.Tag && { key: filter.Tag.Key, value: filter.Tag.Value },
            and: filter.And && {
                prefix: filter.And.Prefix,
                objectSizeGreaterThan: filter.And.ObjectSizeGreaterThan,
                objectSizeLessThan: filter.And.ObjectSizeLessThan,
                tags: fromTagList(filter.And.Tags),
            },
        }
    );
}

const date = (value: Value): Date | undefined => {
    const written = text(value);
    return written === undefined ? undefined : new Date(written);
};

const orNone = <T>(values: T[]): T[] | undefined => (values.length === 0 ? undefined : values);
