import assert from "node:assert/strict";
import { parseSince } from "../../../cli/timeline.ts";
import { fieldChanges } from "../../../lib/compliance/field-changes.ts";
import type { HistoryItem } from "../../../lib/compliance/history.ts";
import { PlannedRules } from "../../../lib/compliance/planned-rules.ts";
import { readSpan, timelineOf } from "../../../lib/compliance/timeline.ts";
import { PLAN, PUBLIC, VERSIONING } from "./project.ts";

describe("the differences between two states", () => {
    it("are told field by field, old and new", () => {
        const before = { configuration: { versioning: { status: "Off" }, gone: 1 }, tags: { owner: "a", same: "s" } };
        const after = {
            configuration: { versioning: { status: "Enabled" }, fresh: [1] },
            tags: { owner: "b", same: "s" },
        };
        assert.deepEqual(fieldChanges(before, after), [
            { path: "configuration.fresh", after: [1] },
            { path: "configuration.gone", before: 1 },
            { path: "configuration.versioning.status", before: "Off", after: "Enabled" },
            { path: "tags.owner", before: "a", after: "b" },
        ]);
    });

    it("are none where only the order of keys or of a list differs", () => {
        assert.deepEqual(fieldChanges({ a: [1, { x: 1, y: 2 }], b: 2 }, { b: 2, a: [{ y: 2, x: 1 }, 1] }), []);
    });

    it("of lists are the elements that came, went or changed", () => {
        const ports = (...numbers: readonly number[]): object => ({
            open: numbers.map((port) => ({ port, from: "any" })),
        });
        assert.deepEqual(fieldChanges(ports(22, 80), ports(80)), [
            { path: "open[]", before: { port: 22, from: "any" } },
        ]);
        assert.deepEqual(fieldChanges(ports(80), ports(443, 80)), [
            { path: "open[]", after: { port: 443, from: "any" } },
        ]);
        assert.deepEqual(fieldChanges(ports(22, 80), ports(80, 2222)), [
            { path: "open[].port", before: 22, after: 2222 },
        ]);
        assert.deepEqual(fieldChanges({ a: [1, 1] }, { a: [1] }), [{ path: "a[]", before: 1 }]);
    });

    it("name keys that hold dots without ambiguity, and keys that objects have by nature", () => {
        assert.deepEqual(fieldChanges({ tags: { "a.b": "1" } }, { tags: {} }), [{ path: 'tags."a.b"', before: "1" }]);
        assert.deepEqual(fieldChanges({}, JSON.parse('{"__proto__": 1, "constructor": 2}')), [
            { path: "__proto__", after: 1 },
            { path: "constructor", after: 2 },
        ]);
    });
});

const at = (day: number): string => `2026-11-${String(day).padStart(2, "0")}T00:00:00.000Z`;

function state(day: number, status: string): HistoryItem {
    return { captured: at(day), status: "OK", content: { configuration: { status } } };
}

function verdicts(day: number, overall: string, rules: Readonly<Record<string, string>>): HistoryItem {
    const configRuleList = Object.entries(rules).map(([configRuleName, complianceType]) => ({
        configRuleName,
        complianceType,
    }));
    return { captured: at(day), status: "OK", content: { configuration: { complianceType: overall, configRuleList } } };
}

async function* pages(...items: readonly HistoryItem[]): AsyncGenerator<readonly HistoryItem[]> {
    for (const item of items) {
        yield await Promise.resolve([item]);
    }
}

describe("a timeline", () => {
    it("shows what changed and what rules made of it, the newest first", async () => {
        const all = { limit: 20 };
        const events = timelineOf(
            await readSpan(pages(state(3, "Suspended"), state(1, "Enabled")), all),
            await readSpan(
                pages(
                    verdicts(3, "NON_COMPLIANT", { [VERSIONING]: "NON_COMPLIANT", [PUBLIC]: "COMPLIANT" }),
                    // Evaluated again, with the same result: nothing to tell.
                    verdicts(2, "COMPLIANT", { [VERSIONING]: "COMPLIANT" }),
                    verdicts(1, "COMPLIANT", { [VERSIONING]: "COMPLIANT" }),
                ),
                all,
            ),
            new PlannedRules(PLAN),
        );
        assert.deepEqual(events, [
            {
                kind: "compliance",
                at: at(3),
                status: "OK",
                before: "COMPLIANT",
                after: "NON_COMPLIANT",
                rules: [
                    { rule: "s3-bucket-public-read-prohibited", severity: "critical", after: "COMPLIANT" },
                    {
                        rule: "s3-bucket-versioning-enabled",
                        severity: "low",
                        before: "COMPLIANT",
                        after: "NON_COMPLIANT",
                    },
                ],
            },
            {
                kind: "configuration",
                at: at(3),
                status: "OK",
                first: false,
                changes: [{ path: "configuration.status", before: "Enabled", after: "Suspended" }],
            },
            {
                kind: "compliance",
                at: at(1),
                status: "OK",
                after: "COMPLIANT",
                rules: [{ rule: "s3-bucket-versioning-enabled", severity: "low", after: "COMPLIANT" }],
            },
            { kind: "configuration", at: at(1), status: "OK", first: true, changes: [] },
        ]);
    });

    it("compares its oldest state with the one before, and reads no further", async () => {
        let read = 0;
        async function* counted(): AsyncGenerator<readonly HistoryItem[]> {
            for (const day of [9, 8, 7, 6, 5]) {
                read++;
                yield await Promise.resolve([state(day, `state ${day}`)]);
            }
        }
        const limited = await readSpan(counted(), { limit: 2 });
        assert.deepEqual([limited.items.length, limited.earlier?.captured, limited.more, read], [2, at(7), true, 3]);
        read = 0;
        const since = await readSpan(counted(), { limit: 20, since: at(8) });
        assert.deepEqual([since.items.length, since.earlier?.captured, since.more, read], [2, at(7), false, 3]);
        const [, oldest] = timelineOf(since, { items: [], more: false }, new PlannedRules());
        assert.deepEqual(oldest?.kind === "configuration" && oldest.changes, [
            { path: "configuration.status", before: "state 7", after: "state 8" },
        ]);
    });

    it("begins on a day, at a moment, or some days ago", () => {
        const now = Date.parse("2026-11-22T12:00:00Z");
        assert.equal(parseSince("2026-11-01", now), "2026-11-01T00:00:00.000Z");
        assert.equal(parseSince("2026-11-01T10:00:00+02:00", now), "2026-11-01T08:00:00.000Z");
        assert.equal(parseSince("30d", now), "2026-10-23T12:00:00.000Z");
        assert.deepEqual(
            ["yesterday", "2026-13-01", "11/01/2026", "", "d"].map((text) => parseSince(text, now)),
            Array<undefined>(5).fill(undefined),
        );
    });
});
