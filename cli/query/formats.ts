/** An answer as a table for people, as JSON or as comma-separated values. */
import { cellOf, columnsOf } from "../../lib/query/answer.ts";
import { formatCsv } from "../../lib/query/csv.ts";
import { formatTable } from "../table.ts";
import type { QueryAnswer } from "./select.ts";

export type QueryFormat = "table" | "json" | "csv";

export const QUERY_FORMATS: Readonly<Record<QueryFormat, (answer: QueryAnswer) => string>> = {
    table: (answer) => {
        const columns = columnsOf(answer.fields, answer.rows);
        const cells = answer.rows.map((row) => columns.map((column) => printable(cellOf(row, column))));
        return [...(cells.length === 0 ? [] : [...formatTable(columns, cells), ""]), countOf(answer)].join("\n");
    },
    json: ({ rows }) => JSON.stringify(rows, undefined, 2),
    csv: ({ fields, rows }) => {
        const columns = columnsOf(fields, rows);
        return formatCsv([columns, ...rows.map((row) => columns.map((column) => cellOf(row, column)))]);
    },
};

function countOf({ rows, more }: QueryAnswer): string {
    const count = `${rows.length} ${rows.length === 1 ? "row" : "rows"}`;
    return more ? `${count}; there are more: write a higher --limit` : count;
}

/** Names and tags are anybody's to choose: they must not steer the terminal. */
function printable(text: string): string {
    return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "?");
}
