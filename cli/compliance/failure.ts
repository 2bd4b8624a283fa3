/** What a refusal of AWS Config's means for whoever asked for compliance. */

/** @returns the words, or undefined for an error that says all there is to say */
export function explainFailure(refusal: Error): string | undefined {
    switch (refusal.name) {
        case "AccessDeniedException":
            // AWS names the action that is missing.
            return `the credentials may not ask AWS Config: ${refusal.message}`;
        case "ThrottlingException":
            return `AWS Config asks for patience, for minutes already: try again later. ${refusal.message}`;
        default:
            return undefined;
    }
}
