/** Snapshots of entries that are given in few words. */
import type { StatusEntry } from "../../../lib/compliance/entry.ts";
import type { ComplianceSnapshot } from "../../../lib/compliance/snapshot.ts";
import { SnapshotBuilder, type SnapshotMoment } from "../../../lib/compliance/snapshot-builder.ts";
import type { Waiver } from "../../../lib/waivers/waiver.ts";

export const [ONE, TWO] = ["111111111111", "222222222222"] as const;

export function entry(rule: string, verdict: StatusEntry["verdict"], more: Partial<StatusEntry> = {}): StatusEntry {
    return {
        deployed: `${rule}-conformance-pack-aaaaaaaa1`,
        rule,
        packs: ["storage"],
        account: ONE,
        region: "eu-west-1",
        verdict,
        controls: [],
        ...(verdict === "NON_COMPLIANT" && { failing: { count: 1, capped: false } }),
        ...more,
    };
}

/** A rule all of whose resources a waiver covers. */
export function waivedEntry(rule: string, waiver: Waiver, more: Partial<StatusEntry> = {}): StatusEntry {
    return entry(rule, "WAIVED", {
        failing: { count: 0, capped: false },
        waived: [{ waiver, resources: { count: 1, capped: false } }],
        ...more,
    });
}

export function snapshotOf(entries: readonly StatusEntry[], moment: Partial<SnapshotMoment> = {}): ComplianceSnapshot {
    const builder = new SnapshotBuilder({
        stack: "prod",
        takenAt: "2026-11-23T06:00:00.000Z",
        scope: { kind: "aggregator", aggregator: "everything", region: "eu-west-1" },
        waivers: [],
        ...moment,
    });
    builder.add(entries);
    return builder.build();
}
