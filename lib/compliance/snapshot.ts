/**
 * The compliance of one moment, small enough to keep for years: sums, and every rule that does not comply somewhere.
 * Digests compare two of them, trends are drawn of many. An organization of 10,000 accounts takes a few megabytes.
 */
import { gunzipSync, gzipSync } from "node:zlib";
import { z } from "zod";
import { findingsSchema, hasWholeColumns } from "./snapshot-findings.ts";
import { scopeSchema, snapshotGroup, snapshotTotals, snapshotWaiver } from "./snapshot-schema.ts";
import { trendPointSchema } from "./trend-point.ts";

/** Raised whenever a reader of before would misread what is written. */
export const SNAPSHOT_VERSION = 1;

/** A compressed snapshot of hostile origin must not fill the memory. */
const LARGEST_TEXT = 512 * 1024 * 1024;

const snapshotSchema = z
    .strictObject({
        formatVersion: z.literal(SNAPSHOT_VERSION),
        stack: z.string().min(1),
        takenAt: z.iso.datetime(),
        scope: scopeSchema,
        totals: snapshotTotals,
        byPack: z.array(snapshotGroup),
        byAccount: z.array(snapshotGroup),
        byControl: z.array(snapshotGroup),
        byRule: z.array(snapshotGroup),
        /** Waivers of the project at the time, with what each covered; also those that had ended. */
        waivers: z.array(snapshotWaiver),
        findings: findingsSchema,
        /** Points of earlier moments, the oldest first: whoever has the last snapshot has the trend. */
        trend: z.array(trendPointSchema),
    })
    .refine(({ findings }) => hasWholeColumns(findings), {
        path: ["findings"],
        message: "its columns differ in length, or name a rule, an account or a region that it does not list",
    });

/** `ComplianceSnapshot.findings` is read with `findingsOf`. */
export type ComplianceSnapshot = z.output<typeof snapshotSchema>;
export type SnapshotWaiver = ComplianceSnapshot["waivers"][number];
export type SnapshotGroup = ComplianceSnapshot["byPack"][number];

/** What somebody gave as a snapshot is none. The message says where it was read and what is wrong. */
export class UnreadableSnapshotError extends Error {
    /** @param where a path or an `s3://` address */
    constructor(where: string, what: string) {
        super(`${where} is no snapshot of compliance: ${what}`);
        this.name = "UnreadableSnapshotError";
    }
}

/** Gzipped JSON: the same snapshot gives the same bytes. */
export function writeSnapshot(snapshot: ComplianceSnapshot): Uint8Array {
    return gzipSync(JSON.stringify(snapshot));
}

/**
 * Reads what `writeSnapshot` wrote, compressed or not.
 *
 * @param where for messages: a path or an `s3://` address
 * @throws {UnreadableSnapshotError} for anything else, and for what a newer version wrote
 */
export function readSnapshot(bytes: Uint8Array, where: string): ComplianceSnapshot {
    const value = parsed(text(bytes, where), where);
    const version = (value as { formatVersion?: unknown } | null)?.formatVersion;
    if (typeof version === "number" && version > SNAPSHOT_VERSION) {
        throw new UnreadableSnapshotError(
            where,
            `its format has version ${version}, and this program reads up to ${SNAPSHOT_VERSION}: use a newer one`,
        );
    }
    const result = snapshotSchema.safeParse(value);
    if (!result.success) {
        const [issue] = result.error.issues;
        const path = issue?.path.map(String).join(".") ?? "";
        const more = result.error.issues.length - 1;
        throw new UnreadableSnapshotError(
            where,
            `${path === "" ? "" : `${path}: `}${issue?.message ?? "it does not fit"}` +
                (more > 0 ? ` (and ${more} more)` : ""),
        );
    }
    return result.data;
}

function text(bytes: Uint8Array, where: string): string {
    const isCompressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
    try {
        return Buffer.from(isCompressed ? gunzipSync(bytes, { maxOutputLength: LARGEST_TEXT }) : bytes).toString(
            "utf8",
        );
    } catch (reason) {
        const code = (reason as { code?: unknown }).code;
        throw new UnreadableSnapshotError(
            where,
            code === "ERR_BUFFER_TOO_LARGE"
                ? `it is larger than ${LARGEST_TEXT / 1024 / 1024} MiB`
                : "its gzip data is damaged or cut off",
        );
    }
}

function parsed(json: string, where: string): unknown {
    try {
        return JSON.parse(json) as unknown;
    } catch {
        throw new UnreadableSnapshotError(where, json === "" ? "it is empty" : "it is no JSON");
    }
}
