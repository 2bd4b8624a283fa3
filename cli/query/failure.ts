/** What a refusal of AWS Config's means for whoever asked an advanced query. */
import type { Question } from "../refusal.ts";

/** @returns the words, or undefined for an error that says all there is to say */
export function explainFailure(refusal: Error, { scope }: Question): string | undefined {
    switch (refusal.name) {
        case "InvalidExpressionException":
            return `AWS Config refuses the query: ${refusal.message}`;
        case "AccessDeniedException": {
            const action = scope.aggregator === undefined ? "SelectResourceConfig" : "SelectAggregateResourceConfig";
            return `the credentials may not ask: allow config:${action}. ${refusal.message}`;
        }
        default:
            return undefined;
    }
}
