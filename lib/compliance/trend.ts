/** How compliance went: points from snapshots, and no more of them than anybody looks at. */
import type { ComplianceSnapshot } from "./snapshot.ts";
import type { Counts } from "./tally.ts";
import type { PackPoint, TrendPoint } from "./trend-point.ts";

const DAY_MS = 86_400_000;

/** Days of which a snapshot keeps one point each; of older ones it keeps one a week. */
const DAILY_FOR = 100;
/** Some 18 years. */
const MOST_POINTS = 1000;

/** The point that a snapshot is itself. */
export function pointOf({ takenAt, totals, byPack }: ComplianceSnapshot): TrendPoint {
    return {
        at: takenAt,
        ...countsOf(totals),
        packs: byPack.map((group): PackPoint => ({ name: group.name, ...countsOf(group) })),
    };
}

/**
 * Every point that the snapshots know: of each itself, and what it kept of earlier ones.
 *
 * @param snapshots in any order
 * @returns the oldest first; one for each moment
 */
export function trendOf(snapshots: Iterable<ComplianceSnapshot>): TrendPoint[] {
    const points = new Map<string, TrendPoint>();
    for (const snapshot of snapshots) {
        for (const point of snapshot.trend) {
            points.set(point.at, point);
        }
        points.set(snapshot.takenAt, pointOf(snapshot));
    }
    return inOrder([...points.values()]);
}

/**
 * What a new snapshot keeps of earlier points: the last of each day, of those older than 100 days the last of each week.
 *
 * @param now ISO 8601: points from then on are not earlier
 */
export function keptPoints(points: readonly TrendPoint[], now: string): TrendPoint[] {
    const end = Date.parse(now);
    const kept = new Map<string, TrendPoint>();
    for (const point of inOrder(points)) {
        const time = Date.parse(point.at);
        const day = Math.floor(time / DAY_MS);
        // The first day of the epoch was a Thursday: weeks begin on Mondays.
        const period = end - time > DAILY_FOR * DAY_MS ? `week ${Math.floor((day + 3) / 7)}` : `day ${day}`;
        if (time < end) {
            kept.set(period, point);
        }
    }
    return [...kept.values()].slice(-MOST_POINTS);
}

/**
 * No more points than a plot has room for: the last of each of as many equal spans, and always the first of all.
 *
 * @param most from 2
 * @returns the oldest first
 */
export function thinned(points: readonly TrendPoint[], most: number): TrendPoint[] {
    const sorted = inOrder(points);
    const [first, last] = [sorted[0], sorted.at(-1)];
    if (sorted.length <= most || first === undefined || last === undefined) {
        return sorted;
    }
    const [from, until] = [Date.parse(first.at), Date.parse(last.at)];
    const spans = Math.max(1, most - 1);
    const kept = new Map<number, TrendPoint>();
    for (const point of sorted.slice(1)) {
        const share = (Date.parse(point.at) - from) / (until - from);
        kept.set(Math.min(spans - 1, Math.floor(share * spans)), point);
    }
    return [first, ...kept.values()];
}

/** The share, from 0 to 1, of rules that comply; undefined where AWS had no verdict at all. As `scoreOf` has it. */
export function pointScore({
    compliant,
    nonCompliant,
    waived,
}: Pick<TrendPoint, "compliant" | "nonCompliant" | "waived">): number | undefined {
    const decided = compliant + nonCompliant + waived;
    return decided === 0 ? undefined : compliant / decided;
}

function countsOf({ verdicts }: Counts): Pick<TrendPoint, "compliant" | "nonCompliant" | "waived"> {
    return { compliant: verdicts.COMPLIANT, nonCompliant: verdicts.NON_COMPLIANT, waived: verdicts.WAIVED };
}

function inOrder(points: readonly TrendPoint[]): TrendPoint[] {
    return [...points].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}
