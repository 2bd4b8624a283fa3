import { account, code, region, type ResourceCase } from "./case-surroundings.ts";

const automation = (description: string) =>
    [
        'schemaVersion: "0.3"',
        `description: ${description}`,
        "mainSteps:",
        "  - name: wait",
        "    action: aws:sleep",
        "    inputs: { Duration: PT1S }",
        "",
    ].join("\n");

/** Of functions, their logs, and documents. */
export const functionCases: readonly ResourceCase[] = [
    {
        type: "aws:lambda/eventSourceMapping:EventSourceMapping",
        program: ({ functionArn, queueArn }) => ({
            functionName: functionArn,
            eventSourceArn: queueArn,
            batchSize: 10,
            functionResponseTypes: ["ReportBatchItemFailures"],
            scalingConfig: { maximumConcurrency: 2 },
            tags: { a: "1" },
        }),
        change: { batchSize: 100, maximumBatchingWindowInSeconds: 30, tags: { b: "2" } },
        changedPaths: ["batchSize", "maximumBatchingWindowInSeconds", "tags.a", "tags.b"],
        replacement: { eventSourceArn: `arn:aws:sqs:${region}:${account}:other` },
    },
    {
        type: "aws:ssm/document:Document",
        program: () => ({
            name: "Case-Document",
            documentType: "Automation",
            documentFormat: "YAML",
            content: automation("one"),
            tags: { a: "1" },
        }),
        change: { content: automation("two") },
        replacement: { name: "Other-Document" },
    },
    {
        type: "aws:lambda/function:Function",
        program: ({ roleArn, queueArn }) => ({
            name: "case",
            role: roleArn,
            runtime: "nodejs24.x",
            architectures: ["arm64"],
            handler: "index.handler",
            code: code("1"),
            memorySize: 256,
            timeout: 60,
            deadLetterConfig: { targetArn: queueArn },
            environment: { variables: { EVALUATION_ROLE_NAME: "evaluation" } },
            tags: { a: "1" },
        }),
        change: { code: code("2"), memorySize: 512, description: "b", tags: { b: "2" } },
        changedPaths: ["code", "memorySize", "description", "tags.a", "tags.b"],
        replacement: { name: "other" },
        unseenByImport: ["code"],
    },
    {
        type: "aws:lambda/permission:Permission",
        program: ({ function: name }) => ({
            function: name,
            statementId: "config",
            action: "lambda:InvokeFunction",
            principal: "config.amazonaws.com",
            sourceAccount: account,
        }),
        replacement: { sourceAccount: "111122223333" },
        importId: ({ function: name }) => `${name}/config`,
    },
    {
        type: "aws:cloudwatch/logGroup:LogGroup",
        program: ({ keyArn }) => ({
            name: "/aws/lambda/case",
            kmsKeyId: keyArn,
            retentionInDays: 90,
            tags: { a: "1" },
        }),
        change: { retentionInDays: 30 },
        replacement: { name: "/aws/lambda/other" },
    },
];
