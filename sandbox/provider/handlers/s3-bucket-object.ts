import type { HeadObjectCommandOutput, ObjectCannedACL, ServerSideEncryption, StorageClass } from "@aws-sdk/client-s3";
import {
    DeleteObjectCommand,
    GetObjectTaggingCommand,
    HeadObjectCommand,
    PutObjectAclCommand,
    PutObjectCommand,
    PutObjectTaggingCommand,
} from "@aws-sdk/client-s3";
import { contentOf, sameContent } from "../asset-content.ts";
import type { Call, Handler } from "../handler.ts";
import { group, text, word } from "../inputs.ts";
import type { Value, Values } from "../property.ts";
import { asset, boolean, map, output, string } from "../property.ts";
import { doing, isStatus, unlessCode } from "../service-error.ts";
import { fromTagList, tagsOf, toTagList } from "../tags.ts";
import { listObjectVersions } from "./s3-object-versions.ts";

/** A change of one of these writes the object anew (hasObjectContentChanges). */
const contentProperties: readonly string[] = [
    "bucketKeyEnabled",
    "cacheControl",
    "content",
    "contentBase64",
    "contentDisposition",
    "contentEncoding",
    "contentLanguage",
    "contentType",
    "etag",
    "kmsKeyId",
    "metadata",
    "serverSideEncryption",
    "source",
    "sourceHash",
    "storageClass",
    "websiteRedirect",
];

