/** The function behind a stack's digest and its metrics: it counts, keeps what it counted, and tells what changed. */
import { S3Client } from "@aws-sdk/client-s3";
import { AccountComplianceSource } from "../../compliance/account-source.ts";
import { AggregateComplianceSource } from "../../compliance/aggregate-source.ts";
import { RuleLookup } from "../../lib/compliance/rule-lookup.ts";
import { type ComplianceSnapshot, UnreadableSnapshotError } from "../../lib/compliance/snapshot.ts";
import type { ComplianceSource } from "../../lib/compliance/source.ts";
import { takeSnapshot } from "../../lib/compliance/take-snapshot.ts";
import { readDigestEvent } from "../../lib/digest/event.ts";
import { metricLines } from "../../lib/digest/metrics.ts";
import { digestOf } from "../../lib/digest/report.ts";
import type { DigestTable } from "../../lib/digest/table.ts";
import { WAIVERS_FILE } from "../../lib/project-layout.ts";
import type { Waiver } from "../../lib/waivers/waiver.ts";
import type { FunctionContext } from "../runtime/event.ts";
import { log } from "../runtime/log.ts";
import { printMetrics } from "../runtime/metrics.ts";
import { publish, sendMail } from "./send.ts";
import { type Sent, SnapshotStore } from "./snapshot-store.ts";

export interface Digested {
    readonly scheduledTime: string;
    /** Rules that fail, in an account and region. */
    readonly failing: number;
    /** Absent where only metrics were asked for. */
    readonly sent?: Sent;
}

/**
 * Makes the handler.
 *
 * A schedule may invoke twice for one moment, and a failed invocation is repeated: what was counted for the moment stays, and
 * what was sent is not sent again. Only a failure between sending and writing that down sends twice.
 *
 * @returns what Lambda calls; it throws where anything fails, so that Lambda tries again and then keeps the event in the
 *     dead-letter queue
 */
export function createHandler(table: DigestTable): (event: unknown, context: FunctionContext) => Promise<Digested> {
    const bucket = process.env["DIGEST_BUCKET"];
    const topicArn = process.env["DIGEST_TOPIC_ARN"];
    const store = bucket === undefined ? undefined : new SnapshotStore(new S3Client({}), bucket, table.stack);
    const rules = new RuleLookup(table.rules);
    return async (event, { invokedFunctionArn }) => {
        const { kind, scheduledTime } = readDigestEvent(event);
        const take = async (previous?: ComplianceSnapshot): Promise<ComplianceSnapshot> => {
            const snapshot = await takeSnapshot({
                source: sourceOf(table, invokedFunctionArn),
                rules,
                waivers: waiversOf(table),
                stack: table.stack,
                takenAt: scheduledTime,
                ...(previous && { previous }),
            });
            if (table.metrics) {
                printMetrics(metricLines(snapshot, Date.now()));
            }
            return snapshot;
        };
        if (kind === "count") {
            return told({ scheduledTime, failing: (await take()).totals.verdicts.NON_COMPLIANT });
        }
        if (store === undefined) {
            throw new Error("a digest needs a bucket, and the environment names none");
        }
        const previous = await readPrevious(store, scheduledTime);
        const known = await store.read(scheduledTime);
        const snapshot = known ?? (await take(previous));
        if (known === undefined) {
            await store.write(snapshot);
        }
        const report = digestOf({
            snapshot,
            ...(previous && { previous }),
            ...(table.framework !== undefined && { framework: table.framework }),
        });
        let sent = await store.sent(scheduledTime);
        if (table.mail !== undefined && sent.mail === undefined) {
            sent = { ...sent, mail: await sendMail(report, table.mail) };
            await store.markSent(scheduledTime, sent);
        }
        if (topicArn !== undefined && sent.topic === undefined) {
            sent = { ...sent, topic: await publish(report, topicArn) };
            await store.markSent(scheduledTime, sent);
        }
        return told({ scheduledTime, failing: snapshot.totals.verdicts.NON_COMPLIANT, sent });
    };
}

function told(digested: Digested): Digested {
    log("INFO", { ...digested });
    return digested;
}

function sourceOf({ source }: DigestTable, functionArn: string): ComplianceSource {
    const [, , , , account = ""] = functionArn.split(":");
    return "aggregator" in source
        ? new AggregateComplianceSource(source.aggregator, source.region)
        : new AccountComplianceSource(account, source.regions);
}

/** A snapshot that cannot be read must not keep people from the next digest, which then is like the first. */
async function readPrevious(store: SnapshotStore, moment: string): Promise<ComplianceSnapshot | undefined> {
    const takenAt = await store.latestBefore(moment);
    try {
        return takenAt === undefined ? undefined : await store.read(takenAt);
    } catch (reason) {
        if (reason instanceof UnreadableSnapshotError) {
            log("WARN", { message: reason.message });
            return undefined;
        }
        throw reason;
    }
}

/** Nobody here asks where a waiver stands in its file. */
function waiversOf({ waivers }: DigestTable): Waiver[] {
    const nowhere = { file: WAIVERS_FILE };
    const locations = {
        rule: nowhere,
        account: nowhere,
        resource: nowhere,
        reason: nowhere,
        owner: nowhere,
        expiry: nowhere,
    };
    return waivers.map((waiver) => ({ ...waiver, locations }));
}
