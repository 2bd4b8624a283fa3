/** An interruption that lets a long answer be tidied away. */

/** Whoever waits for AWS was told to stop. */
export class InterruptedError extends Error {
    constructor() {
        super("interrupted");
        this.name = "InterruptedError";
    }
}

/**
 * Runs something that asks now and then whether to go on; a second interruption ends the process at once.
 *
 * @param work its argument throws `InterruptedError` after SIGINT or SIGTERM
 */
export async function interruptible<Result>(work: (goOn: () => void) => Promise<Result>): Promise<Result> {
    const signals = ["SIGINT", "SIGTERM"] as const;
    let interrupted = false;
    const interrupt = (): void => {
        interrupted = true;
        signals.forEach((signal) => process.removeListener(signal, interrupt));
    };
    signals.forEach((signal) => process.once(signal, interrupt));
    try {
        return await work(() => {
            if (interrupted) {
                throw new InterruptedError();
            }
        });
    } finally {
        signals.forEach((signal) => process.removeListener(signal, interrupt));
    }
}
