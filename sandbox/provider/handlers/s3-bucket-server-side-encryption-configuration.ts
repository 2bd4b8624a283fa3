import type { ServerSideEncryption, ServerSideEncryptionRule } from "@aws-sdk/client-s3";
import {
    DeleteBucketEncryptionCommand,
    GetBucketEncryptionCommand,
    PutBucketEncryptionCommand,
} from "@aws-sdk/client-s3";
import { oneOf } from "../check-values.ts";
import type { Call, Handler } from "../handler.ts";
import { group, groups, text, word } from "../inputs.ts";
import type { Values } from "../property.ts";
import { boolean, list, object, set, string } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";
import type { BucketReference } from "./s3-bucket-setting.ts";
import { bucketProperties, bucketReference, onNewBucket, parseSettingId, settingId } from "./s3-bucket-setting.ts";

const missing = ["NoSuchBucket", "ServerSideEncryptionConfigurationNotFoundError"];

/**
 * terraform-provider-aws, internal/service/s3/bucket_server_side_encryption_configuration.go. Which encryption types
 * are blocked is left to the service, since the emulator does not know them.
 */
export const s3BucketServerSideEncryptionConfiguration: Handler = {
    type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    properties: {
        ...bucketProperties,
        rules: set(
            object({
                applyServerSideEncryptionByDefault: object({
                    kmsMasterKeyId: string(),
                    sseAlgorithm: string({
                        required: true,
                        check: oneOf("AES256", "aws:fsx", "aws:kms", "aws:kms:dsse"),
                    }),
                }),
                blockedEncryptionTypes: list(string(), { computed: true }),
                bucketKeyEnabled: boolean(),
            }),
            { required: true },
        ),
    },

    async create(call, inputs) {
        const bucket = bucketReference(inputs);
        await doing(`creating S3 Bucket (${bucket.Bucket}) Server-side Encryption Configuration`, () =>
            onNewBucket(call, () => put(call, bucket, inputs)),
        );
        return settingId(bucket);
    },

    async read(call, id) {
        const bucket = parseSettingId(id);
        const answer = await doing(`reading S3 Bucket Server-side Encryption Configuration (${id})`, () =>
            unlessCode(missing, () => call.aws.s3(call.region).send(new GetBucketEncryptionCommand({ ...bucket }))),
        );
        const rules = answer?.ServerSideEncryptionConfiguration?.Rules;
        return (
            rules && {
                bucket: bucket.Bucket,
                expectedBucketOwner: bucket.ExpectedBucketOwner,
                rules: rules.map((rule) => ({
                    applyServerSideEncryptionByDefault: rule.ApplyServerSideEncryptionByDefault && {
                        sseAlgorithm: rule.ApplyServerSideEncryptionByDefault.SSEAlgorithm,
                        kmsMasterKeyId: rule.ApplyServerSideEncryptionByDefault.KMSMasterKeyID,
                    },
                    bucketKeyEnabled: rule.BucketKeyEnabled,
                })),
            }
        );
    },

    async update(call, id, inputs) {
        await doing(`updating S3 Bucket Server-side Encryption Configuration (${id})`, () =>
            onNewBucket(call, () => put(call, parseSettingId(id), inputs)),
        );
    },

    async delete(call, id) {
        await doing(`deleting S3 Bucket Server-side Encryption Configuration (${id})`, () =>
            unlessCode(missing, () =>
                call.aws.s3(call.region).send(new DeleteBucketEncryptionCommand({ ...parseSettingId(id) })),
            ),
        );
    },
};

async function put(call: Call, bucket: BucketReference, inputs: Values): Promise<void> {
    const Rules = groups(inputs["rules"]).map((rule): ServerSideEncryptionRule => {
        const byDefault = group(rule["applyServerSideEncryptionByDefault"]);
        return {
            ApplyServerSideEncryptionByDefault: byDefault && {
                SSEAlgorithm: word<ServerSideEncryption>(byDefault["sseAlgorithm"]),
                KMSMasterKeyID: text(byDefault["kmsMasterKeyId"]),
            },
            BucketKeyEnabled: rule["bucketKeyEnabled"] === true,
        };
    });
    await call.aws
        .s3(call.region)
        .send(new PutBucketEncryptionCommand({ ...bucket, ServerSideEncryptionConfiguration: { Rules } }));
}