/** terraform-provider-aws, internal/service/s3/object.go. The content is never read back; a bridged `source` is an asset. */
export const s3BucketObject: Handler = {
    type: "aws:s3/bucketObjectv2:BucketObjectv2",
    autoName: { property: "key" },
    notImplemented: [
        "checksumAlgorithm",
        "objectLockLegalHoldStatus",
        "objectLockMode",
        "objectLockRetainUntilDate",
        "overrideProvider",
    ],
    properties: {
        acl: string({ computed: true }),
        bucket: string({ required: true, forceNew: true }),
        bucketKeyEnabled: boolean({ computed: true }),
        cacheControl: string(),
        content: string({ conflictsWith: ["source", "contentBase64"] }),
        contentBase64: string({ conflictsWith: ["source", "content"] }),
        contentDisposition: string(),
        contentEncoding: string(),
        contentLanguage: string(),
        contentType: string({ computed: true }),
        etag: string({ computed: true, conflictsWith: ["kmsKeyId"] }),
        forceDestroy: boolean({ default: false }),
        key: string({ required: true, forceNew: true }),
        kmsKeyId: string({ computed: true }),
        metadata: map(),
        serverSideEncryption: string({ computed: true }),
        source: asset({ same: sameContent, conflictsWith: ["content", "contentBase64"] }),
        sourceHash: string(),
        storageClass: string({ computed: true }),
        websiteRedirect: string(),
        arn: output,
        versionId: output,
    },
    unknownAfter: (changed) => (changed.some((name) => contentProperties.includes(name)) ? ["versionId", "etag"] : []),

    async create(call, inputs) {
        await upload(call, inputs);
        return `${String(inputs["bucket"])}/${String(inputs["key"])}`;
    },

    async read(call, id, state) {
        const bucket = String(state["bucket"]);
        const key = cleanKey(state["key"]);
        const head = await doing(`reading S3 Object (${id})`, () => findObject(call, bucket, key));
        return head && { bucket, key: String(state["key"]), arn: `arn:aws:s3:::${bucket}/${key}`, ...fromHead(head) };
    },

    async update(call, id, inputs, _old, changed) {
        if (changed.size === 0 || contentProperties.some((name) => changed.has(name))) {
            await upload(call, inputs);
        } else if (changed.has("acl")) {
            const command = new PutObjectAclCommand({
                Bucket: String(inputs["bucket"]),
                Key: cleanKey(inputs["key"]),
                ACL: word<ObjectCannedACL>(inputs["acl"]),
            });
            await doing(`putting S3 Object (${id}) ACL`, () => call.aws.s3(call.region).send(command));
        }
    },

    async delete(call, _id, state) {
        const Bucket = String(state["bucket"]);
        const Key = cleanKey(state["key"]);
        await doing(`deleting S3 Bucket (${Bucket}) Object (${Key})`, async () => {
            const versions = text(state["versionId"]) === undefined ? [undefined] : await versionsOf(call, Bucket, Key);
            for (const VersionId of versions) {
                await unlessCode(["NoSuchBucket", "NoSuchKey"], () =>
                    call.aws.s3(call.region).send(new DeleteObjectCommand({ Bucket, Key, VersionId })),
                );
            }
        });
    },

    importFrom(importId) {
        const id = importId.replace(/^s3:\/\//, "");
        const slash = id.indexOf("/");
        if (slash < 0) {
            throw new Error(`id "${importId}" should be in the format <bucket>/<key> or s3://<bucket>/<key>`);
        }
        return { id, state: { bucket: id.slice(0, slash), key: id.slice(slash + 1) } };
    },

    tagging: {
        async read(call, _id, state) {
            const command = new GetObjectTaggingCommand({
                Bucket: String(state["bucket"]),
                Key: cleanKey(state["key"]),
            });
            return fromTagList((await call.aws.s3(call.region).send(command)).TagSet);
        },
        async write(call, id, state, add, remove) {
            const now = await this.read(call, id, state);
            const kept = Object.entries({ ...now, ...add }).filter(([key]) => !remove.includes(key));
            await call.aws.s3(call.region).send(
                new PutObjectTaggingCommand({
                    Bucket: String(state["bucket"]),
                    Key: cleanKey(state["key"]),
                    Tagging: { TagSet: toTagList(Object.fromEntries(kept)) },
                }),
            );
        },
    },
};

async function upload(call: Call, inputs: Values): Promise<void> {
    const Bucket = String(inputs["bucket"]);
    const Key = cleanKey(inputs["key"]);
    const kmsKeyId = text(inputs["kmsKeyId"]);
    const command = new PutObjectCommand({
        Bucket,
        Key,
        Body: await bodyOf(inputs),
        ACL: word<ObjectCannedACL>(inputs["acl"]),
        BucketKeyEnabled: inputs["bucketKeyEnabled"] === true ? true : undefined,
        CacheControl: text(inputs["cacheControl"]),
        ContentDisposition: text(inputs["contentDisposition"]),
        ContentEncoding: text(inputs["contentEncoding"]),
        ContentLanguage: text(inputs["contentLanguage"]),
        ContentType: text(inputs["contentType"]),
        Metadata: group(inputs["metadata"]) && tagsOf(inputs["metadata"]),
        SSEKMSKeyId: kmsKeyId,
        ServerSideEncryption:
            word<ServerSideEncryption>(inputs["serverSideEncryption"]) ??
            (kmsKeyId === undefined ? undefined : "aws:kms"),
        StorageClass: word<StorageClass>(inputs["storageClass"]),
        Tagging: Object.keys(call.tags).length === 0 ? undefined : new URLSearchParams(call.tags).toString(),
        WebsiteRedirectLocation: text(inputs["websiteRedirect"]),
    });
    await doing(`uploading S3 Object (${Key}) to Bucket (${Bucket})`, () => call.aws.s3(call.region).send(command));
}

/** A source is a Pulumi asset: text, a file on this machine, or an archive of them. */
async function bodyOf(inputs: Values): Promise<Uint8Array | string> {
    const encoded = text(inputs["contentBase64"]);
    return (
        (await contentOf(inputs["source"])) ??
        (encoded === undefined ? (text(inputs["content"]) ?? "") : Buffer.from(encoded, "base64"))
    );
}

function fromHead(head: HeadObjectCommandOutput): Values {
    return {
        bucketKeyEnabled: head.BucketKeyEnabled ?? false,
        cacheControl: head.CacheControl,
        contentDisposition: head.ContentDisposition,
        contentEncoding: head.ContentEncoding,
        contentLanguage: head.ContentLanguage,
        contentType: head.ContentType,
        etag: head.ETag?.replaceAll('"', ""),
        ...(head.SSEKMSKeyId === undefined ? {} : { kmsKeyId: head.SSEKMSKeyId }),
        metadata: head.Metadata,
        serverSideEncryption: head.ServerSideEncryption,
        storageClass: head.StorageClass ?? "STANDARD",
        versionId: head.VersionId,
        websiteRedirect: head.WebsiteRedirectLocation,
    };
}

async function findObject(call: Call, Bucket: string, Key: string): Promise<HeadObjectCommandOutput | undefined> {
    try {
        return await call.aws.s3(call.region).send(new HeadObjectCommand({ Bucket, Key }));
    } catch (error) {
        if (isStatus(error, 404)) {
            return undefined;
        }
        throw error;
    }
}

async function versionsOf(call: Call, bucket: string, key: string): Promise<(string | undefined)[]> {
    const versions: (string | undefined)[] = [];
    for await (const page of listObjectVersions(call, bucket, key)) {
        versions.push(...page.filter((one) => one.Key === key).map(({ VersionId }) => VersionId));
    }
    return versions;
}

/** Leading slashes and doubled ones do not count (sdkv1CompatibleCleanKey). */
function cleanKey(key: Value): string {
    return String(key).replace(/^\.\//, "").replace(/^\/+/, "").replaceAll(/\/+/g, "/");
}
