import assert from "node:assert/strict";
import fc from "fast-check";
import type { StatusEntry, Verdict } from "../../../lib/compliance/entry.ts";
import type { ComplianceSnapshot } from "../../../lib/compliance/snapshot.ts";
import { compareSnapshots, type SnapshotChanges } from "../../../lib/compliance/snapshot-comparison.ts";
import type { SnapshotFinding } from "../../../lib/compliance/snapshot-findings.ts";
import { entry, ONE, snapshotOf, TWO, waivedEntry } from "../digest/snapshots.ts";
import { waiversFor } from "./project.ts";

const [WAIVER] = waiversFor({ rule: "a", resource: "x" });
assert.ok(WAIVER !== undefined);

function compared(before: readonly StatusEntry[], after: readonly StatusEntry[]): SnapshotChanges {
    const changes = compareSnapshots(
        snapshotOf(before, { takenAt: "2026-11-16T06:00:00.000Z" }),
        snapshotOf(after, { takenAt: "2026-11-23T06:00:00.000Z" }),
    );
    assert.ok(changes !== undefined);
    return changes;
}

function names(findings: readonly SnapshotFinding[]): string[] {
    return findings.map(({ rule, account, region }) => `${rule} ${account} ${region}`);
}

describe("two snapshots", () => {
    it("tell what fails since, and what no longer does", () => {
        const { since, begun, resolved, gone, waived, unchanged } = compared(
            [entry("a", "NON_COMPLIANT"), entry("b", "NON_COMPLIANT"), entry("c", "COMPLIANT")],
            [entry("a", "NON_COMPLIANT"), entry("b", "COMPLIANT"), entry("c", "NON_COMPLIANT")],
        );
        assert.equal(since, "2026-11-16T06:00:00.000Z");
        assert.deepEqual([names(begun), names(resolved)], [[`c ${ONE} eu-west-1`], [`b ${ONE} eu-west-1`]]);
        assert.deepEqual([gone, waived, unchanged], [[], [], 1]);
    });

    it("do not call resolved what was waived, or what is gone with its account or its rule", () => {
        const { resolved, gone, waived } = compared(
            [
                entry("a", "NON_COMPLIANT"),
                entry("b", "NON_COMPLIANT"),
                entry("c", "NON_COMPLIANT", { account: TWO }),
                entry("d", "COMPLIANT"),
            ],
            [waivedEntry("a", WAIVER), entry("d", "COMPLIANT")],
        );
        assert.deepEqual(names(waived), [`a ${ONE} eu-west-1`]);
        assert.deepEqual(names(gone), [`b ${ONE} eu-west-1`, `c ${TWO} eu-west-1`]);
        assert.deepEqual(resolved, []);
    });

    it("call new what was waived before, as when the waiver has ended", () => {
        const { begun, unchanged } = compared([waivedEntry("a", WAIVER)], [entry("a", "NON_COMPLIANT")]);
        assert.deepEqual([names(begun), unchanged], [[`a ${ONE} eu-west-1`], 0]);
    });

    it("tell findings apart by pack, account and region", () => {
        const places: readonly Partial<StatusEntry>[] = [
            { packs: ["audit"] },
            { account: TWO },
            { region: "us-east-1" },
        ];
        for (const place of places) {
            const { begun, resolved, gone } = compared(
                [entry("a", "NON_COMPLIANT"), entry("other", "COMPLIANT")],
                [entry("a", "NON_COMPLIANT", place), entry("other", "COMPLIANT")],
            );
            assert.deepEqual([begun.length, resolved.length + gone.length], [1, 1]);
        }
    });

    it("tell of how many more or fewer resources", () => {
        const of = (count: number, capped = false): StatusEntry =>
            entry("a", "NON_COMPLIANT", { failing: { count, capped } });
        assert.deepEqual(
            compared([of(3)], [of(5)]).changed.map(({ before, after }) => [
                before.failing?.count,
                after.failing?.count,
            ]),
            [[3, 5]],
        );
        assert.equal(compared([of(25)], [of(25, true)]).changed.length, 1);
        assert.deepEqual(compared([of(3)], [of(3)]).changed, []);
    });

    it("cannot be compared where one had no room for all findings", () => {
        const entries = [entry("a", "NON_COMPLIANT"), entry("b", "NON_COMPLIANT")];
        assert.equal(compareSnapshots(snapshotOf(entries, { mostFindings: 1 }), snapshotOf(entries)), undefined);
        assert.equal(compareSnapshots(snapshotOf(entries), snapshotOf(entries, { mostFindings: 1 })), undefined);
    });
});

