/** What a digest says, in numbers and names: text and HTML are written from it. */
import type { ComplianceSnapshot, SnapshotGroup, SnapshotWaiver } from "../compliance/snapshot.ts";
import { compareSnapshots } from "../compliance/snapshot-comparison.ts";
import type { ComplianceScope } from "../compliance/source.ts";
import { scoreOf } from "../compliance/tally.ts";
import { keptPoints, pointOf, pointScore, thinned, trendOf } from "../compliance/trend.ts";
import type { TrendPoint } from "../compliance/trend-point.ts";
import { NO_CONTROL } from "../compliance/groupings.ts";
import { daysLeft } from "../waivers/expiry.ts";
import { type FindingGroups, groupFindings } from "./finding-groups.ts";

/** As many as somebody reads, and how many there are besides. */
export interface Listed<Item> {
    readonly items: readonly Item[];
    readonly more: number;
}

/** A waiver, with the days that are left of it: negative from the day after its last. */
export interface DigestWaiver extends SnapshotWaiver {
    readonly daysLeft: number;
}

/** What is otherwise than it was in the last digest. */
export interface DigestChanges {
    readonly since: string;
    readonly begun: FindingGroups;
    readonly resolved: FindingGroups;
    readonly waived: FindingGroups;
    /** Findings whose account or rule is gone. */
    readonly gone: number;
    /** Findings that are as they were, or of other resources. */
    readonly unchanged: number;
    /** The score of then; absent where AWS had no verdict. */
    readonly score?: number;
}

export interface DigestReport {
    readonly stack: string;
    readonly takenAt: string;
    readonly scope: ComplianceScope;
    readonly totals: ComplianceSnapshot["totals"];
    /** From 0 to 1; absent where AWS has no verdict at all. */
    readonly score?: number;
    /** `first`: there is no digest to compare with. `too-many`: of one of the two, not all findings were kept. */
    readonly changes: DigestChanges | "first" | "too-many";
    readonly packs: Listed<SnapshotGroup>;
    readonly accounts: Listed<SnapshotGroup>;
    readonly controls: Listed<SnapshotGroup>;
    /** The framework whose controls are told. Absent: all of them. */
    readonly framework?: string;
    /** Waivers that cover something, those that end soonest first. */
    readonly waivers: Listed<DigestWaiver>;
    /** Waivers that hold no longer, those that ended last first. */
    readonly ended: Listed<DigestWaiver>;
    /** The oldest first, this moment last; no more than a small plot shows. */
    readonly trend: readonly TrendPoint[];
}

/** What a digest is made of. */
export interface DigestInput {
    readonly snapshot: ComplianceSnapshot;
    /** Of the last digest. */
    readonly previous?: ComplianceSnapshot;
    readonly framework?: string;
}

/** More is for the status and the report: a mail is read on a telephone. */
const ROWS = { packs: 20, accounts: 10, controls: 10, findings: { rules: 15, places: 4 }, waivers: 15, points: 12 };

/** Pure: the same snapshots give the same digest. */
export function digestOf({ snapshot, previous, framework }: DigestInput): DigestReport {
    const { stack, takenAt, scope, totals, byPack, byAccount, byControl } = snapshot;
    const today = takenAt.slice(0, 10);
    const waivers = snapshot.waivers.map((waiver): DigestWaiver => ({
        ...waiver,
        daysLeft: daysLeft(waiver.expiry, today),
    }));
    const score = scoreOf(totals);
    const controls = byControl.filter(
        ({ name }) => name !== NO_CONTROL && (framework === undefined || name.startsWith(`${framework} `)),
    );
    return {
        stack,
        takenAt,
        scope,
        totals,
        ...(score !== undefined && { score }),
        changes: changesOf(snapshot, previous),
        packs: listed(byPack, ROWS.packs),
        // What complies wholly is in the sums; a list of accounts or controls is for those that do not.
        accounts: listed(byAccount.filter(needsAttention), ROWS.accounts),
        controls: listed(controls.filter(needsAttention), ROWS.controls),
        ...(framework !== undefined && { framework }),
        waivers: listed(
            waivers.filter(({ rules, daysLeft: left }) => rules > 0 && left >= 0).sort(soonest),
            ROWS.waivers,
        ),
        ended: listed(
            waivers.filter(({ daysLeft: left }) => left < 0).sort((one, other) => soonest(other, one)),
            ROWS.waivers,
        ),
        trend: thinned([...earlierPoints(snapshot, previous), pointOf(snapshot)], ROWS.points),
    };
}

function changesOf(snapshot: ComplianceSnapshot, previous: ComplianceSnapshot | undefined): DigestReport["changes"] {
    if (previous === undefined) {
        return "first";
    }
    const changes = compareSnapshots(previous, snapshot);
    if (changes === undefined) {
        return "too-many";
    }
    const score = pointScore(pointOf(previous));
    return {
        since: changes.since,
        begun: groupFindings(changes.begun, ROWS.findings),
        resolved: groupFindings(changes.resolved, ROWS.findings),
        waived: groupFindings(changes.waived, ROWS.findings),
        gone: changes.gone.length,
        unchanged: changes.unchanged,
        ...(score !== undefined && { score }),
    };
}

/** Of a snapshot that was compared with another than the one that it was made after, the trend of that. */
function earlierPoints(snapshot: ComplianceSnapshot, previous: ComplianceSnapshot | undefined): TrendPoint[] {
    const known = [...snapshot.trend, ...(previous === undefined ? [] : trendOf([previous]))];
    return keptPoints(known, snapshot.takenAt);
}

function needsAttention({ verdicts }: SnapshotGroup): boolean {
    return verdicts.NON_COMPLIANT > 0;
}

function listed<Item>(items: readonly Item[], most: number): Listed<Item> {
    return { items: items.slice(0, most), more: Math.max(0, items.length - most) };
}

function soonest(one: DigestWaiver, other: DigestWaiver): number {
    return one.daysLeft - other.daysLeft || compare(one.rule, other.rule) || compare(one.account, other.account);
}

function compare(one: string, other: string): number {
    return one < other ? -1 : one > other ? 1 : 0;
}
