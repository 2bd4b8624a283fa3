/** How much a rule matters, as its pack says. */
import type { Severity } from "../plan/plan.ts";

/** From the worst. */
export const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low"];

/** The worse of two, where at least one is known. */
export function worse(one: Severity | undefined, other: Severity | undefined): Severity | undefined {
    return SEVERITIES.find((severity) => severity === one || severity === other);
}

/** 0 for the worst; what is unknown comes last. */
export function severityRank(severity: Severity | undefined): number {
    return severity === undefined ? SEVERITIES.length : SEVERITIES.indexOf(severity);
}
