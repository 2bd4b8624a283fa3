/** For people, on a terminal. */
import { formatCount } from "../../lib/cost/format.ts";
import { stripVTControlCharacters } from "node:util";
import { formatTable } from "../table.ts";
import { type Column, expiredWords, groupColumns, summaryWords, WAIVER_COLUMNS } from "./columns.ts";
import { scopeWords, type StatusReport, type StatusStyle } from "./report.ts";

export function formatText(report: StatusReport, style: StatusStyle): string {
    const { groups, more, waivers, stack, scope } = report;
    const whose = stack === undefined ? "Compliance" : `Compliance of the stack ${stack}`;
    const expired = expiredWords(report);
    return [
        `${whose}, seen ${scopeWords(scope)}`,
        summaryWords(report),
        ...(groups.length === 0 ? [] : ["", ...table(groupColumns(report), groups, style)]),
        ...(more === 0 ? [] : [`… and ${formatCount(more, "row")} more: --limit shows them`]),
        ...(waivers.length === 0 ? [] : ["", ...table(WAIVER_COLUMNS, waivers, style)]),
        ...(expired.length === 0 ? [] : ["", ...expired.map((line) => style("yellow", line))]),
    ].join("\n");
}

/** Numbers stand under each other by their last digit. */
function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[], style: StatusStyle): string[] {
    const cells = rows.map((row) => columns.map(({ cell }) => printable(cell(row))));
    const aligned = columns.map(({ heading, numeric }, at) => {
        const width = Math.max(heading.length, ...cells.map((row) => (row[at] ?? "").length));
        return (text: string): string => (numeric === true ? text.padStart(width) : text);
    });
    const line = (row: readonly string[]): string[] => row.map((cell, at) => aligned[at]?.(cell) ?? cell);
    return formatTable(
        line(columns.map(({ heading }) => heading)),
        cells.map((row) => line(row).map((cell, at) => coloured(columns[at]?.heading ?? "", cell, style))),
    );
}

function coloured(heading: string, cell: string, style: StatusStyle): string {
    const isSome = cell.trim() !== "0" && cell.trim() !== "";
    if (heading === "Failing" && isSome) {
        return style("red", cell);
    }
    if (heading === "Waived" && isSome) {
        return style("yellow", cell);
    }
    if (heading === "Worst" && (cell === "critical" || cell === "high")) {
        return style("red", cell);
    }
    return heading === "Score" && cell.trim() === "100.0 %" ? style("green", cell) : cell;
}

/** Names are anybody's to choose: they must not steer the terminal. */
function printable(text: string): string {
    return stripVTControlCharacters(text).replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "?");
}
