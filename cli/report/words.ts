/** Cells and words that several parts of the page have in common. */
import { VERDICTS, type Verdict } from "../../lib/compliance/entry.ts";
import { severityRank, SEVERITIES } from "../../lib/compliance/severity.ts";
import type { ResourceCount } from "../../lib/compliance/source.ts";
import type { Counts } from "../../lib/compliance/tally.ts";
import type { Severity } from "../../lib/plan/plan.ts";
import type { Combinations } from "../../lib/report/compliance/compliance-report.ts";
import { bandOf, percent } from "../../lib/report/compliance/score.ts";
import { type Html, html } from "./html.ts";
import type { Column, Facets } from "./table.ts";

/** What is counted, as every table counts it. */
export interface Counted extends Counts {
    readonly combinations?: Combinations;
    readonly score?: number;
}

/** The words of a verdict, which are the values of the status filter too. */
export const STATUS: Readonly<Record<Verdict, string>> = {
    NON_COMPLIANT: "failing",
    WAIVED: "waived",
    INSUFFICIENT_DATA: "no data",
    COMPLIANT: "compliant",
    NOT_APPLICABLE: "not applicable",
};

export function grouped(count: number): string {
    return count.toLocaleString("en");
}

/** `26+` where AWS stopped counting. */
export function resources({ count, capped }: ResourceCount): string {
    return `${grouped(count)}${capped ? "+" : ""}`;
}

/** `2026-11-23 06:00 UTC`; what is no moment, as it is. */
export function moment(at: string): string {
    return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(at) ? `${at.slice(0, 10)} ${at.slice(11, 16)} UTC` : at;
}

export function severityBadge(severity: Severity | undefined): Html {
    return severity === undefined
        ? html`<span class="muted">none</span>`
        : html`<span class="severity ${severity}">${severity}</span>`;
}

/** The class of a score's colour. */
export function band(score: number | undefined): string {
    return score === undefined ? "band-none" : `band-${bandOf(score)}`;
}

/** The score with a bar beside it. */
export function scoreCell(score: number | undefined): Html {
    return score === undefined
        ? html`<span class="muted">no data</span>`
        : html`<span class="score"
              ><span class="bar" aria-hidden="true"><i class="${band(score)} w${Math.round(score * 100)}"></i></span
              >${percent(score)}</span
          >`;
}

export function scoreColumn<Row>(of: (row: Row) => number | undefined, heading = "Score"): Column<Row> {
    return {
        heading,
        kind: "number",
        cell: (row) => scoreCell(of(row)),
        value: (row) => fraction(of(row)),
        order: (row) => of(row) ?? 2,
    };
}

/** For spreadsheets: four digits, cut off and never rounded up to 1. */
export function fraction(score: number | undefined): string {
    return score === undefined ? "" : (Math.floor(score * 10_000) / 10_000).toFixed(4);
}

export function severityColumn<Row>(of: (row: Row) => Severity | undefined, heading = "Severity"): Column<Row> {
    return {
        heading,
        cell: (row) => severityBadge(of(row)),
        value: (row) => of(row) ?? "none",
        order: (row) => severityRank(of(row)),
    };
}

export function countColumn<Row>(heading: string, of: (row: Row) => number): Column<Row> {
    return {
        heading,
        kind: "number",
        cell: (row) => (of(row) === 0 ? html`<span class="zero">0</span>` : grouped(of(row))),
        value: of,
    };
}

/** Columns of rules, by verdict, and of resources: the same wherever groups are told. */
export function countColumns<Row extends Counted>(anyWaived: boolean): Column<Row>[] {
    return [
        countColumn("Failing", ({ verdicts }) => verdicts.NON_COMPLIANT),
        ...(anyWaived ? [countColumn<Row>("Waived", ({ verdicts }) => verdicts.WAIVED)] : []),
        countColumn("No data", ({ verdicts }) => verdicts.INSUFFICIENT_DATA),
        countColumn("Compliant", ({ verdicts }) => verdicts.COMPLIANT),
        {
            heading: "Resources failing",
            kind: "number",
            cell: ({ failing }) => (failing.count === 0 ? html`<span class="zero">0</span>` : resources(failing)),
            value: ({ failing }) => resources(failing).replaceAll(",", ""),
            order: ({ failing }) => failing.count,
        },
    ];
}

/** What the filters compare of counted rules. */
export function countFacets({ verdicts, failingBySeverity }: Counts): Pick<Facets, "severity" | "status"> {
    return {
        severity: [...SEVERITIES, "none" as const].filter((severity) => failingBySeverity[severity] > 0),
        status: VERDICTS.filter((verdict) => verdicts[verdict] > 0).map((verdict) => STATUS[verdict]),
    };
}
