/** `packs digest preview`: the mail that the digest's function would send now. */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { type ComplianceSnapshot, UnreadableSnapshotError } from "../lib/compliance/snapshot.ts";
import { PlannedRules } from "../lib/compliance/planned-rules.ts";
import { takeSnapshot } from "../lib/compliance/take-snapshot.ts";
import { digestOf } from "../lib/digest/report.ts";
import { projectFolder } from "../lib/project-files.ts";
import { inquire } from "./compliance/inquiry.ts";
import { type DigestFormat, formatDigest, formatOfFile } from "./digest/formats.ts";
import { lastSnapshot } from "./digest/last-snapshot.ts";
import { EXIT } from "./exit-code.ts";
import type { AskedScope } from "./scope.ts";
import type { Terminal } from "./terminal.ts";

export interface DigestOptions extends AskedScope {
    /** @default as the file's name ends, else text */
    readonly format?: DigestFormat;
    /** A file to write to. @default standard output */
    readonly output?: string;
    /** A file, a folder or `s3://…` with snapshots, the last of which is compared with. @default nothing */
    readonly against?: string;
}

/** Of a stack that names nobody: reserved by https://www.rfc-editor.org/rfc/rfc2606 */
const NOBODY = { from: "digest@example.invalid", to: ["readers@example.invalid"] };

/**
 * Asks AWS and writes the mail. Sends nothing and keeps nothing.
 *
 * @returns the exit code: 0 where AWS answered, 1 where it refused, or where there is nothing to compare with
 */
export function digestPreview(root: string, options: DigestOptions, terminal: Terminal): Promise<number> {
    const takenAt = `${new Date().toISOString().slice(0, 19)}.000Z`;
    return inquire("digest preview", projectFolder(root), options, terminal, {
        prepare: async ({ scope }) => {
            const previous = await comparedWith(options.against, takenAt, scope.region);
            return typeof previous === "string" ? { fault: previous, code: EXIT.errors } : { ready: previous };
        },
        work: async ({ source, scope, plan, waivers }, compared) => {
            const previous = compared && { previous: compared };
            const snapshot = await takeSnapshot({
                source,
                rules: new PlannedRules(plan),
                waivers,
                stack: plan?.stack ?? scope.aggregator ?? "this account",
                takenAt,
                ...previous,
            });
            const framework = plan?.digest?.schedule?.framework;
            const report = digestOf({ snapshot, ...previous, ...(framework !== undefined && { framework }) });
            const { output } = options;
            const format = options.format ?? (output === undefined ? undefined : formatOfFile(output)) ?? "text";
            const text = formatDigest(report, format, plan?.digest?.mail ?? NOBODY);
            if (output === undefined) {
                terminal.line(text.replace(/\r?\n$/, ""));
            } else {
                writeFileSync(resolve(output), text);
                terminal.note(`wrote ${output}`);
            }
            return EXIT.success;
        },
    });
}

/** @returns the snapshot, nothing where none is asked for, or why there is none */
async function comparedWith(
    where: string | undefined,
    now: string,
    region: string | undefined,
): Promise<ComplianceSnapshot | string | undefined> {
    if (where === undefined) {
        return undefined;
    }
    try {
        return (
            (await lastSnapshot(where, now, region)) ??
            `${where} has no snapshot of compliance, such as 2026-11-23T060000Z.json.gz`
        );
    } catch (reason) {
        if (reason instanceof UnreadableSnapshotError) {
            return reason.message;
        }
        const { code, name, message } = reason as { code?: string; name?: string; message?: string };
        const words = code === "ENOENT" ? "there is no such file or folder" : `${name ?? "Error"}: ${message ?? ""}`;
        return `${where} cannot be read: ${words}`;
    }
}
