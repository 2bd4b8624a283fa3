/** The output formats of `packs diff` by name. HTML is loaded only when it is asked for: its plots take a library. */
import type { DiffFormat } from "./format.ts";
import { formatJson } from "./json.ts";
import { formatMarkdown } from "./markdown.ts";
import { formatText } from "./text.ts";

export const DIFF_FORMATS = {
    text: formatText,
    markdown: formatMarkdown,
    json: formatJson,
    html: async (report) => (await import("./html.ts")).formatHtml(report),
} satisfies Record<string, DiffFormat>;

export type DiffFormatName = keyof typeof DIFF_FORMATS;
