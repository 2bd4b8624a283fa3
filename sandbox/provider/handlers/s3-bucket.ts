import type { BucketLocationConstraint, CreateBucketConfiguration } from "@aws-sdk/client-s3";
import {
    CreateBucketCommand,
    DeleteBucketCommand,
    DeleteBucketTaggingCommand,
    DeleteObjectsCommand,
    GetBucketTaggingCommand,
    GetObjectLockConfigurationCommand,
    HeadBucketCommand,
    PutBucketTaggingCommand,
} from "@aws-sdk/client-s3";
import { all, lengthBetween, matches } from "../check-values.ts";
import type { Call, Handler } from "../handler.ts";
import { afterCreation } from "../handler.ts";
import { text } from "../inputs.ts";
import { boolean, number, output, string } from "../property.ts";
import { describe, doing, isCode, isStatus, unlessCode } from "../service-error.ts";
import { fromTagList, toTagList, withoutAwsTags } from "../tags.ts";
import { waitFor } from "../wait-for.ts";
import { listObjectVersions } from "./s3-object-versions.ts";

const homeRegion = "us-east-1";
/** Route 53's zone of S3 website endpoints, which the original shows for every bucket (internal/service/s3/hosted_zones.go). */
const hostedZoneId = "Z3AQBSTGFYJSTF";

/**
 * terraform-provider-aws, internal/service/s3/bucket.go, without the settings that have resource types of their own
 * (the original takes and shows them still, as deprecated). `forceDestroy` is never read back.
 */
export const s3Bucket: Handler = {
    type: "aws:s3/bucket:Bucket",
    autoName: { property: "bucket", maxLength: 63, lowerCase: true, unless: "bucketPrefix" },
    notImplemented: [
        "accelerationStatus",
        "acl",
        "bucketNamespace",
        "bucketPrefix",
        "corsRules",
        "grants",
        "lifecycleRules",
        "logging",
        "objectLockConfiguration",
        "policy",
        "replicationConfiguration",
        "requestPayer",
        "serverSideEncryptionConfiguration",
        "versioning",
        "website",
    ],
    timeouts: { create: 20 * 60, update: 20 * 60, delete: 60 * 60 },
    properties: {
        bucket: string({
            computed: true,
            forceNew: true,
            check: all(lengthBetween(3, 63), matches(/^[0-9a-z][0-9a-z.-]+[0-9a-z]$/, "to be a bucket name")),
        }),
        forceDestroy: boolean({ default: false }),
        objectLockEnabled: boolean({ computed: true, forceNew: true }),
        arn: output,
        bucketDomainName: output,
        bucketRegion: output,
        bucketRegionalDomainName: output,
        hostedZoneId: output,
        requestPayer: { ...number(), computed: true, outputOnly: true },
    },

    async create(call, inputs) {
        const bucket = String(inputs["bucket"]);
        const client = call.aws.s3(call.region);
        await doing(`creating S3 Bucket (${bucket})`, () =>
            client.send(
                new CreateBucketCommand({
                    Bucket: bucket,
                    ObjectLockEnabledForBucket: inputs["objectLockEnabled"] === true ? true : undefined,
                    CreateBucketConfiguration: creationOf(call),
                }),
            ),
        );
        return afterCreation(bucket, async () => {
            await waitFor(call, { pending: [], target: ["found"], refresh: () => findBucket(call, bucket) });
        });
    },

    async read(call, id) {
        const found = await doing(`reading S3 Bucket (${id})`, () => findBucket(call, id));
        if (found === undefined) {
            return undefined;
        }
        const lock = await doing(`reading S3 Bucket (${id}) object lock configuration`, () =>
            unlessCode(["ObjectLockConfigurationNotFoundError", "ObjectLockConfigurationNotFound"], () =>
                call.aws.s3(call.region).send(new GetObjectLockConfigurationCommand({ Bucket: id })),
            ),
        );
        return {
            bucket: id,
            arn: `arn:aws:s3:::${id}`,
            bucketDomainName: `${id}.s3.amazonaws.com`,
            bucketRegion: found.value,
            bucketRegionalDomainName: `${id}.s3.${found.value}.amazonaws.com`,
            hostedZoneId,
            objectLockEnabled: lock?.ObjectLockConfiguration?.ObjectLockEnabled === "Enabled",
            requestPayer: "BucketOwner",
        };
    },

    async update() {
        // Beyond tags only forceDestroy can change in place, and that is the provider's own affair.
    },

    async delete(call, id, state) {
        await doing(`deleting S3 Bucket (${id})`, async () => {
            try {
                await deleteBucket(call, id);
            } catch (error) {
                if (!isCode(error, "BucketNotEmpty") || state["forceDestroy"] !== true) {
                    throw error;
                }
                await emptyBucket(call, id);
                await deleteBucket(call, id);
            }
        });
        await doing(`waiting for S3 Bucket (${id}) delete`, () =>
            waitFor(call, { pending: ["found"], target: [], refresh: () => findBucket(call, id) }),
        );
    },

    tagging: {
        async read(call, id) {
            const answer = await unlessCode(["NoSuchTagSet"], () =>
                call.aws.s3(call.region).send(new GetBucketTaggingCommand({ Bucket: id })),
            );
            return fromTagList(answer?.TagSet);
        },
        async write(call, id, state, add, remove) {
            // S3 replaces the whole set, so AWS's own tags must be written back.
            const now = await this.read(call, id, state);
            const kept = Object.entries({ ...now, ...add }).filter(([key]) => !remove.includes(key));
            await doing(`updating S3 Bucket (${id}) tags`, () => putTags(call, id, Object.fromEntries(kept)));
        },
    },
};

async function findBucket(call: Call, bucket: string): Promise<{ value: string; state: string } | undefined> {
    try {
        const head = await call.aws.s3(call.region).send(new HeadBucketCommand({ Bucket: bucket }));
        return { value: text(head.BucketRegion) ?? call.region, state: "found" };
    } catch (error) {
        if (isStatus(error, 404) || isCode(error, "NoSuchBucket")) {
            return undefined;
        }
        throw new Error(`reading S3 Bucket (${bucket}): ${describe(error)}`, { cause: error });
    }
}

async function deleteBucket(call: Call, bucket: string): Promise<void> {
    await unlessCode(["NoSuchBucket"], () =>
        call.aws.s3(call.region).send(new DeleteBucketCommand({ Bucket: bucket })),
    );
}

async function emptyBucket(call: Call, bucket: string): Promise<void> {
    for await (const Objects of listObjectVersions(call, bucket)) {
        if (Objects.length > 0) {
            const command = new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } });
            await call.aws.s3(call.region).send(command);
        }
    }
}

/** Tags come with the creation, since version 6.23 of the original: no bucket of a killed run is without them. */
function creationOf(call: Call): CreateBucketConfiguration | undefined {
    const tags = toTagList(call.tags);
    const configuration: CreateBucketConfiguration = {
        ...(call.region !== homeRegion && { LocationConstraint: call.region as BucketLocationConstraint }),
        ...(tags.length > 0 && { Tags: tags }),
    };
    return Object.keys(configuration).length === 0 ? undefined : configuration;
}

async function putTags(call: Call, bucket: string, tags: Record<string, string>): Promise<void> {
    const client = call.aws.s3(call.region);
    if (Object.keys(withoutAwsTags(tags)).length === 0) {
        await client.send(new DeleteBucketTaggingCommand({ Bucket: bucket }));
    } else {
        await client.send(new PutBucketTaggingCommand({ Bucket: bucket, Tagging: { TagSet: toTagList(tags) } }));
    }
}
