/** Kept snapshots of compliance, from a folder or a bucket: as many of them as the trend takes. Only reads. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { type ComplianceSnapshot, readSnapshot, UnreadableSnapshotError } from "../../lib/compliance/snapshot.ts";
import { snapshotPrefix, takenAtOf } from "../../lib/compliance/snapshot-key.ts";
import { trendOf } from "../../lib/compliance/trend.ts";
import type { TrendPoint } from "../../lib/compliance/trend-point.ts";
import type { AwsScope } from "../scope.ts";

/** Each snapshot knows the points of those before it: more than one is read only where that chain is broken. */
const MOST_READ = 50;

/** A place that keeps snapshots. */
export interface SnapshotPlace {
    /** Every key in it, with `/` between folders. */
    keys(): Promise<readonly string[]>;
    read(key: string): Promise<Uint8Array>;
}

/**
 * The points of the snapshots in a folder or a bucket.
 *
 * @param where as the command line has it
 * @throws {UnreadableSnapshotError} for what is neither, and as `readTrend`; S3's errors
 */
export async function snapshotsIn(
    where: string,
    { region }: AwsScope,
    stack: string | undefined,
): Promise<{ where: string; points: readonly TrendPoint[] }> {
    const bucket = parseBucket(where);
    if (bucket === undefined && where.startsWith("s3:")) {
        throw new UnreadableSnapshotError(where, "a bucket is written s3://<bucket>/<prefix>");
    }
    const place = bucket === undefined ? snapshotFolder(where) : await snapshotBucket(bucket, region);
    return { where, points: await readTrend(place, where, stack) };
}

/** @returns the words, or undefined for an error that has nothing to do with snapshots */
export function explainSnapshots(refusal: Error, where = ""): string | undefined {
    switch (refusal.name) {
        case "UnreadableSnapshotError":
            return `packs report: ${refusal.message}`;
        case "NoSuchBucket":
            return `packs report: there is no bucket for ${where}`;
        case "AccessDenied":
            // S3's word; AWS Config has another.
            return `packs report: the credentials may not read ${where}: ${refusal.message}`;
        default:
            return undefined;
    }
}

/** The words of the command line: a folder, or `s3://<bucket>/<prefix>`. */
export function parseBucket(where: string): { readonly bucket: string; readonly prefix: string } | undefined {
    const [, bucket, prefix = ""] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(where) ?? [];
    return bucket === undefined ? undefined : { bucket, prefix };
}

/**
 * The points of all snapshots in a place, the oldest first; none where there is no snapshot.
 *
 * @param stack whose snapshots are meant, where several stacks keep theirs in one place
 * @throws {UnreadableSnapshotError} for what is no snapshot, or another stack's
 */
export async function readTrend(place: SnapshotPlace, where: string, stack: string | undefined): Promise<TrendPoint[]> {
    const left = (await place.keys())
        .filter((key) => isOfStack(key, stack))
        .flatMap((key) => {
            const at = takenAtOf(key);
            return at === undefined ? [] : [{ key, at: Date.parse(at) }];
        })
        .sort((one, other) => other.at - one.at);
    const read: ComplianceSnapshot[] = [];
    let points: TrendPoint[] = [];
    for (let known = Number.POSITIVE_INFINITY; read.length < MOST_READ;) {
        const next = left.find(({ at }) => at < known);
        if (next === undefined) {
            break;
        }
        const name = `${where.replace(/\/$/, "")}: ${next.key}`;
        const snapshot = readSnapshot(await place.read(next.key), name);
        if (stack !== undefined && snapshot.stack !== stack) {
            throw new UnreadableSnapshotError(name, `it is of the stack ${snapshot.stack}, not of ${stack}`);
        }
        read.push(snapshot);
        points = trendOf(read);
        // Names tell seconds, points more: the snapshot itself is not older than its name.
        known = Math.min(next.at, ...points.map(({ at }) => Math.floor(Date.parse(at) / 1000) * 1000));
    }
    return points;
}

function isOfStack(key: string, stack: string | undefined): boolean {
    return stack === undefined || !/(^|\/)digests\//.test(key) || `/${key}`.includes(`/${snapshotPrefix(stack)}`);
}

/** @throws {UnreadableSnapshotError} where there is no such folder */
export function snapshotFolder(folder: string): SnapshotPlace {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
        throw new UnreadableSnapshotError(folder, "there is no such folder; a bucket is s3://<bucket>/<prefix>");
    }
    return {
        keys: () =>
            Promise.resolve(
                readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => path.replaceAll(sep, "/")),
            ),
        read: (key) => Promise.resolve(readFileSync(join(folder, key))),
    };
}

/** @param region where the stack is; the client follows S3 to the bucket's own */
export async function snapshotBucket(
    { bucket, prefix }: { bucket: string; prefix: string },
    region: string | undefined,
): Promise<SnapshotPlace> {
    const { GetObjectCommand, paginateListObjectsV2, S3Client } = await import("@aws-sdk/client-s3");
    const client = new S3Client({
        ...(region !== undefined && { region }),
        followRegionRedirects: true,
        // A local AWS has no name for each bucket.
        forcePathStyle: process.env["AWS_ENDPOINT_URL"] !== undefined,
    });
    return {
        async keys() {
            const keys: string[] = [];
            for await (const { Contents: found = [] } of paginateListObjectsV2(
                { client },
                { Bucket: bucket, Prefix: prefix },
            )) {
                keys.push(...found.flatMap(({ Key }) => Key ?? []));
            }
            return keys;
        },
        async read(key) {
            const { Body: body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
            return (await body?.transformToByteArray()) ?? new Uint8Array();
        },
    };
}
