/** One look at the compliance of everything that is asked about. */
import { groupingBy, type GroupingName, worstFirst } from "../../lib/compliance/groupings.ts";
import { readStatus, type StatusReading } from "../../lib/compliance/read-status.ts";
import { Tally } from "../../lib/compliance/tally.ts";
import { isExpired } from "../../lib/waivers/expiry.ts";
import type { StatusReport } from "./report.ts";

export interface Look extends Omit<StatusReading, "askPacks"> {
    readonly by: GroupingName;
    /** Groups, at most. */
    readonly limit: number;
}

/**
 * Reads everything once and keeps numbers only.
 *
 * @throws what the source throws
 */
export async function look({ by, limit, ...reading }: Look): Promise<StatusReport> {
    const { source, plan, filter = {}, waivers, on } = reading;
    const tally = new Tally({ groups: groupingBy(by, filter) });
    // Only who asks about packs has to know of each rule which one deployed it.
    const askPacks = by === "pack" || filter.packs !== undefined;
    for await (const entries of readStatus({ ...reading, askPacks })) {
        entries.forEach((entry) => tally.add(entry));
    }
    const groups = tally.groups("groups").sort(worstFirst);
    return {
        scope: source.scope,
        ...(plan !== undefined && { stack: plan.stack }),
        by,
        totals: tally.totals(),
        groups: groups.slice(0, limit),
        more: Math.max(0, groups.length - limit),
        waivers: tally.waivers(),
        expired: waivers.filter(({ expiry }) => isExpired(expiry, on)),
        partial: filter.verdicts !== undefined,
    };
}
