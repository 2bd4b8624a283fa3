import { setTimeout as delay } from "node:timers/promises";

/** Ctrl-C through npm arrives twice, once from the terminal and once from npm: they are one request. */
const SAME_REQUEST_MS = 1000;

/** Longer than the engine takes to acknowledge an interrupt that it got from the terminal itself. */
const ACKNOWLEDGE_MS = 1000;

/** Thrown, as the reason of the aborted signal, by whatever was interrupted. */
export class Interrupted extends Error {
    override name = "Interrupted";
}

/**
 * Runs something that Ctrl-C, SIGTERM or SIGHUP asks to end. The first request aborts the signal and leaves time to
 * end in order; the next one exits at once, which ends the child processes too.
 *
 * @throws Interrupted when it ended with an error after such a request.
 */
export async function interruptible<T>(
    run: (signal: AbortSignal) => Promise<T>,
    onInterrupt: () => void = () => undefined,
): Promise<T> {
    const controller = new AbortController();
    let first: number | undefined;
    const listener = (): void => {
        const now = Date.now();
        if (first === undefined) {
            first = now;
            onInterrupt();
            controller.abort(new Interrupted("interrupted"));
        } else if (now - first > SAME_REQUEST_MS) {
            process.exit(130);
        }
    };
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    for (const name of signals) {
        process.on(name, listener);
    }
    try {
        return await run(controller.signal);
    } catch (error) {
        // What gives way to an aborted signal throws errors of its own kind, or fails in consequence.
        controller.signal.throwIfAborted();
        throw error;
    } finally {
        for (const name of signals) {
            process.off(name, listener);
        }
    }
}

/**
 * Hands an interrupt on to the Pulumi CLI, unless it got it already: a terminal interrupts the whole process group,
 * and a second interrupt would make the engine drop what is under way instead of finishing it
 * (pkg/backend/cancellation_scope.go of pulumi/pulumi).
 *
 * @param acknowledged whether the engine has said that it is cancelling.
 * @returns the signal to give to the Automation API.
 */
export function interruptForPulumi(signal: AbortSignal, acknowledged: () => boolean): AbortSignal {
    const controller = new AbortController();
    const forward = async (): Promise<void> => {
        await delay(ACKNOWLEDGE_MS);
        if (!acknowledged()) {
            controller.abort(signal.reason);
        }
    };
    signal.addEventListener("abort", () => void forward(), { once: true });
    return controller.signal;
}
