/** The compliance score, as AWS defines it, and the bands in which accounts are counted. */
import { scoreOf, type Counts } from "../../compliance/tally.ts";
import type { Combinations } from "./compliance-report.ts";

/**
 * The share, from 0 to 1, of compliant combinations of rules and resources among those that have a verdict. A waiver makes
 * nothing compliant.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_ConformancePackComplianceScore.html
 *
 * @returns undefined where nothing has a verdict
 */
export function combinationScore({ compliant, failing, waived }: Combinations): number | undefined {
    const total = compliant + failing + waived;
    return total === 0 ? undefined : compliant / total;
}

/** Of combinations where they were counted, else of rules. */
export function scoreOfGroup(counts: Pick<Counts, "verdicts">, combinations?: Combinations): number | undefined {
    return combinations === undefined ? scoreOf(counts) : combinationScore(combinations);
}

/** `98.4 %`; never rounded up to 100. */
export function percent(score: number | undefined): string {
    return score === undefined ? "no data" : `${(Math.floor(score * 1000) / 10).toFixed(1)} %`;
}

/** Lower bounds of the bands, from the worst; only what complies throughout is in the last. */
export const SCORE_BANDS = [
    { from: 0, words: "below 60 %" },
    { from: 0.6, words: "60 to 80 %" },
    { from: 0.8, words: "80 to 90 %" },
    { from: 0.9, words: "90 to 95 %" },
    { from: 0.95, words: "95 % and more" },
    { from: 1, words: "100 %" },
] as const;

/** @returns the index of the band */
export function bandOf(score: number): number {
    return SCORE_BANDS.findLastIndex(({ from }) => score >= from);
}
