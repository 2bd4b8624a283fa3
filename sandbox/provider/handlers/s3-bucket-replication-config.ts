import {
    DeleteBucketReplicationCommand,
    GetBucketReplicationCommand,
    PutBucketReplicationCommand,
} from "@aws-sdk/client-s3";
import { between, isAccountId, isArn, lengthBetween, oneOf } from "../check-values.ts";
import type { Call, Handler } from "../handler.ts";
import { afterCreation } from "../handler.ts";
import { groups, text } from "../inputs.ts";
import type { Property, Values } from "../property.ts";
import { list, map, number, object, string } from "../property.ts";
import { describe, doing, isCode, unlessCode } from "../service-error.ts";
import { retryWhile, waitFor } from "../wait-for.ts";
import { fromReplicationRule, toReplicationRule } from "./s3-bucket-replication-rules.ts";
import { bucketProperty } from "./s3-bucket-setting.ts";

const missing = ["NoSuchBucket", "ReplicationConfigurationNotFoundError"];

const switched = string({ required: true, check: oneOf("Enabled", "Disabled") });
const status = (facts: { readonly computed?: boolean } = {}): Property => object({ status: switched }, facts);
const minutes = object({ minutes: number({ required: true, check: between(0, Number.MAX_SAFE_INTEGER) }) });
const prefix = string({ check: lengthBetween(0, 1024) });

/** terraform-provider-aws, internal/service/s3/bucket_replication_configuration.go */
export const s3BucketReplicationConfig: Handler = {
    type: "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
    properties: {
        ...bucketProperty,
        role: string({ required: true, check: isArn }),
        rules: list(
            object({
                id: string({ computed: true, check: lengthBetween(0, 255) }),
                status: switched,
                prefix,
                priority: number(),
                filter: object({
                    prefix,
                    tag: object({ key: string({ required: true }), value: string({ required: true }) }),
                    and: object({ prefix, tags: map() }),
                }),
                deleteMarkerReplication: status(),
                existingObjectReplication: status(),
                sourceSelectionCriteria: object({ replicaModifications: status(), sseKmsEncryptedObjects: status() }),
                destination: object(
                    {
                        bucket: string({ required: true, check: isArn }),
                        account: string({ check: isAccountId }),
                        storageClass: string(),
                        accessControlTranslation: object({
                            owner: string({ required: true, check: oneOf("Destination") }),
                        }),
                        encryptionConfiguration: object({
                            replicaKmsKeyId: string({ required: true, check: isArn }),
                        }),
                        metrics: object({ status: switched, eventThreshold: minutes }),
                        replicationTime: object({ status: switched, time: { ...minutes, required: true } }),
                    },
                    { required: true },
                ),
            }),
            { required: true },
        ),
        token: string(),
    },

    async create(call, inputs) {
        const bucket = String(inputs["bucket"]);
        const isTooSoon = (error: unknown): boolean =>
            isCode(error, "NoSuchBucket") || describe(error).includes("Versioning must be 'Enabled' on the bucket");
        await doing(`creating S3 Bucket (${bucket}) Replication Configuration`, () =>
            retryWhile(call, 2, isTooSoon, () => put(call, bucket, inputs)),
        );
        return afterCreation(bucket, () =>
            doing(`waiting for S3 Bucket Replication Configuration (${bucket}) create`, () =>
                waitFor(call, { pending: [], target: ["found"], refresh: () => find(call, bucket) }),
            ),
        );
    },

    async read(call, id) {
        const found = await doing(`reading S3 Bucket Replication Configuration (${id})`, () => find(call, id));
        return (
            found && {
                bucket: id,
                role: found.value.Role,
                rules: (found.value.Rules ?? []).map(fromReplicationRule),
            }
        );
    },

    async update(call, id, inputs) {
        await doing(`updating S3 Bucket Replication Configuration (${id})`, () => put(call, id, inputs));
    },

    async delete(call, id) {
        await doing(`deleting S3 Bucket Replication Configuration (${id})`, () =>
            unlessCode(missing, () =>
                call.aws.s3(call.region).send(new DeleteBucketReplicationCommand({ Bucket: id })),
            ),
        );
        await doing(`waiting for S3 Bucket Replication Configuration (${id}) delete`, () =>
            waitFor(call, { pending: ["found"], target: [], refresh: () => find(call, id) }),
        );
    },
};

async function find(call: Call, bucket: string) {
    const answer = await unlessCode(missing, () =>
        call.aws.s3(call.region).send(new GetBucketReplicationCommand({ Bucket: bucket })),
    );
    return answer?.ReplicationConfiguration && { value: answer.ReplicationConfiguration, state: "found" };
}

async function put(call: Call, bucket: string, inputs: Values): Promise<void> {
    await call.aws.s3(call.region).send(
        new PutBucketReplicationCommand({
            Bucket: bucket,
            Token: text(inputs["token"]),
            ReplicationConfiguration: {
                Role: String(inputs["role"]),
                Rules: groups(inputs["rules"]).map(toReplicationRule),
            },
        }),
    );
}
