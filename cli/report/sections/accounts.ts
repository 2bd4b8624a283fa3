/** Accounts by packs: the heat map is a table, so that it can be read, sorted and filtered like every other. */
import type { ComplianceReport, ScoredGroup } from "../../../lib/report/compliance/compliance-report.ts";
import { ALL_PACKS, OTHER_PACKS } from "../../../lib/report/compliance/pack-matrix.ts";
import { percent, SCORE_BANDS } from "../../../lib/report/compliance/score.ts";
import { type Html, html } from "../html.ts";
import { plotShares } from "../plots.ts";
import { note, type Section } from "../section.ts";
import { type Column, table } from "../table.ts";
import { band, countColumn, countFacets, fraction, grouped, scoreColumn, severityColumn } from "../words.ts";

/** Bars that are taken in at a glance: all packs together, and the worst. */
const MOST_BARS = 9;

interface Row {
    readonly account: ScoredGroup;
    readonly cells: readonly (ScoredGroup | undefined)[];
    readonly otherPacks?: ScoredGroup;
}

export function accountsSection(report: ComplianceReport): Section {
    const { accounts, packs, cells, otherAccounts, otherPacks } = report.matrix;
    const rows = accounts.shown.map((account, at): Row => {
        const others = otherPacks?.[at];
        return { account, cells: cells[at] ?? [], ...(others && { otherPacks: others }) };
    });
    const count = accounts.shown.length + accounts.others;
    return {
        id: "accounts",
        title: "Accounts and packs",
        content: [
            count > 1 ? distribution(report, count) : bandKeys(),
            accounts.others > 0 || packs.others > 0
                ? note(
                      `Shown are ${[
                          ...(accounts.others > 0
                              ? [`the worst ${grouped(accounts.shown.length)} of ${grouped(count)} accounts`]
                              : []),
                          ...(packs.others > 0
                              ? [`the worst ${packs.shown.length} of ${packs.shown.length + packs.others} packs`]
                              : []),
                      ].join(" and ")}. The rest is summed up in the last ${
                          accounts.others > 0 ? (packs.others > 0 ? "row and column" : "row") : "column"
                      }: packs status --by account lists them all.`,
                  )
                : "",
            table<Row>({
                id: "accounts-table",
                caption: "Score by account and pack",
                look: packs.shown.length > 6 ? "heat many" : "heat",
                columns: [
                    { heading: "Account", kind: "name", cell: ({ account }) => account.name },
                    scoreColumn(({ account }) => account.score),
                    severityColumn(({ account }) => account.worst, "Worst"),
                    countColumn("Failing", ({ account }) => account.verdicts.NON_COMPLIANT),
                    countColumn("Waived", ({ account }) => account.verdicts.WAIVED),
                    ...packs.shown.map(({ name }, at) => heatColumn(name, (row) => row.cells[at], name)),
                    ...(packs.others > 0 ? [heatColumn(OTHER_PACKS, (row) => row.otherPacks)] : []),
                ],
                rows,
                ...(otherAccounts && {
                    rest: [
                        {
                            account: { ...otherAccounts.total, name: `${grouped(accounts.others)} other accounts` },
                            cells: otherAccounts.cells,
                            ...(otherAccounts.otherPacks && { otherPacks: otherAccounts.otherPacks }),
                        },
                    ],
                }),
                facets: ({ account, cells: own }) => ({
                    account: account.name,
                    pack: packs.shown.filter((_pack, at) => own[at] !== undefined).map(({ name }) => name),
                    ...countFacets(account),
                }),
                empty: "No account has a rule.",
            }),
        ],
    };
}

function heatColumn(heading: string, of: (row: Row) => ScoredGroup | undefined, pack?: string): Column<Row> {
    return {
        heading,
        kind: "number",
        ...(pack !== undefined && { pack }),
        cell: (row) => {
            const group = of(row);
            return group === undefined
                ? html`<span class="none">–</span>`
                : group.score === undefined
                  ? html`<span class="none">no data</span>`
                  : percent(group.score).replace(/\.0 %$/, " %");
        },
        value: (row) => fraction(of(row)?.score),
        order: (row) => of(row)?.score ?? 2,
        look: (row) => (of(row)?.score === undefined ? "" : band(of(row)?.score)),
    };
}

function bandKeys(): Html {
    const keys = SCORE_BANDS.map(
        ({ words }, at) => html`<li><i class="key band-${at}" aria-hidden="true"></i>${words}</li>`,
    );
    return html`<ul class="keys" aria-label="Colours of scores">
        ${keys}
    </ul>`;
}

/** All accounts, also those that the table has no row for. */
function distribution({ matrix }: ComplianceReport, count: number): Html {
    const bars = matrix.distribution.filter(({ accounts }) => accounts.some((number) => number > 0));
    if (bars.length === 0) {
        return bandKeys();
    }
    const plotted = bars.slice(0, MOST_BARS);
    const label = (pack: string): string => (pack === ALL_PACKS ? "All packs together" : pack);
    const [all] = bars;
    const words = SCORE_BANDS.flatMap(({ words: what }, at) => {
        const number = all?.accounts[at] ?? 0;
        return number === 0 ? [] : [`${grouped(number)} at ${what}`];
    });
    const columns: Column<(typeof bars)[number]>[] = [
        { heading: "Pack", kind: "name", cell: ({ pack }) => label(pack) },
        ...SCORE_BANDS.map(({ words: what }, at) =>
            countColumn<(typeof bars)[number]>(what, (one) => one.accounts[at] ?? 0),
        ),
    ];
    return html`${plotShares(
            `Accounts by score, of ${grouped(count)}: ${words.join(", ")}.`,
            html`How many of ${grouped(count)} accounts have which
            score${bars.length > plotted.length ? `, the worst ${MOST_BARS - 1} packs` : ""}`,
            plotted.flatMap(({ pack, accounts }) =>
                accounts.map((value, at) => ({ label: label(pack), value, colour: `var(--band-${at})` })),
            ),
        )}
        ${bandKeys()}
        <details>
            <summary>The numbers of accounts by score</summary>
            ${table({
                id: "distribution-table",
                caption: "Accounts by score and pack",
                columns,
                rows: bars,
                facets: ({ pack }) => ({ pack: [pack] }),
                empty: "No account has a score.",
            })}
        </details>`;
}
