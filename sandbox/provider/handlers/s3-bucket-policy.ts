import { DeleteBucketPolicyCommand, GetBucketPolicyCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { policy, policyToKeep } from "../equivalence/policy.ts";
import type { Call, Handler } from "../handler.ts";
import { text } from "../inputs.ts";
import type { Values } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";
import { bucketProperty, onNewBucket } from "./s3-bucket-setting.ts";

/** terraform-provider-aws, internal/service/s3/bucket_policy.go */
export const s3BucketPolicy: Handler = {
    type: "aws:s3/bucketPolicy:BucketPolicy",
    properties: { ...bucketProperty, policy: policy({ required: true }) },

    async create(call, inputs) {
        const bucket = String(inputs["bucket"]);
        await put(call, bucket, inputs);
        return bucket;
    },

    async read(call, id, state) {
        const answer = await doing(`reading S3 Bucket Policy (${id})`, () =>
            unlessCode(["NoSuchBucket", "NoSuchBucketPolicy"], () =>
                call.aws.s3(call.region).send(new GetBucketPolicyCommand({ Bucket: id })),
            ),
        );
        return answer && { bucket: id, policy: policyToKeep(state["policy"], answer.Policy) };
    },

    async update(call, id, inputs) {
        await put(call, id, inputs);
    },

    async delete(call, id) {
        await doing(`deleting S3 Bucket Policy (${id})`, () =>
            unlessCode(["NoSuchBucket"], () =>
                call.aws.s3(call.region).send(new DeleteBucketPolicyCommand({ Bucket: id })),
            ),
        );
    },
};

async function put(call: Call, bucket: string, inputs: Values): Promise<void> {
    const command = new PutBucketPolicyCommand({ Bucket: bucket, Policy: text(inputs["policy"]) });
    await doing(`putting S3 Bucket (${bucket}) Policy`, () =>
        onNewBucket(call, () => call.aws.s3(call.region).send(command)),
    );
}
