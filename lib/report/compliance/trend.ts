/** How compliance went, from whatever there is to tell it: kept snapshots, or the histories of conformance packs. */
import type { HistoryItem, ResourceHistorySource } from "../../compliance/history.ts";
import { plannedPackName } from "../../compliance/pack-endings.ts";
import type { DeployedPack } from "../../compliance/source.ts";
import { readSpan } from "../../compliance/timeline.ts";
import type { TrendPoint } from "../../compliance/trend-point.ts";

/** Of this type is what AWS Config records of a pack's compliance; its ID is the pack's. */
export const PACK_COMPLIANCE = "AWS::Config::ConformancePackCompliance";

/** Days that histories are read for. */
export const HISTORY_DAYS = 90;

/** States of a pack, at most: several a day in three months. */
const MOST_STATES = 500;

const DAY_MS = 86_400_000;

export type Trend =
    | {
          /** `history`: of the conformance packs of one account, and without waivers, as AWS Config keeps it. */
          readonly from: "snapshots" | "history";
          /** Where the snapshots are, or whose histories these are. */
          readonly where: string;
          /** Rules in an account and region; the oldest first, and never none. */
          readonly points: readonly TrendPoint[];
      }
    | { readonly reason: string };

/** The counts of a pack in one place, from a moment on. */
interface PackState {
    readonly at: number;
    readonly compliant: number;
    readonly nonCompliant: number;
}

/**
 * A point for the end of each day from the first state that is known on, and one for now.
 *
 * @param packs of the account whose histories can be read
 * @param now ISO 8601
 * @param onPack told after each pack
 * @returns none where AWS Config has recorded nothing
 */
export async function historyTrend(
    packs: readonly DeployedPack[],
    history: Pick<ResourceHistorySource, "configurations">,
    now: string,
    onPack: (done: number) => void = () => undefined,
): Promise<TrendPoint[]> {
    const end = Date.parse(now);
    const since = new Date(end - HISTORY_DAYS * DAY_MS).toISOString();
    const states: { readonly name: string; readonly states: readonly PackState[] }[] = [];
    for (const { pack, account, region, ending } of packs) {
        if (ending !== undefined) {
            const pages = history.configurations({
                account,
                region,
                resourceType: PACK_COMPLIANCE,
                resourceId: ending,
            });
            const { items, earlier } = await readSpan(pages, { limit: MOST_STATES, since });
            const all = [...items, ...(earlier === undefined ? [] : [earlier])];
            // The newest comes first.
            states.push({ name: plannedPackName(pack), states: all.flatMap(stateOf).reverse() });
            onPack(states.length);
        }
    }
    const first = Math.min(...states.flatMap((one) => one.states[0]?.at ?? []));
    return Number.isFinite(first)
        ? moments(Math.max(first, Date.parse(since)), end).map((at) => pointAt(at, states))
        : [];
}

function stateOf({ captured, content }: HistoryItem): PackState[] {
    const { compliantRuleCount: compliant, nonCompliantRuleCount: nonCompliant } = (content["configuration"] ??
        {}) as Readonly<Record<string, unknown>>;
    const at = Date.parse(captured);
    return typeof compliant === "number" && typeof nonCompliant === "number" && !Number.isNaN(at)
        ? [{ at, compliant, nonCompliant }]
        : [];
}

/** The ends of all days but the last, and the end. */
function moments(from: number, end: number): number[] {
    const firstDay = Math.floor(from / DAY_MS);
    const days = Math.floor(end / DAY_MS) - firstDay;
    return [...Array.from({ length: days }, (_none, day) => (firstDay + day + 1) * DAY_MS - 1), end];
}

function pointAt(at: number, all: readonly { readonly name: string; readonly states: readonly PackState[] }[]) {
    const packs = new Map<string, { name: string; compliant: number; nonCompliant: number; waived: number }>();
    for (const { name, states } of all) {
        const state = states.findLast((one) => one.at <= at);
        if (state !== undefined) {
            const sum = packs.get(name) ?? { name, compliant: 0, nonCompliant: 0, waived: 0 };
            sum.compliant += state.compliant;
            sum.nonCompliant += state.nonCompliant;
            packs.set(name, sum);
        }
    }
    const list = [...packs.values()];
    return {
        at: new Date(at).toISOString(),
        compliant: list.reduce((sum, { compliant }) => sum + compliant, 0),
        nonCompliant: list.reduce((sum, { nonCompliant }) => sum + nonCompliant, 0),
        waived: 0,
        packs: list,
    };
}
