/** Snapshots in their bucket, and beside each what was sent of it. */
import {
    GetObjectCommand,
    NoSuchKey,
    paginateListObjectsV2,
    PutObjectCommand,
    type S3Client,
} from "@aws-sdk/client-s3";
import { type ComplianceSnapshot, readSnapshot, writeSnapshot } from "../../lib/compliance/snapshot.ts";
import { snapshotKey, snapshotPrefix, takenAtOf } from "../../lib/compliance/snapshot-key.ts";

/** Identifiers of messages, of those that were sent already. */
export interface Sent {
    readonly mail?: string;
    readonly topic?: string;
}

export class SnapshotStore {
    readonly #s3: S3Client;
    readonly #bucket: string;
    readonly #stack: string;

    constructor(s3: S3Client, bucket: string, stack: string) {
        this.#s3 = s3;
        this.#bucket = bucket;
        this.#stack = stack;
    }

    /**
     * @param takenAt ISO 8601
     * @throws UnreadableSnapshotError where there is something else
     */
    async read(takenAt: string): Promise<ComplianceSnapshot | undefined> {
        const key = snapshotKey(this.#stack, takenAt);
        const bytes = await this.#get(key);
        return bytes && readSnapshot(bytes, `s3://${this.#bucket}/${key}`);
    }

    async write(snapshot: ComplianceSnapshot): Promise<void> {
        await this.#put(snapshotKey(this.#stack, snapshot.takenAt), writeSnapshot(snapshot), "application/gzip");
    }

    /** The moment of the last snapshot before another moment. */
    async latestBefore(moment: string): Promise<string | undefined> {
        let latest: string | undefined;
        const pages = paginateListObjectsV2(
            { client: this.#s3 },
            { Bucket: this.#bucket, Prefix: snapshotPrefix(this.#stack) },
        );
        for await (const { Contents: found = [] } of pages) {
            for (const { Key: key = "" } of found) {
                const takenAt = takenAtOf(key);
                if (takenAt !== undefined && takenAt < moment && (latest === undefined || takenAt > latest)) {
                    latest = takenAt;
                }
            }
        }
        return latest;
    }

    async sent(takenAt: string): Promise<Sent> {
        const bytes = await this.#get(this.#sentKey(takenAt));
        return bytes === undefined ? {} : (JSON.parse(Buffer.from(bytes).toString("utf8")) as Sent);
    }

    async markSent(takenAt: string, sent: Sent): Promise<void> {
        await this.#put(this.#sentKey(takenAt), Buffer.from(JSON.stringify(sent)), "application/json");
    }

    #sentKey(takenAt: string): string {
        return snapshotKey(this.#stack, takenAt).replace(/\.json\.gz$/, ".sent.json");
    }

    async #get(key: string): Promise<Uint8Array | undefined> {
        try {
            const { Body: body } = await this.#s3.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }));
            return await body?.transformToByteArray();
        } catch (reason) {
            if (reason instanceof NoSuchKey) {
                return undefined;
            }
            throw reason;
        }
    }

    async #put(key: string, content: Uint8Array, type: string): Promise<void> {
        await this.#s3.send(new PutObjectCommand({ Bucket: this.#bucket, Key: key, Body: content, ContentType: type }));
    }
}
