import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { Change } from "../../../functions/alerts/change.ts";
import { type Counts, decide } from "../../../functions/alerts/decide.ts";
import { type AlertState, newState, type Outgoing, readState } from "../../../functions/alerts/state.ts";
import { RuleLookup } from "../../../lib/compliance/rule-lookup.ts";
import { configurationOf, NOW } from "./changes.ts";

const WAIVED = "sg-waived";

const change = (id: number): fc.Arbitrary<Change> =>
    fc.record({
        id: fc.constantFrom(`event-${id}`, `event-${Math.max(0, id - 3)}`),
        kind: fc.constantFrom("failing", "failing", "failing", "resolved", "recording"),
        subject: fc
            .tuple(
                fc.constantFrom("critical", "high", "medium", "low", "some", "unheard-of"),
                fc.integer({ min: 1, max: 4 }),
                fc.constantFrom("", "-conformance-pack-abcdefghi"),
            )
            .map(([severity, number, ending]) => `${severity}-${number}${ending}`),
        account: fc.constantFrom("111122223333", "444455556666"),
        region: fc.constantFrom("eu-west-1", "us-east-1"),
        resourceType: fc.constant("AWS::EC2::SecurityGroup"),
        resourceId: fc.oneof(
            fc.constantFrom(WAIVED),
            fc.integer({ min: 0, max: 40 }).map((number) => `sg-${number}`),
        ),
        since: fc.constant("2026-11-23T09:59:00.000Z"),
    });

interface Step {
    readonly changes: readonly Change[];
    readonly interval: boolean;
    readonly minutes: number;
}

/** Batches as they come one after the other, with events that come twice. */
const steps: fc.Arbitrary<Step[]> = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.boolean(), fc.integer({ min: 0, max: 20 })), {
        minLength: 1,
        maxLength: 8,
    })
    .chain((shapes) => {
        let first = 0;
        return fc.tuple(
            ...shapes.map(([count, interval, minutes]) => {
                const ids = Array.from({ length: count }, (_, index) => first + index);
                first += count;
                return fc.tuple(...ids.map((id) => change(id))).map((changes) => ({ changes, interval, minutes }));
            }),
        );
    });

const CONFIGURATION = configurationOf({
    waivers: [
        { rule: "high-1", account: "all", resource: WAIVED, expiry: "2099-01-01" },
        { rule: "high-2", account: "all", resource: WAIVED, expiry: "2020-01-01" },
        { rule: "critical-1", account: "444455556666", resource: "*", expiry: "2026-11-23" },
    ],
});

interface Followed {
    readonly state: AlertState;
    readonly sent: readonly Outgoing[];
    readonly counts: readonly Counts[];
    /** Messages of each interval, summaries at its end apart. */
    readonly perInterval: readonly number[];
}

/** Every batch in turn, with what is sent taken from the outbox, and the state written and read. */
function follow(batches: readonly Step[], configuration = CONFIGURATION): Followed {
    const rules = new RuleLookup(configuration.rules);
    let now = NOW.getTime();
    let state = newState(now);
    const sent: Outgoing[] = [];
    const counts: Counts[] = [];
    const perInterval: number[] = [];
    for (const { changes, interval, minutes } of batches) {
        now += minutes * 60_000;
        const before = state;
        const decision = decide(state, { changes, interval }, { configuration, rules, now: new Date(now) });
        counts.push(decision.counts);
        sent.push(...decision.state.outbox);
        perInterval.push(decision.state.sent === 0 ? before.sent : decision.state.sent);
        const written = readState(JSON.stringify({ ...decision.state, outbox: [] }));
        assert.ok(written !== undefined);
        state = written;
    }
    return { state, sent, counts, perInterval };
}

/** What of a change decides where it belongs. */
function targetsOf({ kind, subject }: Change): readonly string[] {
    const severity = (/^(critical|high|medium|low)-/.exec(subject)?.[1] ?? "default") as "low";
    return CONFIGURATION.routes[kind === "recording" ? kind : severity];
}

describe("the decisions of the alert function, whatever comes", () => {
    it("lose nothing: for each target, every change is in a message, held back, waived, or known already", () => {
        fc.assert(
            fc.property(steps, (batches) => {
                const { state, sent, counts } = follow(batches);
                const seen = new Set<string>();
                const isWaived = ({ kind, subject, resourceId, account }: Change): boolean =>
                    kind !== "recording" &&
                    ((/^high-1(-conf|$)/.test(subject) && resourceId === WAIVED) ||
                        (/^critical-1(-conf|$)/.test(subject) && account === "444455556666"));
                const expected = new Map<string, number>();
                let [waived, unrouted, repeated] = [0, 0, 0];
                for (const one of batches.flatMap(({ changes }) => changes)) {
                    if (seen.has(one.id)) {
                        repeated += 1;
                        continue;
                    }
                    seen.add(one.id);
                    const targets = targetsOf(one);
                    if (targets.length === 0) {
                        unrouted += 1;
                    } else if (isWaived(one)) {
                        waived += 1;
                    } else {
                        targets.forEach((target) => expected.set(target, (expected.get(target) ?? 0) + 1));
                    }
                }
                const found = new Map<string, number>();
                const count = (target: string, changes: number): void => {
                    found.set(target, (found.get(target) ?? 0) + changes);
                };
                sent.forEach(({ message, target }) => {
                    count(target, message.detail.changes);
                });
                state.held.forEach((group) => {
                    CONFIGURATION.routes[group.route].forEach((target) => {
                        count(target, group.changes);
                    });
                });
                assert.deepEqual([...found].sort(), [...expected].sort());
                const total = (what: keyof Counts): number => counts.reduce((sum, one) => sum + one[what], 0);
                assert.deepEqual([total("waived"), total("unrouted"), total("repeated")], [waived, unrouted, repeated]);
                assert.equal(
                    total("changes"),
                    total("waived") + total("unrouted") + total("repeated") + total("told") + total("held"),
                );
            }),
        );
    });

    it("send no more messages in an interval than the limit, besides one to each target at its end", () => {
        fc.assert(
            fc.property(steps, (batches) => {
                const { perInterval, sent } = follow(batches);
                assert.ok(perInterval.every((count) => count <= CONFIGURATION.messageLimit));
                const ends = new Map<string, number>();
                for (const { message, target } of sent.filter(({ message }) => message.detail.kind === "summary")) {
                    const key = `${message.id} ${target}`;
                    ends.set(key, (ends.get(key) ?? 0) + 1);
                }
                assert.ok([...ends.values()].every((count) => count === 1));
            }),
        );
    });

    it("are the same for a batch that comes again, which sends nothing", () => {
        fc.assert(
            fc.property(steps, (batches) => {
                const { state } = follow(batches);
                const rules = new RuleLookup(CONFIGURATION.rules);
                const changes = batches.flatMap((one) => one.changes);
                const last = NOW.getTime() + batches.reduce((sum, { minutes }) => sum + minutes * 60_000, 0);
                const again = decide(
                    state,
                    { changes, interval: false },
                    { configuration: CONFIGURATION, rules, now: new Date(last) },
                );
                assert.equal(again.counts.repeated, changes.length);
                assert.equal(again.counts.told + again.counts.held, 0);
            }),
        );
    });

    it("say it in subjects and texts that every target takes", () => {
        fc.assert(
            fc.property(steps, (batches) => {
                for (const { message } of follow(batches).sent) {
                    assert.match(message.subject, /^[\x20-\x7e]{1,99}$/);
                    assert.ok(JSON.stringify(message).length < 200_000);
                }
            }),
        );
    });
});
