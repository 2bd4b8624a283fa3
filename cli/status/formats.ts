/** The output formats of `packs status` by name. */
import { formatCsv } from "./csv.ts";
import { formatJson } from "./json.ts";
import { formatMarkdown } from "./markdown.ts";
import type { StatusFormat } from "./report.ts";
import { formatText } from "./text.ts";

export const STATUS_FORMATS = {
    text: formatText,
    json: formatJson,
    csv: formatCsv,
    markdown: formatMarkdown,
} satisfies Record<string, StatusFormat>;

export type StatusFormatName = keyof typeof STATUS_FORMATS;
