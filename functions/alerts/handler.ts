/** The alert function: reads the alert queue, and tells who wants to know. */
import type { AlertConfiguration } from "../../lib/alerts/configuration.ts";
import { RuleLookup } from "../../lib/compliance/rule-lookup.ts";
import { log } from "../runtime/log.ts";
import { type Change, readMessage } from "./change.ts";
import { decide, type Decision } from "./decide.ts";
import type { Deliver } from "./deliver.ts";
import type { AlertState, Outgoing } from "./state.ts";
import type { StateStore } from "./state-store.ts";

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export interface QueueEvent {
    readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html */
export interface QueueAnswer {
    /** Messages that come again, and end in the dead-letter queue: those that are no events. */
    readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

export interface AlertHandlerArgs {
    readonly configuration: AlertConfiguration;
    readonly store: StateStore;
    readonly deliver: Deliver;
    /** @default the system's clock */
    readonly now?: () => Date;
}

/** Who has begun to deliver a message has ended, one way or the other, by then: a function runs for a minute at most. */
const CLAIM_MS = 120_000;

/** Deliveries at a time. */
const CONCURRENCY = 10;

/** Messages that wait for a target that is out of reach; the oldest are given up. Their events are in the dead-letter queue. */
const OUTBOX_LENGTH = 1000;

/**
 * Events are added to the state before anything is sent, with the messages that follow from them: an event that comes again
 * is known, and a message that could not be delivered is there for the next attempt.
 *
 * @returns what Lambda calls; it throws where a message could not be delivered, so that its events come again and the
 *     alarm on the function's errors rings
 */
export function createAlertHandler(args: AlertHandlerArgs): (event: QueueEvent) => Promise<QueueAnswer> {
    const { configuration, store, deliver, now = () => new Date() } = args;
    const rules = new RuleLookup(configuration.rules);
    return async ({ Records: records }) => {
        const { changes, interval, unreadable } = readRecords(records);
        const time = now();
        const { counts, due } = await store.update((state) => {
            const decision = decide(state, { changes, interval }, { configuration, rules, now: time });
            return claimed(isIdle(state, decision) ? { ...decision, state } : decision, time.getTime());
        });
        const results = await deliverAll(due, deliver);
        const failed = results.filter(({ reason }) => reason !== undefined);
        if (due.length > 0) {
            await store.update((state) => ({ state: withoutDelivered(state, results) }));
        }
        log("INFO", { ...counts, unreadable: unreadable.length, delivered: due.length - failed.length });
        if (failed.length > 0) {
            const [first] = failed;
            throw new Error(
                `${failed.length} of ${due.length} messages could not be delivered, one to ${first?.outgoing.target ?? ""}: ${first?.reason ?? ""}`,
            );
        }
        return { batchItemFailures: unreadable.map((itemIdentifier) => ({ itemIdentifier })) };
    };
}

function readRecords(records: QueueEvent["Records"]): {
    readonly changes: readonly Change[];
    readonly interval: boolean;
    readonly unreadable: readonly string[];
} {
    const changes: Change[] = [];
    const unreadable: string[] = [];
    let interval = false;
    for (const { messageId, body } of records) {
        const received = tryToRead(body);
        if (received === "interval") {
            interval = true;
        } else if (received === "unknown") {
            unreadable.push(messageId);
        } else {
            changes.push(received.change);
        }
    }
    return { changes, interval, unreadable };
}

function tryToRead(body: string): ReturnType<typeof readMessage> {
    try {
        return readMessage(body);
    } catch {
        return "unknown";
    }
}

/** The end of an interval in which nothing was is not worth a new state. */
function isIdle(before: AlertState, { state, counts }: Decision): boolean {
    return (
        counts.changes === counts.repeated &&
        before.sent + before.waived + before.quiet.length + before.held.length === 0 &&
        before.outbox.length === state.outbox.length
    );
}

interface Claimed {
    readonly state: AlertState;
    readonly counts: Decision["counts"];
    /** What this invocation delivers. */
    readonly due: readonly Outgoing[];
}

/** Claims what is new, and what somebody else has left. */
function claimed({ state, counts }: Decision, now: number): Claimed {
    const isDue = ({ claimed: since }: Outgoing): boolean => since === now || now - since >= CLAIM_MS;
    const outbox = state.outbox.slice(-OUTBOX_LENGTH).map((one) => (isDue(one) ? { ...one, claimed: now } : one));
    const due = outbox.filter(isDue);
    return { state: state.outbox.length === 0 ? state : { ...state, outbox }, counts, due };
}

interface Delivered {
    readonly outgoing: Outgoing;
    /** Why it could not be delivered. */
    readonly reason?: string;
}

async function deliverAll(due: readonly Outgoing[], deliver: Deliver): Promise<Delivered[]> {
    const results: Delivered[] = [];
    for (let start = 0; start < due.length; start += CONCURRENCY) {
        results.push(
            ...(await Promise.all(
                due.slice(start, start + CONCURRENCY).map(async (outgoing) => {
                    try {
                        await deliver(outgoing);
                        return { outgoing };
                    } catch (failure) {
                        const reason = failure instanceof Error ? failure.message : String(failure);
                        return { outgoing, reason };
                    }
                }),
            )),
        );
    }
    return results;
}

/** What could not be delivered is nobody's any more. */
function withoutDelivered(state: AlertState, results: readonly Delivered[]): AlertState {
    const keyOf = ({ message, target }: Outgoing): string => `${message.id} ${target}`;
    const reasons = new Map(results.map(({ outgoing, reason }) => [keyOf(outgoing), reason]));
    return {
        ...state,
        outbox: state.outbox.flatMap((one) =>
            !reasons.has(keyOf(one)) ? [one] : reasons.get(keyOf(one)) === undefined ? [] : [{ ...one, claimed: 0 }],
        ),
    };
}
