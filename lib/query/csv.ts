/** Comma-separated values: https://www.rfc-editor.org/rfc/rfc4180 */

/** @returns the lines, ended by CRLF as the format wants it, without one behind the last */
export function formatCsv(rows: readonly (readonly string[])[]): string {
    return rows.map((row) => row.map(field).join(",")).join("\r\n");
}

function field(text: string): string {
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
