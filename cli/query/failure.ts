/** What a refusal of AWS Config's means for whoever asked. */
import { type AwsScope, noSuchAggregator } from "../scope.ts";

/**
 * @param known the aggregators of the stack, if there is one
 * @returns the words, or undefined for an error that says all there is to say
 */
export function explainFailure(reason: unknown, scope: AwsScope, known: readonly string[]): string | undefined {
    if (!(reason instanceof Error)) {
        return undefined;
    }
    switch (reason.name) {
        case "NoSuchConfigurationAggregatorException":
            return noSuchAggregator("query", scope, known);
        case "InvalidExpressionException":
            return `AWS Config refuses the query: ${reason.message}`;
        case "AccessDeniedException": {
            const action = scope.aggregator === undefined ? "SelectResourceConfig" : "SelectAggregateResourceConfig";
            return `the credentials may not ask: allow config:${action}. ${reason.message}`;
        }
        default:
            return undefined;
    }
}
