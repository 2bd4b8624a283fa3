/** The report for machines; the shape is documented in docs/report.md. */
import type { ComplianceReport } from "../../lib/report/compliance/compliance-report.ts";
import type { Waiver } from "../../lib/waivers/waiver.ts";

export function formatJson(report: ComplianceReport): string {
    return JSON.stringify(report, withoutLocations, 2);
}

/** Where a waiver stands in its file is of use to checks only. */
function withoutLocations(key: string, value: unknown): unknown {
    return key === "locations" && isLocations(value) ? undefined : value;
}

function isLocations(value: unknown): value is Waiver["locations"] {
    return typeof value === "object" && value !== null && "expiry" in value;
}
