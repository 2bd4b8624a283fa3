/** `--fail-on`: from which severity on a rule that fails is a failure of the command. */
import { SEVERITIES } from "./severity.ts";
import type { Counts } from "./tally.ts";

/** `any` also counts rules whose severity nobody knows. */
export const FAIL_ON_LEVELS = ["any", "low", "medium", "high", "critical"] as const;
export type FailOnLevel = (typeof FAIL_ON_LEVELS)[number];

/** @returns how many rules that fail are at the level or worse; waived ones do not count */
export function failures(
    { failingBySeverity: failing }: Pick<Counts, "failingBySeverity">,
    level: FailOnLevel,
): number {
    const counted = level === "any" ? SEVERITIES : SEVERITIES.slice(0, SEVERITIES.indexOf(level) + 1);
    const known = counted.reduce((total, severity) => total + failing[severity], 0);
    return level === "any" ? known + failing.none : known;
}
