import type { ObjectOwnership } from "@aws-sdk/client-s3";
import {
    DeleteBucketOwnershipControlsCommand,
    GetBucketOwnershipControlsCommand,
    PutBucketOwnershipControlsCommand,
} from "@aws-sdk/client-s3";
import { oneOf } from "../check-values.ts";
import type { Call, Handler } from "../handler.ts";
import { group, word } from "../inputs.ts";
import type { Values } from "../property.ts";
import { object, string } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";
import { bucketProperty } from "./s3-bucket-setting.ts";

const missing = ["NoSuchBucket", "OwnershipControlsNotFoundError"];

/** terraform-provider-aws, internal/service/s3/bucket_ownership_controls.go */
export const s3BucketOwnershipControls: Handler = {
    type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    properties: {
        ...bucketProperty,
        rule: object(
            {
                objectOwnership: string({
                    required: true,
                    check: oneOf("BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"),
                }),
            },
            { required: true },
        ),
    },

    async create(call, inputs) {
        const bucket = String(inputs["bucket"]);
        await doing(`creating S3 Bucket (${bucket}) Ownership Controls`, () => put(call, bucket, inputs));
        return bucket;
    },

    async read(call, id) {
        const answer = await doing(`reading S3 Bucket (${id}) Ownership Controls`, () =>
            unlessCode(missing, () =>
                call.aws.s3(call.region).send(new GetBucketOwnershipControlsCommand({ Bucket: id })),
            ),
        );
        const ownership = answer?.OwnershipControls?.Rules?.[0]?.ObjectOwnership;
        return answer && { bucket: id, rule: ownership === undefined ? undefined : { objectOwnership: ownership } };
    },

    async update(call, id, inputs) {
        await doing(`updating S3 Bucket (${id}) Ownership Controls`, () => put(call, id, inputs));
    },

    async delete(call, id) {
        await doing(`deleting S3 Bucket (${id}) Ownership Controls`, () =>
            unlessCode(missing, () =>
                call.aws.s3(call.region).send(new DeleteBucketOwnershipControlsCommand({ Bucket: id })),
            ),
        );
    },
};

async function put(call: Call, bucket: string, inputs: Values): Promise<void> {
    const ObjectOwnership = word<ObjectOwnership>(group(inputs["rule"])?.["objectOwnership"]);
    await call.aws.s3(call.region).send(
        new PutBucketOwnershipControlsCommand({
            Bucket: bucket,
            OwnershipControls: { Rules: [{ ObjectOwnership }] },
        }),
    );
}
