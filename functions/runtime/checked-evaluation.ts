import type { Evaluation } from "../rule.ts";

const COMPLIANCES = ["COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE"];

/** @throws Error that says what the rule's function answered, where it is no evaluation: AWS Config would only say "invalid" */
export function checkedEvaluation(by: string, evaluation: Evaluation | undefined): Evaluation {
    if (typeof evaluation !== "object" || !COMPLIANCES.includes(evaluation.compliance)) {
        const answer = JSON.stringify(evaluation) ?? String(evaluation);
        throw new Error(
            `${by} answered ${answer.slice(0, 200)}, which is no evaluation: take compliant(), nonCompliant(…)`,
        );
    }
    return evaluation;
}
