import { stripVTControlCharacters } from "node:util";

/** @returns rows as lines of aligned columns, the first row underlined. Colour codes take no width. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
    const widths = header.map((_title, column) =>
        Math.max(...[header, ...rows].map((row) => width(row[column] ?? ""))),
    );
    const line = (cells: readonly string[]): string =>
        widths
            .map((size, column) => `${cells[column] ?? ""}${" ".repeat(size - width(cells[column] ?? ""))}`)
            .join("  ")
            .trimEnd();
    return [line(header), line(widths.map((size) => "-".repeat(size))), ...rows.map(line)];
}

function width(text: string): number {
    return stripVTControlCharacters(text).length;
}
