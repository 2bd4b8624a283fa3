/** How far a long reading is, on terminals only. */
import type { EvaluationProgress } from "../../lib/compliance/evaluation-rows.ts";
import { formatCount } from "../../lib/cost/format.ts";
import type { Terminal } from "../terminal.ts";

/** What is over sooner needs no progress. */
const QUIET_MS = 1000;

/** Faster than anybody reads. */
const INTERVAL_MS = 100;

export function evaluationProgress(terminal: Terminal): (progress: EvaluationProgress) => void {
    const begun = performance.now();
    let next = begun + QUIET_MS;
    return ({ rules, rows }) => {
        const now = performance.now();
        if (now >= next) {
            next = now + INTERVAL_MS;
            const seconds = Math.floor((now - begun) / 1000);
            terminal.transient(`${seconds} s: ${formatCount(rules, "rule")}, ${formatCount(rows, "row")} so far`);
        }
    };
}
