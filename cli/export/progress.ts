/** How far a long reading is, on terminals only. */
import type { EvaluationProgress } from "../../lib/compliance/evaluation-rows.ts";
import { formatCount } from "../../lib/cost/format.ts";
import { elapsedProgress } from "../progress.ts";
import type { Terminal } from "../terminal.ts";

export function evaluationProgress(terminal: Terminal): (progress: EvaluationProgress) => void {
    const progress = elapsedProgress(terminal);
    return ({ rules, rows }) => progress(() => `${formatCount(rules, "rule")}, ${formatCount(rows, "row")} so far`);
}
