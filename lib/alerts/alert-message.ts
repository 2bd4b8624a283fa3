/** What an alert says, as an input transformer of EventBridge. */

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html */
export interface InputTransformer {
    /** JSON path by variable. */
    readonly inputPaths: Readonly<Record<string, string>>;
    readonly inputTemplate: string;
}

/** Host of the console by partition, where it is another one. */
const CONSOLES: Readonly<Record<string, string>> = {
    "aws-cn": "console.amazonaws.cn",
    "aws-us-gov": "console.amazonaws-us-gov.com",
};

/**
 * An alert that people read. Account and region are those in which AWS Config looked, which the detail names wherever
 * the event has been since. The result before is left empty by EventBridge where there was none.
 *
 * Several lines are several JSON strings: within one, EventBridge keeps `\n` as it is written.
 */
export function alertMessage(partition: string): InputTransformer {
    const console = CONSOLES[partition] ?? "console.aws.amazon.com";
    const lines = [
        "<resourceType> <resourceId> does not comply with <rule>.",
        "Account: <account>",
        "Region: <region>",
        "Before: <before>",
        "Since: <time>",
        `Timeline: https://${console}/config/home?region=<region>#/resources/timeline?resourceId=<resourceId>&resourceType=<resourceType>`,
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
