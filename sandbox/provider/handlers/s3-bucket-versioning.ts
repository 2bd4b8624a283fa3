import type { BucketVersioningStatus, MFADelete } from "@aws-sdk/client-s3";
import { GetBucketVersioningCommand, PutBucketVersioningCommand } from "@aws-sdk/client-s3";
import { oneOf } from "../check-values.ts";
import type { Call, Handler } from "../handler.ts";
import { group, text, word } from "../inputs.ts";
import type { Values } from "../property.ts";
import { object, string } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";
import type { BucketReference } from "./s3-bucket-setting.ts";
import { bucketProperties, bucketReference, onNewBucket, parseSettingId, settingId } from "./s3-bucket-setting.ts";

const disabled = "Disabled";

/** terraform-provider-aws, internal/service/s3/bucket_versioning.go. Deleting it suspends versioning. */
export const s3BucketVersioning: Handler = {
    type: "aws:s3/bucketVersioning:BucketVersioning",
    properties: {
        ...bucketProperties,
        mfa: string(),
        versioningConfiguration: object(
            {
                mfaDelete: string({ computed: true, check: oneOf("Enabled", "Disabled") }),
                status: string({ required: true, check: oneOf("Enabled", "Suspended", "Disabled") }),
            },
            { required: true },
        ),
    },

    async create(call, inputs) {
        const bucket = bucketReference(inputs);
        if (statusOf(inputs) !== disabled) {
            await doing(`creating S3 Bucket (${bucket.Bucket}) Versioning`, () =>
                onNewBucket(call, () => put(call, bucket, inputs)),
            );
        }
        return settingId(bucket);
    },

    async read(call, id) {
        const bucket = parseSettingId(id);
        const answer = await doing(`reading S3 Bucket Versioning (${id})`, () =>
            unlessCode(["NoSuchBucket"], () =>
                call.aws.s3(call.region).send(new GetBucketVersioningCommand({ ...bucket })),
            ),
        );
        return (
            answer && {
                bucket: bucket.Bucket,
                expectedBucketOwner: bucket.ExpectedBucketOwner,
                versioningConfiguration: { status: answer.Status ?? disabled, mfaDelete: answer.MFADelete },
            }
        );
    },

    async update(call, id, inputs, old) {
        if (statusOf(inputs) === disabled && statusOf(old) !== disabled) {
            throw new Error(
                `versioning_configuration.status cannot be updated from '${String(statusOf(old))}' to '${disabled}'`,
            );
        }
        await doing(`updating S3 Bucket Versioning (${id})`, () => put(call, parseSettingId(id), inputs));
    },

    async delete(call, id, state) {
        if (statusOf(state) === disabled) {
            return;
        }
        const command = new PutBucketVersioningCommand({
            ...parseSettingId(id),
            VersioningConfiguration: { Status: "Suspended" },
        });
        await doing(`deleting S3 Bucket Versioning (${id})`, () =>
            unlessCode(["NoSuchBucket", "InvalidBucketState"], () => call.aws.s3(call.region).send(command)),
        );
    },
};

const statusOf = (values: Values) => group(values["versioningConfiguration"])?.["status"];

async function put(call: Call, bucket: BucketReference, inputs: Values): Promise<void> {
    const configuration = group(inputs["versioningConfiguration"]);
    await call.aws.s3(call.region).send(
        new PutBucketVersioningCommand({
            ...bucket,
            MFA: text(inputs["mfa"]),
            VersioningConfiguration: {
                Status: word<BucketVersioningStatus>(configuration?.["status"]),
                MFADelete: word<MFADelete>(configuration?.["mfaDelete"]),
            },
        }),
    );
}
