/** `packs history`: whether the delivery bucket still has what was delivered, and what its replica brings back. */
import { formatDiagnostics } from "../lib/diagnostic.ts";
import { mapConcurrently } from "../lib/compliance/concurrent.ts";
import { compareHistory, type HistoryComparison, type LostObject } from "../lib/history/comparison.ts";
import { loadPlanWithoutBaseline } from "../lib/plan/load.ts";
import { resolveNames } from "../lib/plan/names.ts";
import { projectFolder } from "../lib/project-files.ts";
import { EXIT } from "./exit-code.ts";
import { failureWords } from "./failure-words.ts";
import type { HistoryBucket } from "./history/buckets.ts";
import { elapsedProgress } from "./progress.ts";
import type { Terminal } from "./terminal.ts";

export interface HistoryOptions {
    readonly stack: string;
    /** ISO 8601: what came from then on is not to be trusted. @default everything is as it should be */
    readonly asOf?: string;
    /** Only keys that begin so. @default all */
    readonly prefix?: string;
    readonly json: boolean;
}

/** S3 takes thousands of requests a second for each prefix; this many keep a terminal busy. */
const COPIES_AT_A_TIME = 16;

/** Lines printed of each kind; `--json` has all. */
const LINES = 20;

/**
 * Compares both buckets by the versions of their objects, and, to restore, copies back what is lost.
 *
 * @returns the exit code: 0 where the delivery bucket has everything, from the beginning or by now; 1 where it has not, where
 *     objects have no replica, or where a bucket may not be read
 */
export async function history(
    root: string,
    action: "verify" | "restore",
    options: HistoryOptions,
    terminal: Terminal,
): Promise<number> {
    // What was delivered is worth as much, however little the stack covers today.
    const { plan, diagnostics } = loadPlanWithoutBaseline({ stack: options.stack, files: projectFolder(root) });
    if (plan === undefined) {
        terminal.note(formatDiagnostics(diagnostics));
        return EXIT.errors;
    }
    const replica = "replica" in plan.deliveryBucket ? plan.deliveryBucket.replica : undefined;
    if (replica === undefined) {
        terminal.note(
            `packs history: the stack ${plan.stack} has no copy of its history ` +
                "(deliveryBucket: { replica: … }, see docs/history.md)",
        );
        return EXIT.errors;
    }
    // Loaded late: the AWS clients are of no use to a stack that has no replica.
    const [{ clientFor, copyBack, listVersions }, { callerAccount }] = await Promise.all([
        import("./history/buckets.ts"),
        import("./caller-account.ts"),
    ]);
    // Credentials of the archive's account restore as well as those of the stack's, where both let them.
    const account = plan.account ?? (await callerAccount(plan.region));
    const { deliveryBucket = "" } = resolveNames(plan, { accountId: account });
    const to: HistoryBucket = { name: deliveryBucket, account, region: plan.region };
    const from: HistoryBucket = {
        name: replica.bucket,
        account: replica.account,
        region: replica.keyArn.split(":")[3] ?? plan.region,
    };
    const progress = elapsedProgress(terminal);
    const list = async (bucket: HistoryBucket) =>
        listVersions(clientFor(bucket), bucket, options.prefix ?? "", (count) => {
            progress(() => `${count} versions in ${bucket.name}`);
        });
    const comparison = await explaining(to, async () => {
        const delivered = await list(to);
        return explaining(from, async () => compareHistory(delivered, await list(from), options.asOf));
    });
    if ("fault" in comparison) {
        terminal.note(comparison.fault);
        return EXIT.errors;
    }
    if (action === "verify") {
        report(comparison, { to, from }, options, terminal);
        return comparison.lost.length + comparison.unreplicated.length === 0 ? EXIT.success : EXIT.errors;
    }
    const client = clientFor(to);
    const failed: string[] = [];
    let done = 0;
    const copies = mapConcurrently(comparison.lost, COPIES_AT_A_TIME, async (lost: LostObject) => {
        try {
            await copyBack(client, { from, to }, lost);
            return undefined;
        } catch (reason) {
            return `${lost.key}: ${failureWords(reason)}`;
        }
    });
    for await (const failure of copies) {
        done += 1;
        progress(() => `${done} of ${comparison.lost.length} objects`);
        if (failure !== undefined) {
            failed.push(failure);
        }
    }
    const restored = comparison.lost.length - failed.length;
    if (options.json) {
        terminal.line(JSON.stringify({ restored, failed, ...comparison }, undefined, 2));
    } else {
        terminal.line(`${objects(restored)} restored to ${to.name}; ${comparison.same} were as they should be`);
    }
    listed("could not be restored", failed, terminal);
    return failed.length === 0 ? EXIT.success : EXIT.errors;
}

function report(
    comparison: HistoryComparison,
    { to, from }: { readonly to: HistoryBucket; readonly from: HistoryBucket },
    { json }: HistoryOptions,
    terminal: Terminal,
): void {
    const { same, lost, unreplicated } = comparison;
    if (json) {
        terminal.line(JSON.stringify({ deliveryBucket: to.name, replica: from.name, ...comparison }, undefined, 2));
        return;
    }
    terminal.line(`${objects(same)} of ${to.name} are the same in ${from.name}`);
    listed(
        "lost, and can be restored (packs history restore)",
        lost.map(({ key, loss }) => `${loss}: ${key}`),
        terminal,
    );
    listed(
        "without a replica: delivered just now, before replication began, or it fails (HeadObject tells ReplicationStatus)",
        unreplicated.map(({ key }) => key),
        terminal,
    );
}

function listed(what: string, lines: readonly string[], terminal: Terminal): void {
    if (lines.length > 0) {
        terminal.line(`\n${objects(lines.length)} ${what}`);
        lines.slice(0, LINES).forEach((line) => terminal.line(`  ${line}`));
        if (lines.length > LINES) {
            terminal.line(`  and ${lines.length - LINES} more: --json has all`);
        }
    }
}

/** What S3 answers where a bucket is gone, somebody else's, or closed to the credentials. */
async function explaining<Found extends object>(
    { name, account }: HistoryBucket,
    ask: () => Promise<Found>,
): Promise<Found | { readonly fault: string }> {
    try {
        return await ask();
    } catch (reason) {
        const code = reason instanceof Error ? reason.name : "";
        if (code === "NoSuchBucket") {
            return {
                fault:
                    `packs history: there is no bucket ${name}. Where it was deleted, make it anew before anything is ` +
                    "restored: pulumi refresh, then pulumi up",
            };
        }
        if (code === "AccessDenied" || code === "Forbidden") {
            return {
                fault:
                    `packs history: the bucket ${name} may not be read, or is not account ${account}'s. It takes ` +
                    "s3:ListBucketVersions; in the archive, name the role in historyArchive.readers",
            };
        }
        throw reason;
    }
}

function objects(count: number): string {
    return count === 1 ? "1 object" : `${count} objects`;
}
