/** The output formats of `packs compare` by name. */
import type { CompareFormat } from "./format.ts";
import { formatMarkdown } from "./markdown.ts";
import { formatText } from "./text.ts";

/** Of JSON: rises when a field is renamed or removed. */
const VERSION = 1;

export const COMPARE_FORMATS = {
    text: formatText,
    markdown: formatMarkdown,
    json: (report) => JSON.stringify({ version: VERSION, ...report }, undefined, 2),
} satisfies Record<string, CompareFormat>;

export type CompareFormatName = keyof typeof COMPARE_FORMATS;
