/** What a refusal of AWS Config's means for whoever asked for compliance. */
import { type AwsScope, noSuchAggregator } from "../scope.ts";

/**
 * @param known the aggregators of the stack, if there is one
 * @returns the words, or undefined for an error that says all there is to say
 */
export function explainFailure(
    command: string,
    reason: unknown,
    scope: AwsScope,
    known: readonly string[],
): string | undefined {
    if (!(reason instanceof Error)) {
        return undefined;
    }
    switch (reason.name) {
        case "NoSuchConfigurationAggregatorException":
            return noSuchAggregator(command, scope, known);
        case "AccessDeniedException":
            // AWS names the action that is missing.
            return `the credentials may not ask AWS Config: ${reason.message}`;
        case "ThrottlingException":
            return `AWS Config asks for patience, for minutes already: try again later. ${reason.message}`;
        default:
            return undefined;
    }
}
