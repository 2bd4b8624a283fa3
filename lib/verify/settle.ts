/** Asks again while AWS is at work, for a bounded time and with growing pauses. */

const FIRST_PAUSE_MS = 1_000;
/** AWS takes minutes for a pack, and throttles those who ask too often. */
const LONGEST_PAUSE_MS = 15_000;

/** What AWS may still be at work on. */
export interface Settling {
    readonly settling: boolean;
}

export interface Waiting<Verdict extends Settling> {
    /** Asks AWS once more. */
    readonly look: () => Promise<readonly Verdict[]>;
    /** How long to wait in all; 0 asks once. */
    readonly waitMs: number;
    readonly pause: (milliseconds: number) => Promise<unknown>;
    /** Milliseconds since any fixed moment. */
    readonly now: () => number;
    /** Told before each pause. */
    readonly progress: (settling: readonly Verdict[], elapsedMs: number) => void;
}

/**
 * Looks until nothing is in progress any more or the time is up.
 *
 * @returns what was seen last
 */
export async function settle<Verdict extends Settling>({
    look,
    waitMs,
    pause,
    now,
    progress,
}: Waiting<Verdict>): Promise<readonly Verdict[]> {
    const begin = now();
    let verdicts = await look();
    for (let next = FIRST_PAUSE_MS; ; next = Math.min(2 * next, LONGEST_PAUSE_MS)) {
        const settling = verdicts.filter((verdict) => verdict.settling);
        const elapsed = now() - begin;
        if (settling.length === 0 || elapsed >= waitMs) {
            return verdicts;
        }
        progress(settling, elapsed);
        await pause(Math.min(next, waitMs - elapsed));
        verdicts = await look();
    }
}
