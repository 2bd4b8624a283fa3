/** Looks again and again, and says what changed in between. */
import type { StatusReport } from "./report.ts";

/** The shortest time between two looks, in seconds: AWS evaluates no faster, and throttles those who ask too often. */
export const SHORTEST_SECONDS = 5;
const LONGEST_SECONDS = 24 * 60 * 60;
export const DEFAULT_SECONDS = 60;

/** @returns seconds, or undefined for a text that is no number from 5 to a day's */
export function parseSeconds(text: string): number | undefined {
    const seconds = /^\d+$/.test(text) ? Number(text) : 0;
    return seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS ? seconds : undefined;
}

export interface Watching {
    readonly look: () => Promise<StatusReport>;
    readonly print: (report: StatusReport, changes: readonly string[]) => void;
    readonly pause: (milliseconds: number) => Promise<unknown>;
    readonly seconds: number;
    /** Ends watching, also in the middle of a pause. */
    readonly signal: AbortSignal;
}

/** @returns what was seen last, once the signal came */
export async function watchStatus({ look, print, pause, seconds, signal }: Watching): Promise<StatusReport> {
    let last: StatusReport | undefined;
    for (;;) {
        const report = await look();
        print(report, last === undefined ? [] : changesBetween(last, report));
        last = report;
        await pause(seconds * 1000);
        if (signal.aborted) {
            return report;
        }
    }
}

/** One line for each group in which more or fewer rules fail, are waived, or came and went. */
export function changesBetween(before: StatusReport, after: StatusReport): string[] {
    const earlier = new Map(before.groups.map((group) => [group.name, group]));
    const changed = after.groups.flatMap(({ name, verdicts }) => {
        const old = earlier.get(name)?.verdicts;
        earlier.delete(name);
        const parts = [
            change("failing", old?.NON_COMPLIANT ?? 0, verdicts.NON_COMPLIANT),
            change("waived", old?.WAIVED ?? 0, verdicts.WAIVED),
            change("without data", old?.INSUFFICIENT_DATA ?? 0, verdicts.INSUFFICIENT_DATA),
            change("compliant", old?.COMPLIANT ?? 0, verdicts.COMPLIANT),
        ].flatMap((part) => part ?? []);
        return parts.length === 0 ? [] : [`${name}: ${parts.join(", ")}`];
    });
    // Beyond the limit a group is not gone, only not seen.
    const gone = after.more > 0 ? [] : [...earlier.keys()].map((name) => `${name}: no longer there`);
    return [...changed, ...gone];
}

function change(what: string, old: number, now: number): string | undefined {
    return old === now ? undefined : `${what} ${old.toLocaleString("en")} -> ${now.toLocaleString("en")}`;
}
