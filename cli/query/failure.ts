/** What a refusal of AWS Config's means for whoever asked. */
import type { AwsScope } from "../scope.ts";

/**
 * @param known the aggregators of the stack, if there is one
 * @returns the words, or undefined for an error that says all there is to say
 */
export function explainFailure(reason: unknown, scope: AwsScope, known: readonly string[]): string | undefined {
    if (!(reason instanceof Error)) {
        return undefined;
    }
    const place = scope.region === undefined ? "this region" : scope.region;
    switch (reason.name) {
        case "NoSuchConfigurationAggregatorException": {
            const there = known.length === 0 ? "" : `; the stack plans ${known.join(", ")}: deploy it first`;
            return `there is no aggregator ${scope.aggregator ?? ""} in ${place} of this account${there}. packs query --account asks this account only`;
        }
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
