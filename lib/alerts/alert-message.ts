/** What an alert says, as an input transformer of EventBridge. */
import { timelineLink } from "./timeline-link.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html */
export interface InputTransformer {
    /** JSON path by variable. */
    readonly inputPaths: Readonly<Record<string, string>>;
    readonly inputTemplate: string;
}

/**
 * An alert that people read. Account and region are those in which AWS Config looked, which the detail names wherever
 * the event has been since. The result before is left empty by EventBridge where there was none.
 *
 * Several lines are several JSON strings: within one, EventBridge keeps `\n` as it is written.
 */
export function alertMessage(partition: string): InputTransformer {
    const variables = { region: "<region>", resourceType: "<resourceType>", resourceId: "<resourceId>" };
    const lines = [
        "<resourceType> <resourceId> does not comply with <rule>.",
        "Account: <account>",
        "Region: <region>",
        "Before: <before>",
        "Since: <time>",
        `Timeline: ${timelineLink(partition, variables)}`,
    ];
    return {
        inputPaths: {
            account: "$.detail.awsAccountId",
            before: "$.detail.oldEvaluationResult.complianceType",
            region: "$.detail.awsRegion",
            resourceId: "$.detail.resourceId",
            resourceType: "$.detail.resourceType",
            rule: "$.detail.configRuleName",
            time: "$.detail.newEvaluationResult.resultRecordedTime",
        },
        inputTemplate: lines.map((line) => JSON.stringify(line)).join("\n"),
    };
}
