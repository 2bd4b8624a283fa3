import { setTimeout as sleep } from "node:timers/promises";
import type { Call } from "./handler.ts";

/** The emulator is near and consistent: it is asked more often than AWS would be, and without a first delay. */
const pollMilliseconds = 200;

export interface StateChange<T> {
    /** Keeps waiting in these states. */
    readonly pending: readonly string[];
    /** Ends well in these; none means: until the thing is gone. */
    readonly target: readonly string[];
    /** The thing and its state, or undefined where it is not there. */
    readonly refresh: () => Promise<{ value: T; state: string } | undefined>;
    /** Why the thing is in a state that is neither pending nor target. */
    readonly reason?: (value: T) => string | Promise<string>;
    /** How often the thing may be missing before that is an error. @default 20 */
    readonly notFoundChecks?: number;
    /** Gives up after so many seconds, whatever the call's own deadline is. */
    readonly seconds?: number;
}

/**
 * Waits as Terraform's StateChangeConf does
 * (https://developer.hashicorp.com/terraform/plugin/sdkv2/resources/retries-and-customizable-timeouts): an unexpected
 * state ends the wait at once, with the service's own reason.
 */
export async function waitFor<T>(call: Call, change: StateChange<T>): Promise<T | undefined> {
    const deadline = change.seconds === undefined ? call.deadline : Date.now() + change.seconds * 1000;
    let missing = 0;
    let last = "not found";
    let why = "";
    for (;;) {
        const seen = await change.refresh();
        if (seen === undefined) {
            if (change.target.length === 0) {
                return undefined;
            }
            missing += 1;
            if (missing > (change.notFoundChecks ?? 20)) {
                throw new Error(`couldn't find resource (${missing} retries)`);
            }
        } else {
            missing = 0;
            last = seen.state;
            if (change.target.includes(seen.state)) {
                return seen.value;
            }
            why = change.reason === undefined ? "" : await change.reason(seen.value);
            if (!change.pending.includes(seen.state)) {
                const wanted = change.target.length === 0 ? "" : `, wanted target '${change.target.join(", ")}'`;
                throw new Error(`unexpected state '${seen.state}'${wanted}. last error: ${why || "none"}`);
            }
        }
        if (Date.now() >= deadline) {
            const wanted =
                change.target.length === 0 ? "resource to be gone" : `state to become '${change.target.join(", ")}'`;
            throw new Error(
                `timeout while waiting for ${wanted} (last state: '${last}')${why === "" ? "" : `: ${why}`}`,
            );
        }
        await sleep(pollMilliseconds, undefined, { signal: call.signal });
    }
}

/** Repeats a call while it fails in a way that time heals, for at most so many seconds. */
export async function retryWhile<T>(
    call: Call,
    seconds: number,
    heals: (error: unknown) => boolean,
    work: () => Promise<T>,
): Promise<T> {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
        try {
            return await work();
        } catch (error) {
            if (!heals(error) || Date.now() >= deadline) {
                throw error;
            }
        }
        await sleep(pollMilliseconds, undefined, { signal: call.signal });
    }
}
