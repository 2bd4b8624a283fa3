/** How compliance went, or why nobody knows. */
import { pointScore } from "../../../lib/compliance/trend.ts";
import type { TrendPoint } from "../../../lib/compliance/trend-point.ts";
import type { ComplianceReport } from "../../../lib/report/compliance/compliance-report.ts";
import { percent } from "../../../lib/report/compliance/score.ts";
import { html } from "../html.ts";
import { plotTrend } from "../plots.ts";
import { note, type Section } from "../section.ts";
import { table } from "../table.ts";
import { countColumn, moment, scoreColumn } from "../words.ts";

export function trendSection({ trend }: ComplianceReport): Section {
    if ("reason" in trend) {
        const why = trend.reason;
        return {
            id: "trend",
            title: "Trend",
            content: [html`<p class="empty">There is no trend to show: ${why}.</p>`],
        };
    }
    const { points, from, where } = trend;
    const scores = points.flatMap((point) => {
        const score = pointScore(point);
        return score === undefined ? [] : [{ at: point.at, score }];
    });
    const [first, last] = [scores[0], scores.at(-1)];
    const source =
        from === "snapshots"
            ? html`Share of rules that comply, from the snapshots in <code>${where}</code>.`
            : html`Share of the rules of conformance packs that comply, from their compliance history in ${where};
              waived rules count as failing.`;
    return {
        id: "trend",
        title: "Trend",
        content: [
            first === undefined || last === undefined
                ? ""
                : plotTrend(
                      `The share of compliant rules went from ${percent(first.score)} on ${first.at.slice(0, 10)} to ` +
                          `${percent(last.score)} on ${last.at.slice(0, 10)}.`,
                      html`Rules that comply, ${first.at.slice(0, 10)} to ${last.at.slice(0, 10)}`,
                      scores,
                  ),
            note(source, " The score above may differ: it counts resources where it can."),
            html`<details>
                <summary>The numbers of the trend</summary>
                ${table<TrendPoint>({
                    id: "trend-table",
                    caption: "Trend",
                    columns: [
                        { heading: "When", kind: "name", cell: ({ at }) => moment(at), value: ({ at }) => at },
                        scoreColumn(pointScore, "Rules that comply"),
                        countColumn("Failing", ({ nonCompliant }) => nonCompliant),
                        countColumn("Waived", ({ waived }) => waived),
                        countColumn("Compliant", ({ compliant }) => compliant),
                    ],
                    rows: points.toReversed(),
                    empty: "There are no points.",
                })}
            </details>`,
        ],
    };
}
