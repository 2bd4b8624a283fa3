/** A button for each table that saves what it shows as comma-separated values: https://www.rfc-editor.org/rfc/rfc4180 */
import { headingOf, textOf, valueOf } from "./cell.ts";

export function offerExports(tables: readonly HTMLTableElement[]): void {
    for (const table of tables) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "save";
        button.textContent = "Save as CSV";
        button.setAttribute("aria-label", `Save as CSV: ${table.caption === null ? table.id : textOf(table.caption)}`);
        button.addEventListener("click", () => save(`${table.id.replace(/-table$/, "")}.csv`, csvOf(table)));
        table.closest(".table")?.prepend(button);
    }
}

/** Rows and columns that a filter hides are left out. */
function csvOf(table: HTMLTableElement): string {
    const lines = [
        cellsOf(table.tHead?.rows[0]).map(headingOf),
        ...[...(table.tBodies[0]?.rows ?? []), ...(table.tFoot?.rows ?? [])]
            .filter((row) => !row.hidden)
            .map((row) => cellsOf(row).map(valueOf)),
    ];
    return lines.map((line) => `${line.map(field).join(",")}\r\n`).join("");
}

function cellsOf(row: HTMLTableRowElement | undefined): HTMLTableCellElement[] {
    return [...(row?.cells ?? [])].filter((cell) => !cell.hidden);
}

/**
 * A spreadsheet takes what begins with these characters for a formula, and names in AWS are anybody's to choose:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
function field(text: string): string {
    const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function save(name: string, text: string): void {
    // The mark says that it is UTF-8 to those spreadsheets that would guess otherwise.
    const address = URL.createObjectURL(new Blob([`\ufeff${text}`], { type: "text/csv;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
