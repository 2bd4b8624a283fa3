/**
 * Who is told what, and when: pure, so that the same events, state and time give the same answer.
 *
 * The first changes of a rule are told at once, all of them in one message. Then the rule is quiet until the end of the
 * interval, which tells what was held back: a single rule by a message of its own, several by one summary for each target.
 * So there are never more messages in an interval than the limit, and a summary for each target.
 */
import type { AlertConfiguration } from "../../lib/alerts/configuration.ts";
import type { RuleLookup } from "../../lib/compliance/rule-lookup.ts";
import { isWaived, nameInPack } from "../../lib/waivers/match.ts";
import type { Change } from "./change.ts";
import { Gathering, type Group, groupOf, isUrgent, shortHash, worstFirst } from "./group.ts";
import { type AlertMessage, groupMessage } from "./message.ts";
import { type AlertState, type Outgoing, seenIn, withSeen } from "./state.ts";
import { summaryMessage } from "./summary.ts";

export interface Batch {
    readonly changes: readonly Change[];
    /** The interval is over. */
    readonly interval: boolean;
}

export interface DecisionContext {
    readonly configuration: AlertConfiguration;
    readonly rules: RuleLookup;
    readonly now: Date;
}

/** What became of every change of a batch. */
export interface Counts {
    readonly changes: number;
    /** Known already. */
    readonly repeated: number;
    readonly waived: number;
    /** Of a route without targets, or of what nobody wants to know. */
    readonly unrouted: number;
    readonly told: number;
    readonly held: number;
}

export interface Decision {
    /** With the new messages in its outbox, claimed. */
    readonly state: AlertState;
    readonly counts: Counts;
}

/** Ends of intervals come by a schedule; where none has come for so many of them, they end all the same. */
const PATIENCE = 2;

const MINUTE_MS = 60_000;

/** A rule may be in the half of the messages that is set aside for what is urgent only where it is urgent itself. */
const SHARE_OF_THE_REST = 0.5;

export function decide(state: AlertState, batch: Batch, context: DecisionContext): Decision {
    const { configuration, now } = context;
    const sorted = sortOut(state, batch.changes, context);
    const told = tell(state, sorted.groups, context);
    const overdue = now.getTime() - state.begun >= PATIENCE * configuration.quietMinutes * MINUTE_MS;
    const afterwards: AlertState = {
        ...told.state,
        waived: state.waived + sorted.counts.waived,
        seen: withSeen(state, sorted.seen, now.getTime()),
    };
    return {
        state: batch.interval || overdue ? endInterval(afterwards, context) : afterwards,
        counts: { ...sorted.counts, told: told.changes, held: sorted.routed - told.changes },
    };
}

interface SortedOut {
    readonly groups: readonly Group[];
    /** Changes in the groups. */
    readonly routed: number;
    /** Hashes of events that are new. */
    readonly seen: readonly string[];
    readonly counts: Omit<Counts, "told" | "held">;
}

function sortOut(state: AlertState, changes: readonly Change[], context: DecisionContext): SortedOut {
    const { configuration, rules, now } = context;
    const seen = seenIn(state);
    const fresh: string[] = [];
    const groups = new Map<string, Gathering>();
    const counts = { changes: changes.length, repeated: 0, waived: 0, unrouted: 0 };
    const on = now.toISOString().slice(0, "2026-01-01".length);
    for (const change of changes) {
        const hash = shortHash(change.id);
        if (seen.has(hash)) {
            counts.repeated += 1;
            continue;
        }
        seen.add(hash);
        fresh.push(hash);
        const group = groupOf(change, rules);
        if (configuration.routes[group.route].length === 0 || (change.kind === "resolved" && !configuration.resolved)) {
            counts.unrouted += 1;
        } else if (isAccepted(change, context, on)) {
            counts.waived += 1;
        } else {
            const gathering = groups.get(group.key) ?? new Gathering(group);
            groups.set(group.key, gathering);
            gathering.add(change);
        }
    }
    const { repeated, waived, unrouted } = counts;
    const routed = changes.length - repeated - waived - unrouted;
    return { groups: [...groups.values()].map((one) => one.done()), routed, seen: fresh, counts };
}

/** Waivers are about resources; that one complies again is no news where nobody was told that it did not. */
function isAccepted(change: Change, { configuration, rules }: DecisionContext, on: string): boolean {
    const { kind, subject: rule, account, resourceType = "", resourceId = "" } = change;
    if (kind === "recording") {
        return false;
    }
    const { identifier } = rules.find(nameInPack(rule));
    const finding = { rule, account, resourceType, resourceId, on, ...(identifier !== undefined && { identifier }) };
    return isWaived(configuration.waivers, finding) !== undefined;
}

/** Tells of groups as far as the limit goes, and holds the others back. */
function tell(
    state: AlertState,
    groups: readonly Group[],
    context: DecisionContext,
): { readonly state: AlertState; readonly changes: number } {
    const { messageLimit } = context.configuration;
    const quiet = new Set(state.quiet);
    const held = new Map(state.held.map((group) => [group.key, group]));
    const outbox = [...state.outbox];
    let { sent } = state;
    let changes = 0;
    for (const group of [...groups].sort(worstFirst)) {
        const limit = isUrgent(group) ? messageLimit : Math.ceil(messageLimit * SHARE_OF_THE_REST);
        if (quiet.has(group.key) || held.has(group.key) || sent >= limit) {
            held.set(group.key, merged(held.get(group.key), group));
            continue;
        }
        quiet.add(group.key);
        sent += 1;
        changes += group.changes;
        const message = groupMessage(group, messageId(group, context), context.configuration);
        outbox.push(...addressed(message, context.configuration.routes[group.route], context));
    }
    return { state: { ...state, sent, quiet: [...quiet], held: [...held.values()], outbox }, changes };
}

/** What was held back is told, and its rules stay quiet for another interval. */
function endInterval(state: AlertState, context: DecisionContext): AlertState {
    const { configuration, now } = context;
    const byTarget = new Map<string, Group[]>();
    for (const group of state.held) {
        for (const target of configuration.routes[group.route]) {
            byTarget.set(target, [...(byTarget.get(target) ?? []), group]);
        }
    }
    const outbox = [...byTarget].flatMap(([target, groups]) => {
        const [first] = groups;
        const id = shortHash(JSON.stringify([target, now.getTime(), groups.map(({ key }) => key)]));
        const message =
            first !== undefined && groups.length === 1
                ? groupMessage(first, id, configuration)
                : summaryMessage(groups, state.waived, id, configuration);
        return addressed(message, [target], context);
    });
    return {
        ...state,
        begun: now.getTime(),
        sent: 0,
        waived: 0,
        quiet: state.held.map(({ key }) => key),
        held: [],
        outbox: [...state.outbox, ...outbox],
    };
}

function addressed(message: AlertMessage, targets: readonly string[], { now }: DecisionContext): Outgoing[] {
    return targets.map((target) => ({ message, target, claimed: now.getTime() }));
}

function messageId(group: Group, { now }: DecisionContext): string {
    return shortHash(JSON.stringify([group.key, now.getTime(), group.resources]));
}

/** Both know how many changes there are, and of what resources. */
function merged(one: Group | undefined, other: Group): Group {
    if (one === undefined) {
        return other;
    }
    const gathering = new Gathering(one);
    gathering.merge(other);
    return gathering.done();
}
