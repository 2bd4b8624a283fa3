/** The two buckets of a stack's history, as S3 tells of them: the one that is delivered to, and its replica. */
import { CopyObjectCommand, ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import type { ListedVersion, LostObject } from "../../lib/history/comparison.ts";

/** A bucket, and whose it has to be: after a bucket is deleted, anybody may take its name. */
export interface HistoryBucket {
    readonly name: string;
    readonly account: string;
    readonly region: string;
}

/** S3's own client for a bucket. */
export function clientFor({ region }: HistoryBucket): S3Client {
    return new S3Client({ region, maxAttempts: 5 });
}

/**
 * Every version and delete marker below a prefix.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
 *
 * @param onPage takes how many have been listed so far
 */
export async function listVersions(
    client: S3Client,
    bucket: HistoryBucket,
    prefix: string,
    onPage: (count: number) => void,
): Promise<ListedVersion[]> {
    const found: ListedVersion[] = [];
    let from: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
    while (from !== undefined) {
        const page: Page = await client.send(
            new ListObjectVersionsCommand({
                Bucket: bucket.name,
                ExpectedBucketOwner: bucket.account,
                Prefix: prefix,
                ...from,
            }),
        );
        found.push(...(page.Versions ?? []).map(toVersion), ...(page.DeleteMarkers ?? []).map(toVersion));
        onPage(found.length);
        const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
        from =
            page.IsTruncated === true && KeyMarker !== undefined
                ? { KeyMarker, ...(VersionIdMarker !== undefined && { VersionIdMarker }) }
                : undefined;
    }
    return found;
}

interface Entry {
    Key?: string | undefined;
    VersionId?: string | undefined;
    LastModified?: Date | undefined;
    IsLatest?: boolean | undefined;
    Size?: number | undefined;
}

interface Page {
    Versions?: Entry[] | undefined;
    DeleteMarkers?: Entry[] | undefined;
    IsTruncated?: boolean | undefined;
    NextKeyMarker?: string | undefined;
    NextVersionIdMarker?: string | undefined;
}

function toVersion({ Key, VersionId, LastModified, IsLatest, Size }: Entry): ListedVersion {
    return {
        key: Key ?? "",
        versionId: VersionId ?? "null",
        lastModified: LastModified?.toISOString() ?? "",
        isLatest: IsLatest === true,
        ...(Size !== undefined && { size: Size }),
    };
}

/**
 * Copies a replica back, as a new version on top of whatever is there: nothing is deleted for it. S3 copies within itself,
 * with the metadata, and encrypts as the delivery bucket does by default.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
 */
export async function copyBack(
    client: S3Client,
    { from, to }: { readonly from: HistoryBucket; readonly to: HistoryBucket },
    { key, versionId }: LostObject,
): Promise<void> {
    const path = key.split("/").map(encodeURIComponent).join("/");
    await client.send(
        new CopyObjectCommand({
            Bucket: to.name,
            ExpectedBucketOwner: to.account,
            Key: key,
            CopySource: `${from.name}/${path}?versionId=${encodeURIComponent(versionId)}`,
            ExpectedSourceBucketOwner: from.account,
            // AWS Config writes none, and to copy them would take rights to read and to write tags.
            TaggingDirective: "REPLACE",
        }),
    );
}
