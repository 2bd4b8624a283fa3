/** Makes a snapshot of the rules that are read, page by page: nothing of a rule that complies is kept. */
import type { Waiver } from "../waivers/waiver.ts";
import type { StatusEntry } from "./entry.ts";
import { groupingBy, worstFirst } from "./groupings.ts";
import { type ComplianceSnapshot, SNAPSHOT_VERSION, type SnapshotWaiver } from "./snapshot.ts";
import { FindingsBuilder } from "./snapshot-findings.ts";
import type { ComplianceScope } from "./source.ts";
import { NO_RESOURCES } from "./entry.ts";
import { Tally } from "./tally.ts";
import { keptPoints, trendOf } from "./trend.ts";

export interface SnapshotMoment {
    readonly stack: string;
    /** ISO 8601. */
    readonly takenAt: string;
    readonly scope: ComplianceScope;
    /** All waivers of the project, also those that cover nothing or have ended. */
    readonly waivers: readonly Waiver[];
    /** The snapshot before, whose trend goes on. */
    readonly previous?: ComplianceSnapshot;
    /** Findings beyond are counted only. @default a million */
    readonly mostFindings?: number;
}

const GROUPINGS = {
    pack: groupingBy("pack"),
    account: groupingBy("account"),
    control: groupingBy("control"),
    rule: groupingBy("rule"),
};

export class SnapshotBuilder {
    readonly #moment: SnapshotMoment;
    readonly #tally = new Tally(GROUPINGS);
    readonly #findings: FindingsBuilder;

    constructor(moment: SnapshotMoment) {
        this.#moment = moment;
        this.#findings = new FindingsBuilder(moment.mostFindings);
    }

    /** @param entries with their waivers */
    add(entries: readonly StatusEntry[]): void {
        for (const entry of entries) {
            this.#tally.add(entry);
            this.#findings.add(entry);
        }
    }

    build(): ComplianceSnapshot {
        const { stack, takenAt, scope, previous } = this.#moment;
        const groups = (name: keyof typeof GROUPINGS): ComplianceSnapshot["byPack"] =>
            this.#tally.groups(name).sort(worstFirst);
        return {
            formatVersion: SNAPSHOT_VERSION,
            stack,
            takenAt,
            scope,
            totals: this.#tally.totals(),
            byPack: groups("pack"),
            byAccount: groups("account"),
            byControl: groups("control"),
            byRule: groups("rule"),
            waivers: this.#waivers(),
            findings: this.#findings.build(),
            trend: previous === undefined ? [] : keptPoints(trendOf([previous]), takenAt),
        };
    }

    #waivers(): SnapshotWaiver[] {
        const uses = new Map(this.#tally.waivers().map((use) => [use.waiver, use] as const));
        return this.#moment.waivers.map((waiver): SnapshotWaiver => {
            const { rule, account, resource, reason, owner, expiry } = waiver;
            const { resources = NO_RESOURCES, rules = 0 } = uses.get(waiver) ?? {};
            return { rule, account, resource, reason, owner, expiry, resources: { ...resources }, rules };
        });
    }
}
