/** For machines: the report as it is. */
import type { CoverageFormat } from "./format.ts";

/** Rises when a field is renamed or removed. */
const VERSION = 1;

const asJson = (report: object): string => JSON.stringify({ version: VERSION, ...report }, undefined, 2);

export const jsonCoverage: CoverageFormat = { overview: asJson, framework: asJson };
