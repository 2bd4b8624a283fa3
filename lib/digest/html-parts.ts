/**
 * The pieces of a mail in HTML. Mail clients keep tables and inline styles, and drop scripts, style sheets that are loaded
 * and most of CSS: what must not be lost stands in the elements, and a style sheet only adds the dark colours.
 * https://www.caniemail.com/
 */
import { escaped } from "../html-text.ts";
import { plain } from "./words.ts";

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";
const CELL = "padding:6px 8px 6px 0;text-align:left;vertical-align:top;border-bottom:1px solid #d8dee4;";

/** Text on a white ground, each with a contrast of 4.5 and more: https://www.w3.org/TR/WCAG22/#contrast-minimum */
export const COLOURS = {
    text: "#1f2328",
    muted: "#57606a",
    good: "#116329",
    bad: "#a40e26",
    line: "#d8dee4",
    goodBar: "#2da44e",
    badBar: "#cf222e",
    waivedBar: "#bf8700",
} as const;

/** Clients that know dark colours take them from here; the others show light ones. */
const STYLE = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page, .ground { background-color: #0d1117 !important; }
  .text, .text td, .text th, h1, h2, p { color: #e6edf3 !important; }
  .muted { color: #9198a1 !important; }
  .good { color: #56d364 !important; }
  .bad { color: #ff7b72 !important; }
  .line { border-color: #30363d !important; }
}
@media (max-width: 480px) {
  .page { padding: 12px !important; }
  .bar { display: none !important; }
}`;

/** Text from elsewhere, as HTML shows it. A long name may be broken anywhere: it must not widen the mail. */
export function name(text: string): string {
    return escaped(plain(text));
}

export function page(title: string, preview: string, body: readonly string[]): string {
    return [
        "<!doctype html>",
        '<html lang="en">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
        `<title>${name(title)}</title><style>${STYLE}</style></head>`,
        `<body class="ground" style="margin:0;padding:0;background-color:#ffffff;">`,
        // What lists of mails show beside the subject.
        `<div style="display:none;max-height:0;overflow:hidden;" aria-hidden="true">${name(preview)}</div>`,
        '<main><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">',
        '<tr><td align="center">',
        `<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px;">`,
        `<tr><td class="page text" style="padding:24px;${FONT}font-size:15px;line-height:1.45;color:${COLOURS.text};">`,
        ...body,
        "</td></tr></table></td></tr></table></main></body></html>",
        "",
    ].join("\n");
}

export function title(text: string): string {
    return `<h1 style="margin:0 0 4px;font-size:22px;line-height:1.25;font-weight:600;">${name(text)}</h1>`;
}

export function heading(text: string): string {
    return `<h2 style="margin:28px 0 6px;font-size:16px;line-height:1.3;font-weight:600;">${name(text)}</h2>`;
}

/** @param html as it is */
export function paragraph(html: string): string {
    return `<p style="margin:6px 0;">${html}</p>`;
}

export function muted(html: string): string {
    return `<span class="muted" style="color:${COLOURS.muted};">${html}</span>`;
}

export function good(html: string): string {
    return `<strong class="good" style="color:${COLOURS.good};">${html}</strong>`;
}

export function bad(html: string): string {
    return `<strong class="bad" style="color:${COLOURS.bad};">${html}</strong>`;
}

export interface Column {
    readonly title: string;
    /** Not shown on narrow screens. */
    readonly isBar?: boolean;
    /** Numbers and dates, which are not broken. */
    readonly isShort?: boolean;
    readonly width?: string;
}

/** @param rows cells as HTML; the first of each names the row */
export function dataTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
    const style = (column: Column | undefined): string =>
        `${CELL}${column?.width === undefined ? "" : `width:${column.width};`}` +
        (column?.isShort === true ? "white-space:nowrap;" : "overflow-wrap:anywhere;word-break:break-word;") +
        (column?.isBar === true ? "vertical-align:middle;" : "");
    const kind = (column: Column | undefined): string => (column?.isBar === true ? "line bar" : "line");
    const head = columns.map(
        (column) =>
            `<th scope="col" class="${kind(column)}" style="${style(column)}font-weight:600;font-size:13px;">${name(column.title)}</th>`,
    );
    const body = rows.map((cells) => {
        const shown = cells.map((cell, at) => {
            const column = columns[at];
            return at === 0
                ? `<th scope="row" class="${kind(column)}" style="${style(column)}font-weight:400;">${cell}</th>`
                : `<td class="${kind(column)}" style="${style(column)}">${cell}</td>`;
        });
        return `<tr>${shown.join("")}</tr>`;
    });
    return [
        '<table width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;border-collapse:collapse;font-size:14px;">',
        `<thead><tr>${head.join("")}</tr></thead>`,
        `<tbody>${body.join("\n")}</tbody></table>`,
    ].join("\n");
}

export interface Share {
    readonly part: number;
    readonly colour: string;
}

/** Shares of a whole side by side, for the eye only: the numbers stand beside it. */
export function bar(shares: readonly Share[]): string {
    const whole = shares.reduce((sum, { part }) => sum + part, 0);
    const cells = shares
        .filter(({ part }) => part > 0)
        .map(({ part, colour }) => {
            // What is there is seen, however little it is.
            const width = Math.max(1, Math.round((part / whole) * 100));
            return `<td width="${width}%" height="8" style="width:${width}%;height:8px;line-height:8px;font-size:0;background-color:${colour};">&nbsp;</td>`;
        });
    return cells.length === 0
        ? ""
        : `<table role="presentation" aria-hidden="true" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;table-layout:fixed;"><tr>${cells.join("")}</tr></table>`;
}
