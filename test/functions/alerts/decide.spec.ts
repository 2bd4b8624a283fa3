import assert from "node:assert/strict";
import type { Change } from "../../../functions/alerts/change.ts";
import { decide } from "../../../functions/alerts/decide.ts";
import { type AlertState, newState } from "../../../functions/alerts/state.ts";
import type { AlertConfiguration } from "../../../lib/alerts/configuration.ts";
import { RuleLookup } from "../../../lib/compliance/rule-lookup.ts";
import { changeOf, configurationOf, NOW, QUEUE, TOPIC } from "./changes.ts";

const MINUTE = 60_000;

/** A function that is asked one batch after the other; what it sends is taken from the outbox. */
class Sequence {
    readonly #configuration: AlertConfiguration;
    #state: AlertState = newState(NOW.getTime());
    #now = NOW.getTime();

    constructor(changes: Partial<AlertConfiguration> = {}) {
        this.#configuration = configurationOf(changes);
    }

    /** @returns subjects of the messages by target */
    batch(changes: readonly Change[], { interval = false, afterMinutes = 1 } = {}) {
        this.#now += afterMinutes * MINUTE;
        const rules = new RuleLookup(this.#configuration.rules);
        const context = { configuration: this.#configuration, rules, now: new Date(this.#now) };
        const { state, counts } = decide(this.#state, { changes, interval }, context);
        this.#state = { ...state, outbox: [] };
        const messages = state.outbox.map(({ message, target }) => ({ ...message, target }));
        return {
            counts,
            messages,
            subjects: messages.map(({ subject, target }) => `${target === TOPIC ? "topic" : "queue"} ${subject}`),
        };
    }

    end() {
        return this.batch([], { interval: true });
    }
}

const many = (count: number, changes: Partial<Change> = {}): Change[] =>
    Array.from({ length: count }, (_, index) => changeOf({ resourceId: `sg-${index}`, ...changes }));

describe("the decisions of the alert function", () => {
    it("group what changes at once into one message of the rule", () => {
        const { subjects, messages } = new Sequence().batch([...many(12), changeOf({ subject: "high-2" })]);
        assert.deepEqual(subjects, [
            "queue [HIGH] 12 resources do not comply with high-1",
            "queue [HIGH] AWS::EC2::SecurityGroup sg-1 does not comply with high-2 (111122223333, eu-west-1)",
        ]);
        const lines = messages[0]?.text.split("\n") ?? [];
        assert.equal(lines.filter((line) => line.startsWith("- AWS::EC2::SecurityGroup")).length, 10);
        assert.ok(lines.includes("and 2 resources more"));
    });

    it("tell a rule once in an interval, and at its end how often it changed meanwhile", () => {
        const sequence = new Sequence();
        assert.equal(sequence.batch([changeOf()]).subjects.length, 1);
        for (const kind of ["failing", "failing", "failing"] as const) {
            assert.deepEqual(sequence.batch([changeOf({ kind })]).subjects, []);
        }
        const { messages } = sequence.end();
        assert.match(
            messages[0]?.text ?? "",
            /^AWS::EC2::SecurityGroup sg-1 does not comply with high-1\. It changed 3 times\.\n/,
        );
        // Quiet for another interval, as it was just told of.
        assert.deepEqual(sequence.batch([changeOf()]).subjects, []);
        assert.equal(sequence.end().subjects.length, 1);
        assert.deepEqual(sequence.end().subjects, []);
        assert.equal(sequence.batch([changeOf()]).subjects.length, 1);
    });

    it("summarise a flood, worst first, for each target what it would have been told", () => {
        const sequence = new Sequence({ messageLimit: 2 });
        const flood = [
            ...many(700, { subject: "medium-1" }),
            ...many(100, { subject: "some-1", account: "444455556666" }),
            ...many(9, { subject: "critical-1" }),
            ...many(2, { subject: "critical-2" }),
            ...many(1, { subject: "high-3" }),
        ];
        const { subjects, counts } = sequence.batch(flood);
        assert.deepEqual(subjects, [
            "topic [CRITICAL] 9 resources do not comply with critical-1",
            "queue [CRITICAL] 9 resources do not comply with critical-1",
            "topic [CRITICAL] 2 resources do not comply with critical-2",
            "queue [CRITICAL] 2 resources do not comply with critical-2",
        ]);
        assert.deepEqual([counts.told, counts.held], [11, 801]);
        const { messages, subjects: summaries } = sequence.end();
        assert.deepEqual(summaries, [
            "queue [HIGH] AWS::EC2::SecurityGroup sg-0 does not comply with high-3 (111122223333, eu-west-1)",
            "topic [MEDIUM] 800 more of 2 rules in 2 accounts",
        ]);
        assert.deepEqual(messages[1]?.text.split("\n"), [
            "800 more of 2 rules in 2 accounts, worst first.",
            "",
            "- [MEDIUM] medium-1 (odd): 700 changes, 700 resources in 1 account",
            "- [ALERT] some-1 (odd): 100 changes, 100 resources in 1 account",
            "",
            "Stack: test",
        ]);
    });

    it("leave half of the messages to what is urgent", () => {
        const sequence = new Sequence({ messageLimit: 4 });
        const rest = ["medium-1", "medium-2", "medium-3", "some-1"].map((subject) => changeOf({ subject }));
        assert.equal(sequence.batch(rest).subjects.length, 2);
        assert.equal(sequence.batch([changeOf(), changeOf({ subject: "high-2" })]).subjects.length, 2);
        assert.equal(sequence.batch([changeOf({ subject: "high-3" })]).subjects.length, 0);
    });

    it("do not page for what is waived, but count it, until the day after the waiver's last", () => {
        const waiver = { rule: "medium-1", account: "all", resource: "sg-*", expiry: "2026-11-23" };
        const sequence = new Sequence({ waivers: [waiver] });
        const { subjects, counts } = sequence.batch(many(3, { subject: "medium-1" }));
        assert.deepEqual([subjects, counts.waived], [[], 3]);
        sequence.batch([changeOf({ subject: "medium-2" }), changeOf({ subject: "medium-3" })]);
        sequence.batch([changeOf({ subject: "medium-2" }), changeOf({ subject: "medium-3" })]);
        assert.match(sequence.end().messages[0]?.text ?? "", /\n3 changes besides are waived\.\n/);
        const later = sequence.batch([changeOf({ subject: "medium-1" })], { afterMinutes: 24 * 60 });
        assert.equal(later.subjects.length, 1);
    });

    it("tell of what complies again only where that is wanted", () => {
        const resolved = changeOf({ kind: "resolved" });
        assert.deepEqual(new Sequence().batch([resolved]).subjects, [
            "queue [RESOLVED] AWS::EC2::SecurityGroup sg-1 complies again with high-1 (111122223333, eu-west-1)",
        ]);
        const { subjects, counts } = new Sequence({ resolved: false }).batch([resolved]);
        assert.deepEqual([subjects, counts.unrouted], [[], 1]);
    });

    it("tell nobody where a route is empty", () => {
        const { subjects, counts } = new Sequence().batch([changeOf({ subject: "low-1" })]);
        assert.deepEqual([subjects, counts.unrouted], [[], 1]);
    });

    it("end an interval by themselves where its end never comes", () => {
        const sequence = new Sequence();
        sequence.batch([changeOf()]);
        assert.deepEqual(sequence.batch([changeOf({ resourceId: "sg-2" })]).subjects, []);
        const { subjects } = sequence.batch([changeOf({ subject: "high-2" })], { afterMinutes: 30 });
        assert.equal(subjects.length, 2);
    });

    it("name rules by their packs, whatever the pack appended, and those of nobody by what AWS says", () => {
        const { messages } = new Sequence().batch([
            changeOf({ subject: "critical-2-conformance-pack-0123456789" }),
            changeOf({ subject: "securityhub-something" }),
        ]);
        const critical = messages.find(({ target, detail }) => target === QUEUE && detail.rule === "critical-2");
        assert.deepEqual([critical?.detail.packs, critical?.detail.severity], [["even"], "critical"]);
        const other = messages.find(({ detail }) => detail.rule === "securityhub-something");
        assert.deepEqual([other?.target, other?.detail.packs, other?.detail.severity], [TOPIC, [], undefined]);
    });

    it("write what no subject takes as something that it takes", () => {
        const { messages } = new Sequence().batch([changeOf({ resourceId: `größe-${"x".repeat(200)}` })]);
        assert.match(messages[0]?.subject ?? "", /^\[HIGH\] AWS::EC2::SecurityGroup gr\?\?e-x+\.\.\.$/);
        assert.equal(messages[0]?.subject.length, 99);
        assert.match(messages[0].text, /größe-x{200} does/);
    });
});
