/** A framework: which controls rules answer, and what these rules say right now. */
import type { ControlCoverage, ControlState } from "../../../lib/coverage/framework.ts";
import { remarksOn, summaryOf } from "../../../lib/coverage/report.ts";
import type { ComplianceReport, ScoredGroup } from "../../../lib/report/compliance/compliance-report.ts";
import { STATE_WORDS } from "../../coverage/format.ts";
import { type Html, html, type Part } from "../html.ts";
import { plotShares } from "../plots.ts";
import { note, type Section } from "../section.ts";
import { table } from "../table.ts";
import { countColumn, countFacets, grouped, scoreColumn } from "../words.ts";

interface Row {
    readonly control: ControlCoverage;
    readonly live?: ScoredGroup;
}

const STATES: readonly ControlState[] = ["covered", "provided", "not-checkable", "gap"];

export function controlsSection({ coverage }: ComplianceReport): Section {
    if (coverage === undefined) {
        return {
            id: "controls",
            title: "Controls",
            content: [
                html`<p class="empty">
                    No framework was asked for: <code>--framework</code> names one, and
                    <code>packs coverage</code> lists them.
                </p>`,
            ],
        };
    }
    const summary = summaryOf(coverage);
    const counts: Readonly<Record<ControlState, number>> = {
        covered: summary.covered,
        provided: summary.provided,
        "not-checkable": summary.notCheckable,
        gap: summary.gaps,
    };
    const some = STATES.filter((state) => counts[state] > 0);
    const words = some.map((state) => `${grouped(counts[state])} ${STATE_WORDS[state]}`);
    const rows = coverage.controls.map((control, at): Row => {
        const live = coverage.live[at];
        return { control, ...(live && { live }) };
    });
    const failing = rows.filter(({ live }) => (live?.verdicts.NON_COMPLIANT ?? 0) > 0).length;
    return {
        id: "controls",
        title: `Controls of ${coverage.framework}`,
        content: [
            plotShares(
                `${grouped(summary.controls)} controls: ${words.join(", ")}.`,
                html`${grouped(summary.controls)} controls in ${coverage.scope}, ${grouped(failing)} of them with rules
                that fail now`,
                some.map((state) => ({ label: "controls", value: counts[state], colour: `var(--state-${state})` })),
            ),
            html`<ul class="keys">
                ${some.map(
                    (state) =>
                        html`<li>
                            <i class="key state-${state}" aria-hidden="true"></i
                            ><b>${grouped(counts[state])}</b> ${STATE_WORDS[state]}
                        </li>`,
                )}
            </ul>`,
            note(
                "Covered says that a rule looks at it; the score says what the rules find, over all accounts. Neither is a certificate.",
            ),
            table<Row>({
                id: "controls-table",
                caption: `Controls of ${coverage.framework}`,
                columns: [
                    {
                        heading: "Control",
                        kind: "name",
                        cell: ({ control }) =>
                            html`${control.group === undefined ? "" : html`<span class="type">${control.group}</span>`}${control.id}`,
                        value: ({ control }) => control.id,
                    },
                    {
                        heading: "State",
                        cell: ({ control }) => stateCell(control.state),
                        value: ({ control }) => STATE_WORDS[control.state],
                    },
                    scoreColumn(({ live }) => live?.score),
                    countColumn("Failing", ({ live }) => live?.verdicts.NON_COMPLIANT ?? 0),
                    countColumn("Waived", ({ live }) => live?.verdicts.WAIVED ?? 0),
                    {
                        heading: "Rules, or why none",
                        cell: ({ control }) => answers(control),
                        value: ({ control }) =>
                            control.rules.length > 0
                                ? control.rules.map(({ name }) => name).join(" ")
                                : remarksOn(control).join("; "),
                    },
                ],
                rows,
                facets: ({ control, live }) => ({
                    pack: [...new Set(control.rules.flatMap(({ packs }) => packs))],
                    severity: [...new Set(control.rules.map(({ severity }) => severity ?? "none"))],
                    status: live === undefined ? [] : (countFacets(live).status ?? []),
                }),
                empty: "The framework has no controls.",
            }),
        ],
    };
}

function stateCell(state: ControlState): Html {
    return html`<span class="state"><i class="key state-${state}" aria-hidden="true"></i>${STATE_WORDS[state]}</span>`;
}

/** Rules beyond are counted: a page of thousands of names helps nobody. */
const MOST_RULES = 8;

function answers(control: ControlCoverage): Part {
    const rules = control.rules.slice(0, MOST_RULES).map(({ name }) => html`<code>${name}</code> `);
    const more = control.rules.length - rules.length;
    return [
        rules,
        more > 0 ? html`<span class="muted">and ${more} more</span>` : "",
        remarksOn(control).map((text) => html`<span class="why">${text}</span>`),
    ];
}
