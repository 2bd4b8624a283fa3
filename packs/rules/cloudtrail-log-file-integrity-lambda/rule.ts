// CIS AWS Foundations 2.2. An organization's trail is judged in every member, as its own would be.
import { compliant, type ConfigurationItem, type Evaluation, nonCompliant } from "#rule";

interface Trail {
    readonly logFileValidationEnabled?: boolean;
}

export function evaluate({ configuration }: ConfigurationItem<Trail>): Evaluation {
    return configuration.logFileValidationEnabled === true
        ? compliant()
        : nonCompliant("Log file validation is off: a changed log file would not be noticed.");
}
