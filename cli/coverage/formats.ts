/** The output formats of `packs coverage` by name. */
import { csvCoverage } from "./csv.ts";
import type { CoverageFormat } from "./format.ts";
import { htmlCoverage } from "./html.ts";
import { jsonCoverage } from "./json.ts";
import { textCoverage } from "./text.ts";

export const COVERAGE_FORMATS = {
    text: textCoverage,
    csv: csvCoverage,
    html: htmlCoverage,
    json: jsonCoverage,
} satisfies Record<string, CoverageFormat>;

export type CoverageFormatName = keyof typeof COVERAGE_FORMATS;
