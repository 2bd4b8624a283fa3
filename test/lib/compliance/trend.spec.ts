import assert from "node:assert/strict";
import fc from "fast-check";
import { keptPoints, pointScore, thinned, trendOf } from "../../../lib/compliance/trend.ts";
import type { TrendPoint } from "../../../lib/compliance/trend-point.ts";
import { SnapshotBuilder } from "../../../lib/compliance/snapshot-builder.ts";
import type { ComplianceSnapshot } from "../../../lib/compliance/snapshot.ts";

const DAY_MS = 86_400_000;
const FIRST = Date.parse("2024-01-01T06:00:00.000Z");

function point(days: number): TrendPoint {
    return {
        at: new Date(FIRST + days * DAY_MS).toISOString(),
        compliant: days,
        nonCompliant: 1,
        waived: 0,
        packs: [],
    };
}

/** One snapshot after the other, each of which was given the one before. */
function chain(length: number): ComplianceSnapshot[] {
    const snapshots: ComplianceSnapshot[] = [];
    for (let day = 0; day < length; day++) {
        const previous = snapshots.at(-1);
        const builder = new SnapshotBuilder({
            stack: "dev",
            takenAt: point(day).at,
            scope: { kind: "account", account: "111111111111", regions: ["eu-west-1"] },
            waivers: [],
            ...(previous && { previous }),
        });
        snapshots.push(builder.build());
    }
    return snapshots;
}

const anyPoints = fc.uniqueArray(fc.integer({ min: 0, max: 3000 }), { maxLength: 300 }).map((days) => days.map(point));

describe("a trend", () => {
    it("is in the last snapshot as it is in all of them together", () => {
        const snapshots = chain(30);
        const last = snapshots.slice(-1);
        assert.equal(trendOf(last).length, 30);
        assert.deepEqual(trendOf(last), trendOf([...snapshots].reverse()));
    });

    it("keeps a point a day for 100 days, and one a week before, the last of each", () => {
        const points = Array.from({ length: 800 }, (_none, half) => point(half / 2));
        const kept = keptPoints(points, point(400).at);
        const days = kept.map(({ at }) => (Date.parse(at) - FIRST) / DAY_MS);
        const daily = days.filter((day) => day >= 300);
        assert.equal(daily.length, 100);
        assert.ok(daily.every((day) => day % 1 === 0.5));
        // FIRST was a Monday: the last point of its week is on the seventh day.
        assert.deepEqual(days.slice(0, 3), [6.5, 13.5, 20.5]);
    });

    it("keeps nothing from the moment itself on", () => {
        assert.deepEqual(keptPoints([point(1), point(2), point(3)], point(2).at), [point(1)]);
    });

    it("never keeps more than a thousand points, and then the latest", () => {
        const points = Array.from({ length: 1500 }, (_none, week) => point(week * 7));
        const kept = keptPoints(points, point(1500 * 7).at);
        assert.equal(kept.length, 1000);
        assert.deepEqual(kept.at(-1), point(1499 * 7));
    });

    it("is thinned to what a plot has room for, and keeps its ends", () => {
        fc.assert(
            fc.property(anyPoints, fc.integer({ min: 2, max: 60 }), (points, most) => {
                const thin = thinned(points, most);
                assert.ok(thin.length <= Math.max(most, 2));
                const times = thin.map(({ at }) => Date.parse(at));
                assert.deepEqual(
                    times,
                    [...times].sort((a, b) => a - b),
                );
                const all = points.map(({ at }) => Date.parse(at)).sort((a, b) => a - b);
                assert.deepEqual([times[0], times.at(-1)], [all[0], all.at(-1)]);
                assert.ok(thin.every((one) => points.includes(one)));
            }),
        );
    });

    it("scores as the status does", () => {
        assert.equal(pointScore({ compliant: 6, nonCompliant: 2, waived: 4 }), 0.5);
        assert.equal(pointScore({ compliant: 0, nonCompliant: 0, waived: 0 }), undefined);
    });
});
