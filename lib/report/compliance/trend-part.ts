/** Where the trend of a report comes from, or why there is none. */
import type { DeployedPack } from "../../compliance/source.ts";
import type { Group } from "../../compliance/tally.ts";
import { thinned } from "../../compliance/trend.ts";
import type { TrendPoint } from "../../compliance/trend-point.ts";
import type { ReportReading } from "./read-report.ts";
import { historyTrend, type Trend } from "./trend.ts";

/**
 * Snapshots where they were given, else the histories of the packs of the account of the credentials.
 *
 * @param totals of now: the last point, beside snapshots
 * @param most points
 */
export async function trendPart(
    {
        snapshots,
        history,
        at,
        onProgress = () => undefined,
    }: Pick<ReportReading, "snapshots" | "history" | "at" | "onProgress">,
    ownPacks: readonly DeployedPack[],
    totals: Pick<Group, "verdicts">,
    packs: readonly Group[],
    most: number,
): Promise<Trend> {
    if (snapshots !== undefined) {
        const now = {
            at,
            ...pointCounts(totals),
            packs: packs.map((one) => ({ name: one.name, ...pointCounts(one) })),
        };
        const earlier = snapshots.points.filter((point) => Date.parse(point.at) < Date.parse(at));
        return earlier.length === 0
            ? { reason: `no snapshot is kept in ${snapshots.where} yet` }
            : { from: "snapshots", where: snapshots.where, points: thinned([...earlier, now], most) };
    }
    if (ownPacks.length === 0) {
        return {
            reason:
                `account ${history.account}, whose credentials these are, has no conformance pack whose history could be ` +
                "read, and no snapshots were given by --trend",
        };
    }
    const points = await historyTrend(ownPacks, history.source, at, (done) =>
        onProgress({ stage: "histories", done, of: ownPacks.length }),
    );
    return points.length === 0
        ? {
              reason:
                  "AWS Config has recorded no compliance of conformance packs (AWS::Config::ConformancePackCompliance), and " +
                  "no snapshots were given by --trend",
          }
        : { from: "history", where: `account ${history.account}`, points: thinned(points, most) };
}

function pointCounts({ verdicts }: Pick<Group, "verdicts">): Pick<TrendPoint, "compliant" | "nonCompliant" | "waived"> {
    return { compliant: verdicts.COMPLIANT, nonCompliant: verdicts.NON_COMPLIANT, waived: verdicts.WAIVED };
}
