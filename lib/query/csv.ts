/** Comma-separated values: https://www.rfc-editor.org/rfc/rfc4180 */

/** What ends a line, as the format wants it. */
export const LINE_END = "\r\n";

/** @returns the lines, without a line end behind the last */
export function formatCsv(rows: readonly (readonly string[])[]): string {
    return rows.map(formatCsvLine).join(LINE_END);
}

/** @returns one line, without its end */
export function formatCsvLine(row: readonly string[]): string {
    return row.map(field).join(",");
}

/**
 * By which a spreadsheet takes a cell for a formula, also in the full-width form of East Asian locales; after a tab or a
 * line break it looks on: https://owasp.org/www-community/attacks/CSV_Injection
 */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/**
 * A text that whoever names a resource may have chosen, for a table that somebody opens in a spreadsheet: an apostrophe
 * in front makes text of what would be computed. Quotes do not: a spreadsheet takes them off first.
 */
export function withoutFormula(text: string): string {
    return FORMULA.test(text) ? `'${text}` : text;
}

function field(text: string): string {
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
