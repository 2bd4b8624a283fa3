import type { LoggingEnabled, PartitionDateSource } from "@aws-sdk/client-s3";
import { GetBucketLoggingCommand, PutBucketLoggingCommand } from "@aws-sdk/client-s3";
import { lengthBetween, oneOf } from "../check-values.ts";
import type { Call, Handler } from "../handler.ts";
import { group, word } from "../inputs.ts";
import type { Values } from "../property.ts";
import { list, map, object, string } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";
import type { BucketReference } from "./s3-bucket-setting.ts";
import { bucketProperties, bucketReference, onNewBucket, parseSettingId, settingId } from "./s3-bucket-setting.ts";

/** terraform-provider-aws, internal/service/s3/bucket_logging.go */
export const s3BucketLogging: Handler = {
    type: "aws:s3/bucketLogging:BucketLogging",
    notImplemented: ["targetGrants"],
    properties: {
        ...bucketProperties,
        targetBucket: string({ required: true, check: lengthBetween(1, 63) }),
        targetGrants: list(map()),
        targetObjectKeyFormat: object({
            partitionedPrefix: object({
                partitionDateSource: string({ required: true, check: oneOf("EventTime", "DeliveryTime") }),
            }),
            simplePrefix: object({}),
        }),
        targetPrefix: string({ required: true }),
    },

    async create(call, inputs) {
        const bucket = bucketReference(inputs);
        await doing(`creating S3 Bucket (${bucket.Bucket}) Logging`, () =>
            onNewBucket(call, () => put(call, bucket, inputs)),
        );
        return settingId(bucket);
    },

    async read(call, id) {
        const bucket = parseSettingId(id);
        const answer = await doing(`reading S3 Bucket Logging (${id})`, () =>
            unlessCode(["NoSuchBucket"], () =>
                call.aws.s3(call.region).send(new GetBucketLoggingCommand({ ...bucket })),
            ),
        );
        const logging = answer?.LoggingEnabled;
        return (
            logging && {
                bucket: bucket.Bucket,
                expectedBucketOwner: bucket.ExpectedBucketOwner,
                targetBucket: logging.TargetBucket,
                targetPrefix: logging.TargetPrefix,
                targetObjectKeyFormat: keyFormat(logging),
            }
        );
    },

    async update(call, id, inputs) {
        await doing(`updating S3 Bucket Logging (${id})`, () => put(call, parseSettingId(id), inputs));
    },

    async delete(call, id) {
        const command = new PutBucketLoggingCommand({ ...parseSettingId(id), BucketLoggingStatus: {} });
        await doing(`deleting S3 Bucket Logging (${id})`, () =>
            unlessCode(["NoSuchBucket"], () => call.aws.s3(call.region).send(command)),
        );
    },
};

function keyFormat({ TargetObjectKeyFormat: format }: LoggingEnabled): Values | undefined {
    if (format?.PartitionedPrefix !== undefined) {
        return { partitionedPrefix: { partitionDateSource: format.PartitionedPrefix.PartitionDateSource } };
    }
    return format?.SimplePrefix === undefined ? undefined : { simplePrefix: {} };
}

async function put(call: Call, bucket: BucketReference, inputs: Values): Promise<void> {
    const format = group(inputs["targetObjectKeyFormat"]);
    const partitioned = group(format?.["partitionedPrefix"]);
    const simple = group(format?.["simplePrefix"]);
    await call.aws.s3(call.region).send(
        new PutBucketLoggingCommand({
            ...bucket,
            BucketLoggingStatus: {
                LoggingEnabled: {
                    TargetBucket: String(inputs["targetBucket"]),
                    TargetPrefix: String(inputs["targetPrefix"]),
                    TargetObjectKeyFormat: format && {
                        PartitionedPrefix: partitioned && {
                            PartitionDateSource: word<PartitionDateSource>(partitioned["partitionDateSource"]),
                        },
                        SimplePrefix: simple && {},
                    },
                },
            },
        }),
    );
}
