/**
 * Two snapshots of an organization of 10,000 accounts with 300 rules each, written, read, compared and told: a process of its
 * own, so that its heap can be limited. Prints what came of it.
 */
import { readSnapshot, writeSnapshot, type ComplianceSnapshot } from "../../../lib/compliance/snapshot.ts";
import { SnapshotBuilder } from "../../../lib/compliance/snapshot-builder.ts";
import { digestHtml } from "../../../lib/digest/html.ts";
import { digestOf } from "../../../lib/digest/report.ts";
import { entry } from "./snapshots.ts";

const [ACCOUNTS, RULES] = [10_000, 300];

/** As many of a hundred rules fail as the day says. */
function take(day: number, previous?: ComplianceSnapshot): ComplianceSnapshot {
    const builder = new SnapshotBuilder({
        stack: "large",
        takenAt: `2026-11-0${day}T06:00:00.000Z`,
        scope: { kind: "aggregator", aggregator: "everything", region: "eu-west-1" },
        waivers: [],
        ...(previous && { previous }),
    });
    for (let number = 0; number < ACCOUNTS; number++) {
        const account = String(number).padStart(12, "0");
        builder.add(
            Array.from({ length: RULES }, (_none, rule) =>
                entry(`rule-${rule}`, (number * RULES + rule) % 100 < day ? "NON_COMPLIANT" : "COMPLIANT", {
                    account,
                    packs: [`pack-${rule % 10}`],
                }),
            ),
        );
    }
    return builder.build();
}

const bytes = writeSnapshot(take(1));
const previous = readSnapshot(bytes, "the first");
const report = digestOf({ snapshot: take(2, previous), previous });
process.stdout.write(
    JSON.stringify({
        compressed: bytes.length < 1_000_000,
        begun: typeof report.changes === "string" ? report.changes : report.changes.begun.total,
        html: digestHtml(report).length < 100_000,
    }),
);
