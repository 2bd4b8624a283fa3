/** The last snapshot of a folder or of a bucket, for a digest to compare with. */
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type ComplianceSnapshot, readSnapshot } from "../../lib/compliance/snapshot.ts";
import { takenAtOf } from "../../lib/compliance/snapshot-key.ts";

/**
 * @param where a file, a folder with everything below it, or `s3://<bucket>/<prefix>`
 * @param before ISO 8601: nothing from then on
 * @param region of a bucket, as far as it is known
 * @returns undefined where there is no snapshot
 * @throws UnreadableSnapshotError, or the error of the file system or of the SDK
 */
export async function lastSnapshot(
    where: string,
    before: string,
    region: string | undefined,
): Promise<ComplianceSnapshot | undefined> {
    const [, bucket, prefix = ""] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(where) ?? [];
    return bucket === undefined ? lastOfFolder(where, before) : lastOfBucket({ bucket, prefix, region }, before);
}

async function lastOfFolder(where: string, before: string): Promise<ComplianceSnapshot | undefined> {
    if ((await stat(where)).isFile()) {
        return readSnapshot(await readFile(where), where);
    }
    const names = await readdir(where, { recursive: true });
    const name = latest(names, before);
    return name === undefined ? undefined : readSnapshot(await readFile(join(where, name)), join(where, name));
}

async function lastOfBucket(
    { bucket, prefix, region }: { bucket: string; prefix: string; region: string | undefined },
    before: string,
): Promise<ComplianceSnapshot | undefined> {
    // Loaded late: a folder needs no AWS client.
    const { GetObjectCommand, paginateListObjectsV2, S3Client } = await import("@aws-sdk/client-s3");
    const client = new S3Client({ followRegionRedirects: true, ...(region !== undefined && { region }) });
    const keys: string[] = [];
    for await (const { Contents: found = [] } of paginateListObjectsV2(
        { client },
        { Bucket: bucket, Prefix: prefix },
    )) {
        keys.push(...found.map(({ Key: key = "" }) => key));
    }
    const key = latest(keys, before);
    if (key === undefined) {
        return undefined;
    }
    const { Body: body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return readSnapshot((await body?.transformToByteArray()) ?? new Uint8Array(), `s3://${bucket}/${key}`);
}

function latest(names: readonly string[], before: string): string | undefined {
    const moments = names.flatMap((name) => {
        const takenAt = takenAtOf(name);
        return takenAt === undefined || takenAt >= before ? [] : [{ name, takenAt }];
    });
    return moments.sort((one, other) => (one.takenAt < other.takenAt ? 1 : -1))[0]?.name;
}
