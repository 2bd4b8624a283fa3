/** Tables that a page of docs/ gets written into, each between two marks of its own. */
import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";

export interface Table {
    /** Stands between its two marks in the document. */
    readonly name: string;
    readonly header: readonly string[];
    readonly rows: readonly (readonly string[])[];
}

/** @throws where the document lacks the marks of a table */
export function writeTables(document: string, tables: readonly Table[]): void {
    let text = readFileSync(document, "utf8");
    for (const table of tables) {
        const [begin, end] = [`<!-- ${table.name} -->`, `<!-- end of ${table.name} -->`];
        const from = text.indexOf(begin);
        const to = text.indexOf(end);
        if (from < 0 || to < from) {
            throw new Error(`docs/${basename(document)} has no ${begin} with ${end} behind it`);
        }
        text = `${text.slice(0, from + begin.length)}\n\n${markdown(table)}\n\n${text.slice(to)}`;
    }
    writeFileSync(document, text);
}

/** As Markdown; `npm run format` puts it in line. */
export function markdown({ header, rows }: Table): string {
    const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
    return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}
