import { ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import type { Call } from "../handler.ts";

/** One version or delete marker. */
export interface ObjectVersion {
    readonly Key: string;
    readonly VersionId: string | undefined;
}

/** All versions and delete markers under a prefix, a page at a time. */
export async function* listObjectVersions(
    call: Call,
    Bucket: string,
    Prefix?: string,
): AsyncGenerator<ObjectVersion[]> {
    let KeyMarker: string | undefined;
    let VersionIdMarker: string | undefined;
    do {
        const page = await call.aws
            .s3(call.region)
            .send(new ListObjectVersionsCommand({ Bucket, Prefix, KeyMarker, VersionIdMarker }));
        yield [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({
            Key: Key ?? "",
            VersionId,
        }));
        KeyMarker = page.IsTruncated === true ? page.NextKeyMarker : undefined;
        VersionIdMarker = page.NextVersionIdMarker;
    } while (KeyMarker !== undefined);
}
