/** Which rules fail most, and all others. */
import type { ComplianceReport, RuleReport } from "../../../lib/report/compliance/compliance-report.ts";
import { formatCount } from "../../../lib/cost/format.ts";
import { html } from "../html.ts";
import { plotBars } from "../plots.ts";
import { note, type Section } from "../section.ts";
import { table } from "../table.ts";
import { countColumns, countFacets, grouped, scoreColumn, severityColumn } from "../words.ts";

/** Bars that are taken in at a glance. */
const MOST_BARS = 10;

export function rulesSection({ rules, totals }: ComplianceReport): Section {
    const failing = rules.shown.filter(({ verdicts }) => verdicts.NON_COMPLIANT > 0);
    const top = failing.slice(0, MOST_BARS);
    return {
        id: "rules",
        title: "Rules",
        content: [
            top.length === 0
                ? html`<p class="empty">No rule fails.</p>`
                : plotBars(
                      `The rules that fail worst: ${top.map(({ rule, verdicts }) => `${rule} in ${formatCount(verdicts.NON_COMPLIANT, "place")}`).join(", ")}.`,
                      html`The worst ${top.length === 1 ? "rule" : `${top.length} rules`}: accounts and regions in which
                      each fails, the most severe first`,
                      top.map(({ rule, verdicts, severity }) => ({
                          label: rule,
                          from: 0,
                          to: verdicts.NON_COMPLIANT,
                          colour: `var(--severity-${severity ?? "none"})`,
                          words: grouped(verdicts.NON_COMPLIANT),
                      })),
                  ),
            table<RuleReport>({
                id: "rules-table",
                caption: "Rules",
                columns: [
                    { heading: "Rule", kind: "name", cell: ({ rule }) => html`<code>${rule}</code>` },
                    severityColumn(({ severity }) => severity),
                    {
                        heading: "Packs",
                        cell: ({ packs }) => packs.join(", "),
                        value: ({ packs }) => packs.join(" "),
                    },
                    scoreColumn(({ score }) => score),
                    ...countColumns<RuleReport>(totals.verdicts.WAIVED > 0),
                ],
                rows: rules.shown,
                facets: (rule) => ({
                    pack: rule.packs,
                    severity: [rule.severity ?? "none"],
                    status: countFacets(rule).status ?? [],
                }),
                empty: "There are no rules.",
            }),
            rules.others > 0
                ? note(`${grouped(rules.others)} more rules comply better: packs status --by rule lists them all.`)
                : "",
        ],
    };
}
