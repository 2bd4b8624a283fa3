/** Reads everything that a source has, and keeps what a snapshot holds of it. */
import type { Waiver } from "../waivers/waiver.ts";
import { readEntries, type StatusProgress } from "./read-entries.ts";
import type { RuleLookup } from "./rule-lookup.ts";
import type { ComplianceSnapshot } from "./snapshot.ts";
import { SnapshotBuilder } from "./snapshot-builder.ts";
import type { ComplianceSource } from "./source.ts";

export interface SnapshotTaking {
    readonly source: ComplianceSource;
    /** What is known of rules besides what AWS tells. */
    readonly rules: RuleLookup;
    readonly waivers: readonly Waiver[];
    readonly stack: string;
    /** ISO 8601; waivers hold as on this day. */
    readonly takenAt: string;
    /** The snapshot before, whose trend goes on. */
    readonly previous?: ComplianceSnapshot;
    readonly onProgress?: (progress: StatusProgress) => void;
}

/** @throws what the source throws */
export async function takeSnapshot(taking: SnapshotTaking): Promise<ComplianceSnapshot> {
    const { source, takenAt } = taking;
    const builder = new SnapshotBuilder({ ...taking, scope: source.scope });
    for await (const entries of readEntries({ ...taking, on: takenAt.slice(0, 10), askPacks: true })) {
        builder.add(entries);
    }
    return builder.build();
}
