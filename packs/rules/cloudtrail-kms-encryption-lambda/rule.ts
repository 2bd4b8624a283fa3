// CIS AWS Foundations 2.7. Without a key of KMS, S3 encrypts with a key of its own.
import { compliant, type ConfigurationItem, type Evaluation, nonCompliant } from "#rule";

interface Trail {
    readonly kmsKeyId?: string;
}

interface Given {
    readonly kmsKeyArn?: string;
}

export function evaluate({ configuration }: ConfigurationItem<Trail>, { kmsKeyArn }: Given): Evaluation {
    const { kmsKeyId = "" } = configuration;
    if (kmsKeyId === "") {
        return nonCompliant("The trail has no KMS key.");
    }
    return kmsKeyArn === undefined || kmsKeyId === kmsKeyArn
        ? compliant()
        : nonCompliant(`The trail uses another KMS key: ${kmsKeyId}`);
}
