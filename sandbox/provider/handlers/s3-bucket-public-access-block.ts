import {
    DeletePublicAccessBlockCommand,
    GetPublicAccessBlockCommand,
    PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import type { Call, Handler } from "../handler.ts";
import type { Values } from "../property.ts";
import { boolean } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";
import { bucketProperty, onNewBucket } from "./s3-bucket-setting.ts";

const missing = ["NoSuchBucket", "NoSuchPublicAccessBlockConfiguration"];

/** terraform-provider-aws, internal/service/s3/bucket_public_access_block.go */
export const s3BucketPublicAccessBlock: Handler = {
    type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    properties: {
        ...bucketProperty,
        blockPublicAcls: boolean({ default: false }),
        blockPublicPolicy: boolean({ default: false }),
        ignorePublicAcls: boolean({ default: false }),
        restrictPublicBuckets: boolean({ default: false }),
        skipDestroy: boolean(),
    },

    async create(call, inputs) {
        const bucket = String(inputs["bucket"]);
        await doing(`creating S3 Bucket (${bucket}) Public Access Block`, () =>
            onNewBucket(call, () => put(call, bucket, inputs)),
        );
        return bucket;
    },

    async read(call, id) {
        const answer = await doing(`reading S3 Bucket Public Access Block (${id})`, () =>
            unlessCode(missing, () => call.aws.s3(call.region).send(new GetPublicAccessBlockCommand({ Bucket: id }))),
        );
        const block = answer?.PublicAccessBlockConfiguration;
        return (
            block && {
                bucket: id,
                blockPublicAcls: block.BlockPublicAcls ?? false,
                blockPublicPolicy: block.BlockPublicPolicy ?? false,
                ignorePublicAcls: block.IgnorePublicAcls ?? false,
                restrictPublicBuckets: block.RestrictPublicBuckets ?? false,
            }
        );
    },

    async update(call, id, inputs) {
        await doing(`updating S3 Bucket Public Access Block (${id})`, () => put(call, id, inputs));
    },

    async delete(call, id, state) {
        if (state["skipDestroy"] === true) {
            return;
        }
        await doing(`deleting S3 Bucket Public Access Block (${id})`, () =>
            unlessCode(missing, () =>
                call.aws.s3(call.region).send(new DeletePublicAccessBlockCommand({ Bucket: id })),
            ),
        );
    },
};

async function put(call: Call, bucket: string, inputs: Values): Promise<void> {
    await call.aws.s3(call.region).send(
        new PutPublicAccessBlockCommand({
            Bucket: bucket,
            PublicAccessBlockConfiguration: {
                BlockPublicAcls: inputs["blockPublicAcls"] === true,
                BlockPublicPolicy: inputs["blockPublicPolicy"] === true,
                IgnorePublicAcls: inputs["ignorePublicAcls"] === true,
                RestrictPublicBuckets: inputs["restrictPublicBuckets"] === true,
            },
        }),
    );
}
