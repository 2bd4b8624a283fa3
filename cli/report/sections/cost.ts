/** What the evaluations of the stack's plan cost. */
import type { PackCost } from "../../../lib/cost/estimate.ts";
import { formatCount, formatMoney, formatRange } from "../../../lib/cost/format.ts";
import type { ComplianceReport } from "../../../lib/report/compliance/compliance-report.ts";
import { html } from "../html.ts";
import { plotBars } from "../plots.ts";
import { note, type Section } from "../section.ts";
import { table } from "../table.ts";
import { grouped } from "../words.ts";

/** Bars that are taken in at a glance. */
const MOST_BARS = 12;

export function costSection({ cost }: ComplianceReport): Section {
    if (cost === undefined) {
        return {
            id: "cost",
            title: "Cost",
            content: [html`<p class="empty">Costs are estimated from a stack's plan, and no stack was named.</p>`],
        };
    }
    const packs = [...cost.packs].sort((one, other) => other.cost.high - one.cost.high);
    const top = packs.slice(0, MOST_BARS).filter((pack) => pack.cost.high > 0);
    return {
        id: "cost",
        title: "Cost",
        content: [
            html`<p class="lead">
                <b>${formatMoney(cost.total)}</b> a month is what AWS Config is estimated to cost:
                ${formatMoney(cost.recording.cost)} for recording, the rest for evaluations.
            </p>`,
            top.length === 0
                ? ""
                : plotBars(
                      `Cost of evaluations a month by pack: ${top.map(({ name, cost: range }) => `${name} ${formatMoney(range)}`).join(", ")}.`,
                      "Evaluations a month, in US dollars: from the lower to the upper estimate",
                      top.map(({ name, cost: range }) => ({
                          label: name,
                          from: range.low,
                          to: range.high,
                          colour: "var(--accent)",
                          words: formatMoney(range).replace(/^USD /, ""),
                      })),
                  ),
            table<PackCost>({
                id: "cost-table",
                caption: "Cost of evaluations by pack, a month",
                columns: [
                    { heading: "Pack", kind: "name", cell: ({ name }) => name },
                    {
                        heading: "Rules",
                        kind: "number",
                        cell: ({ rules }) => grouped(rules.length),
                        value: ({ rules }) => rules.length,
                    },
                    {
                        heading: "Evaluations",
                        kind: "number",
                        cell: ({ evaluations }) => formatRange(evaluations),
                        order: ({ evaluations }) => evaluations.high,
                    },
                    {
                        heading: "USD, low",
                        kind: "number",
                        cell: ({ cost: { low } }) => formatMoney({ low, high: low }).replace(/^USD /, ""),
                        value: ({ cost: { low } }) => low.toFixed(2),
                    },
                    {
                        heading: "USD, high",
                        kind: "number",
                        cell: ({ cost: { high } }) => formatMoney({ low: high, high }).replace(/^USD /, ""),
                        value: ({ cost: { high } }) => high.toFixed(2),
                    },
                ],
                rows: packs,
                facets: ({ name }) => ({ pack: [name] }),
                empty: "The stack deploys no pack.",
            }),
            cost.duplicates.rules > 0
                ? note(
                      `What several packs repeat (${formatCount(cost.duplicates.rules, "rule")}) would save, deployed once, ` +
                          `${formatMoney(cost.duplicates.saving)} a month.`,
                  )
                : "",
            html`<details>
                <summary>What the estimate assumes</summary>
                <ul class="plain">
                    ${cost.assumptions.map((one) => html`<li>${one}</li>`)}
                </ul>
            </details>`,
        ],
    };
}
