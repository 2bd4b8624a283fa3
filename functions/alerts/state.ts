/** What the alert function remembers between invocations: one document, which is replaced as a whole. */
import type { Group } from "./group.ts";
import { SHORT_HASH_LENGTH } from "./group.ts";
import type { AlertMessage } from "./message.ts";

/** A message on its way to one target. */
export interface Outgoing {
    readonly message: AlertMessage;
    /** ARN. */
    readonly target: string;
    /** When somebody began to deliver it, in milliseconds since the epoch; 0 where nobody does. */
    readonly claimed: number;
}

export interface AlertState {
    readonly version: 1;
    /** When the interval began, in milliseconds since the epoch. */
    readonly begun: number;
    /** Messages since then, summaries apart. */
    readonly sent: number;
    /** Changes since then that are waived. */
    readonly waived: number;
    /** Keys of groups that were told of: they stay quiet until the end of the interval. */
    readonly quiet: readonly string[];
    /** What is to be told then. */
    readonly held: readonly Group[];
    /** Hashes of the events that are in here already, one after the other, by the period in which they came. */
    readonly seen: Readonly<Record<string, string>>;
    readonly outbox: readonly Outgoing[];
}

/**
 * SQS hands an event over again for an hour at most, until it is in the dead-letter queue. Two periods are kept: so much,
 * and up to twice as much.
 */
const PERIOD_MS = 2 * 3_600_000;

/** Of one period; above it, the oldest are forgotten. */
const MOST_SEEN = 100_000;

export function newState(now: number): AlertState {
    return { version: 1, begun: now, sent: 0, waived: 0, quiet: [], held: [], seen: {}, outbox: [] };
}

/** @returns undefined where the text is no state of this version */
export function readState(text: string): AlertState | undefined {
    try {
        const state = JSON.parse(text) as Partial<AlertState> | null;
        return state?.version === 1 ? (state as AlertState) : undefined;
    } catch {
        return undefined;
    }
}

export function seenIn({ seen }: AlertState): Set<string> {
    return new Set(Object.values(seen).flatMap((hashes) => hashes.match(HASHES) ?? []));
}

const HASHES = new RegExp(`.{${SHORT_HASH_LENGTH}}`, "g");

/** With further events, and without those of periods that are over. */
export function withSeen({ seen }: AlertState, hashes: readonly string[], now: number): AlertState["seen"] {
    const period = Math.floor(now / PERIOD_MS);
    const kept = Object.entries(seen).filter(([key]) => Number(key) >= period - 1);
    const all = `${seen[String(period)] ?? ""}${hashes.join("")}`.slice(-MOST_SEEN * SHORT_HASH_LENGTH);
    return { ...Object.fromEntries(kept), ...(all !== "" && { [period]: all }) };
}
