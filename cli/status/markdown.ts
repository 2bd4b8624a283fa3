/** For tickets, wikis and comments. */
import { formatCount } from "../../lib/cost/format.ts";
import { type Column, expiredWords, groupColumns, summaryWords, WAIVER_COLUMNS } from "./columns.ts";
import { scopeWords, type StatusReport } from "./report.ts";

export function formatMarkdown(report: StatusReport): string {
    const { groups, more, waivers, stack, scope } = report;
    const expired = expiredWords(report);
    return [
        `## Compliance${stack === undefined ? "" : ` of the stack ${escaped(stack)}`}`,
        "",
        `Seen ${escaped(scopeWords(scope))}. ${summaryWords(report)}.`,
        ...(groups.length === 0 ? [] : ["", ...table(groupColumns(report), groups)]),
        ...(more === 0 ? [] : ["", `_… and ${formatCount(more, "row")} more._`]),
        ...(waivers.length === 0 ? [] : ["", "### Waivers", "", ...table(WAIVER_COLUMNS, waivers)]),
        ...(expired.length === 0 ? [] : ["", ...expired.map((line) => `- ${escaped(line)}`)]),
    ].join("\n");
}

function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string[] {
    const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
    return [
        line(columns.map(({ heading }) => heading)),
        line(columns.map(({ numeric }) => (numeric === true ? "--:" : "---"))),
        ...rows.map((row) => line(columns.map(({ cell }) => escaped(cell(row))))),
    ];
}

/** Names are anybody's to choose: they are text here, and nothing else. */
function escaped(text: string): string {
    return text
        .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, " ")
        .replaceAll(/[\\`*_[\]<>|#~]/g, (character) => `\\${character}`);
}
