import type { DefaultRetention, ObjectLockEnabled, ObjectLockRetentionMode, ObjectLockRule } from "@aws-sdk/client-s3";
import { GetObjectLockConfigurationCommand, PutObjectLockConfigurationCommand } from "@aws-sdk/client-s3";
import { oneOf } from "../check-values.ts";
import type { Call, Handler } from "../handler.ts";
import { group, numeric, text, word } from "../inputs.ts";
import type { Values } from "../property.ts";
import { number, object, string } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";
import type { BucketReference } from "./s3-bucket-setting.ts";
import { bucketProperties, bucketReference, onNewBucket, parseSettingId, settingId } from "./s3-bucket-setting.ts";

const missing = ["NoSuchBucket", "ObjectLockConfigurationNotFoundError", "ObjectLockConfigurationNotFound"];

/**
 * terraform-provider-aws, internal/service/s3/bucket_object_lock_configuration.go. Deleting it takes the default retention
 * away: a lock that is enabled stays enabled.
 */
export const s3BucketObjectLockConfiguration: Handler = {
    type: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    properties: {
        ...bucketProperties,
        objectLockEnabled: string({ default: "Enabled", forceNew: true, check: oneOf("Enabled") }),
        rule: object({
            defaultRetention: object(
                {
                    days: number({ conflictsWith: ["years"] }),
                    mode: string({ check: oneOf("GOVERNANCE", "COMPLIANCE") }),
                    years: number({ conflictsWith: ["days"] }),
                },
                { required: true },
            ),
        }),
        token: string(),
    },

    async create(call, inputs) {
        const bucket = bucketReference(inputs);
        await doing(`creating S3 Bucket (${bucket.Bucket}) Object Lock Configuration`, () =>
            onNewBucket(call, () => put(call, bucket, inputs)),
        );
        return settingId(bucket);
    },

    async read(call, id) {
        const bucket = parseSettingId(id);
        const answer = await doing(`reading S3 Bucket Object Lock Configuration (${id})`, () =>
            unlessCode(missing, () =>
                call.aws.s3(call.region).send(new GetObjectLockConfigurationCommand({ ...bucket })),
            ),
        );
        const lock = answer?.ObjectLockConfiguration;
        return (
            lock && {
                bucket: bucket.Bucket,
                expectedBucketOwner: bucket.ExpectedBucketOwner,
                objectLockEnabled: lock.ObjectLockEnabled,
                rule: lock.Rule && { defaultRetention: fromRetention(lock.Rule.DefaultRetention) },
            }
        );
    },

    async update(call, id, inputs) {
        await doing(`updating S3 Bucket Object Lock Configuration (${id})`, () =>
            put(call, parseSettingId(id), inputs),
        );
    },

    async delete(call, id, state) {
        await doing(`deleting S3 Bucket Object Lock Configuration (${id})`, () =>
            unlessCode(missing, () =>
                put(call, parseSettingId(id), { objectLockEnabled: state["objectLockEnabled"] ?? "Enabled" }),
            ),
        );
    },
};

async function put(call: Call, bucket: BucketReference, inputs: Values): Promise<void> {
    await call.aws.s3(call.region).send(
        new PutObjectLockConfigurationCommand({
            ...bucket,
            ObjectLockConfiguration: {
                ObjectLockEnabled: word<ObjectLockEnabled>(inputs["objectLockEnabled"]),
                Rule: toRule(group(inputs["rule"])),
            },
            Token: text(inputs["token"]),
        }),
    );
}

function toRule(rule: Values | undefined): ObjectLockRule | undefined {
    const retention = group(rule?.["defaultRetention"]);
    return (
        retention && {
            DefaultRetention: {
                Days: numeric(retention["days"]),
                Mode: word<ObjectLockRetentionMode>(retention["mode"]),
                Years: numeric(retention["years"]),
            },
        }
    );
}

function fromRetention(retention: DefaultRetention | undefined): Values | undefined {
    return retention && { days: retention.Days, mode: retention.Mode, years: retention.Years };
}