const verdicts: readonly Verdict[] = ["NON_COMPLIANT", "WAIVED", "COMPLIANT", "INSUFFICIENT_DATA"];
const anyEntries = fc
    .uniqueArray(
        fc.record({
            rule: fc.constantFrom("a", "b", "c d", "c"),
            pack: fc.constantFrom("storage", "audit"),
            account: fc.constantFrom(ONE, TWO, "333333333333"),
            region: fc.constantFrom("eu-west-1", "us-east-1"),
            verdict: fc.constantFrom(...verdicts),
        }),
        { selector: ({ rule, pack, account, region }) => `${rule}|${pack}|${account}|${region}`, maxLength: 40 },
    )
    .map((list) =>
        list.map(({ rule, pack, account, region, verdict }) =>
            verdict === "WAIVED"
                ? waivedEntry(rule, WAIVER, { packs: [pack], account, region })
                : entry(rule, verdict, { packs: [pack], account, region }),
        ),
    );

/** The failing ones, by what a person would call them. */
function failing(entries: readonly StatusEntry[]): Set<string> {
    return new Set(
        entries
            .filter(({ verdict }) => verdict === "NON_COMPLIANT")
            .map(({ rule, packs, account, region }) => [rule, packs.join(), account, region].join("|")),
    );
}

function identities(findings: readonly SnapshotFinding[]): Set<string> {
    return new Set(findings.map(({ rule, packs, account, region }) => [rule, packs.join(), account, region].join("|")));
}

function without(one: ReadonlySet<string>, other: ReadonlySet<string>): Set<string> {
    return new Set([...one].filter((name) => !other.has(name)));
}

describe("any two snapshots", () => {
    it("differ by exactly what differs between the sets of what fails", () => {
        fc.assert(
            fc.property(anyEntries, anyEntries, (before, after) => {
                const changes = compared(before, after);
                const [old, now] = [failing(before), failing(after)];
                assert.deepEqual(identities(changes.begun), without(now, old));
                const over = [...changes.resolved, ...changes.gone, ...changes.waived];
                assert.deepEqual(identities(over), without(old, now));
                assert.equal(over.length, without(old, now).size);
                assert.equal(changes.unchanged, [...now].filter((one) => old.has(one)).length);
                const there = new Set(after.map(({ account }) => account));
                assert.ok(changes.resolved.every(({ account }) => there.has(account)));
            }),
        );
    });

    it("turn around: what began one way is over the other way", () => {
        fc.assert(
            fc.property(anyEntries, anyEntries, (one, other) => {
                const [there, back] = [compared(one, other), compared(other, one)];
                assert.deepEqual(identities(there.begun), identities([...back.resolved, ...back.gone, ...back.waived]));
                assert.equal(there.unchanged, back.unchanged);
            }),
        );
    });

    it("of the same entries in another order are the same", () => {
        fc.assert(
            fc.property(anyEntries, (entries) => {
                const { begun, resolved, gone, waived, changed } = compared(entries, [...entries].reverse());
                assert.deepEqual([begun, resolved, gone, waived, changed], [[], [], [], [], []]);
            }),
        );
    });

    it("compare after they were written and read", async () => {
        const { readSnapshot, writeSnapshot } = await import("../../../lib/compliance/snapshot.ts");
        const again = (snapshot: ComplianceSnapshot): ComplianceSnapshot => readSnapshot(writeSnapshot(snapshot), "x");
        fc.assert(
            fc.property(anyEntries, anyEntries, (one, other) => {
                const [before, after] = [snapshotOf(one), snapshotOf(other)];
                assert.deepEqual(compareSnapshots(again(before), again(after)), compareSnapshots(before, after));
            }),
            { numRuns: 30 },
        );
    });
});
