import type { Values } from "../../../sandbox/provider/property.ts";
import type { EngineSteps } from "./engine-steps.ts";
import { auditTrailCases, makeTrailSurroundings, type TrailSurroundings } from "./audit-trail-cases.ts";
import { digestCases } from "./digest-cases.ts";
import { historyCases } from "./history-cases.ts";
import { queryCases } from "./query-cases.ts";

/** What the cases stand on: made once for all of them. */
export interface Surroundings extends TrailSurroundings {
    readonly bucket: string;
    /** Versioned, with Object Lock; so is the other. */
    readonly versioned: string;
    readonly replica: string;
    readonly topicArn: string;
    readonly queueArn: string;
    readonly queueUrl: string;
    readonly keyArn: string;
    readonly keyId: string;
    readonly otherKeyId: string;
    readonly role: string;
    readonly roleArn: string;
    readonly rule: string;
    readonly database: string;
    readonly workgroup: string;
    readonly function: string;
    readonly functionArn: string;
}

export interface ResourceCase {
    readonly type: string;
    program(around: Surroundings): Values;
    /** Merged over the program: changes in place. */
    readonly change?: Values | ((around: Surroundings) => Values);
    /** The paths that the change touches. @default the top-level names of `change` */
    readonly changedPaths?: readonly string[];
    /** Merged over the program: replaces. */
    readonly replacement?: Values;
    /** How the resource is named for an import. @default its identifier */
    importId?(around: Surroundings): string;
    /** What an import cannot see, so that a program that says it differs. */
    readonly unseenByImport?: readonly string[];
    /** Deleting puts the service's own default in its place, so something is found afterwards. */
    readonly leavesDefault?: boolean;
}

export const account = "123456789012";
export const region = "eu-central-1";

const document = (...statements: Values[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
export const trustPolicy = document({
    Effect: "Allow",
    Principal: { Service: "config.amazonaws.com" },
    Action: "sts:AssumeRole",
});
const publish = (topic: string, service: string) =>
    document({ Effect: "Allow", Principal: { Service: service }, Action: "sns:Publish", Resource: topic });
const sending = (queue: string, service: string) =>
    document({
        Effect: "Allow",
        Principal: { Service: `${service}.amazonaws.com` },
        Action: "sqs:SendMessage",
        Resource: queue,
    });
const reading = (action: string) => document({ Effect: "Allow", Action: action, Resource: "*" });
const putting = (from: string) =>
    document({
        Sid: "Members",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${from}:root` },
        Action: "events:PutEvents",
        Resource: `arn:aws:events:${region}:${account}:event-bus/default`,
    });
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
const bucketStatement = (bucket: string, action: string) =>
    document({ Effect: "Allow", Principal: { AWS: account }, Action: action, Resource: `arn:aws:s3:::${bucket}` });

/** An archive of one module, as the engine hands it over; the engine makes the hash of the content. */
export function code(answer: string): Values {
    return {
        "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7",
        hash: `hash of ${answer}`,
        assets: {
            "index.mjs": {
                "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17",
                hash: `hash of ${answer}`,
                text: `export const handler = async () => ${answer};`,
            },
        },
    };
}

export async function makeSurroundings(engine: EngineSteps): Promise<Surroundings> {
    const [bucket, topic, queue, key, other, role, rule, database, workgroup, versioned, replica] = await Promise.all([
        engine.create("aws:s3/bucket:Bucket", { bucket: "surroundings" }),
        engine.create("aws:sns/topic:Topic", { name: "surroundings" }),
        engine.create("aws:sqs/queue:Queue", { name: "surroundings" }),
        engine.create("aws:kms/key:Key", {}),
        engine.create("aws:kms/key:Key", {}),
        engine.create("aws:iam/role:Role", { name: "surroundings", assumeRolePolicy: trustPolicy }),
        engine.create("aws:cloudwatch/eventRule:EventRule", { name: "around", scheduleExpression: "rate(1 day)" }),
        engine.create("aws:glue/catalogDatabase:CatalogDatabase", { name: "surroundings" }),
        engine.create("aws:athena/workgroup:Workgroup", { name: "surroundings" }),
        engine.create("aws:s3/bucket:Bucket", { bucket: "versioned", objectLockEnabled: true }),
        engine.create("aws:s3/bucket:Bucket", { bucket: "replica", objectLockEnabled: true }),
    ]);
    // Lambda asks for it where a function is to read a queue.
    await engine.create("aws:iam/rolePolicy:RolePolicy", { name: "queues", role: role.id, policy: reading("sqs:*") });
    const lambda = await engine.create("aws:lambda/function:Function", {
        name: "surroundings",
        role: String(role.state["arn"]),
        runtime: "nodejs24.x",
        handler: "index.handler",
        code: code("1"),
    });
    return {
        ...(await makeTrailSurroundings(engine)),
        function: lambda.id,
        functionArn: String(lambda.state["arn"]),
        bucket: bucket.id,
        versioned: versioned.id,
        replica: replica.id,
        topicArn: topic.id,
        queueArn: String(queue.state["arn"]),
        queueUrl: queue.id,
        keyArn: String(key.state["arn"]),
        keyId: key.id,
        otherKeyId: other.id,
        role: role.id,
        roleArn: String(role.state["arn"]),
        rule: rule.id,
        database: String(database.state["name"]),
        workgroup: workgroup.id,
    };
}

/** Resource types that need no running recorder; packs and what records have specs of their own. */
export const resourceCases: readonly ResourceCase[] = [
    ...queryCases,
    ...digestCases,
    ...historyCases,
    ...auditTrailCases,
    {
        type: "aws:kms/key:Key",
        program: () => ({ description: "a", deletionWindowInDays: 7, enableKeyRotation: true, tags: { a: "1" } }),
        change: { description: "b", tags: { b: "2" } },
        changedPaths: ["description", "tags.a", "tags.b"],
        replacement: { keyUsage: "SIGN_VERIFY", customerMasterKeySpec: "RSA_2048" },
        unseenByImport: ["deletionWindowInDays"],
    },
    {
        type: "aws:kms/alias:Alias",
        program: ({ keyId }) => ({ name: "alias/case", targetKeyId: keyId }),
        change: ({ otherKeyId }) => ({ targetKeyId: otherKeyId }),
        replacement: { name: "alias/other" },
    },
    {
        type: "aws:s3/bucket:Bucket",
        program: () => ({ bucket: "case-bucket", forceDestroy: true, tags: { a: "1" } }),
        change: { tags: { a: "2" } },
        changedPaths: ["tags.a"],
        replacement: { bucket: "other-bucket" },
        unseenByImport: ["forceDestroy"],
    },
    {
        type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        program: ({ bucket }) => ({ bucket, blockPublicAcls: true, blockPublicPolicy: true }),
        change: { ignorePublicAcls: true, restrictPublicBuckets: true },
        replacement: { bucket: "another" },
    },
    {
        type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        program: ({ bucket }) => ({ bucket, rule: { objectOwnership: "BucketOwnerEnforced" } }),
        change: { rule: { objectOwnership: "BucketOwnerPreferred" } },
        changedPaths: ["rule.objectOwnership"],
        replacement: { bucket: "another" },
    },
    {
        type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        program: ({ bucket, keyArn }) => ({
            bucket,
            rules: [
                {
                    applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
                    bucketKeyEnabled: true,
                },
            ],
        }),
        change: { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
        changedPaths: ["rules[0]", "rules[0]"],
        replacement: { bucket: "another" },
        leavesDefault: true,
    },
    {
        type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        program: ({ bucket }) => ({
            bucket,
            rules: [
                {
                    id: "keep",
                    status: "Enabled",
                    filter: { prefix: "AWSLogs/" },
                    transitions: [
                        { days: 90, storageClass: "STANDARD_IA" },
                        { days: 365, storageClass: "GLACIER_IR" },
                    ],
                    noncurrentVersionExpiration: { noncurrentDays: 90 },
                    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
                },
            ],
        }),
        change: { rules: [{ id: "keep", status: "Disabled", expiration: { days: 400 } }] },
        changedPaths: [
            "rules[0].status",
            "rules[0].abortIncompleteMultipartUpload",
            "rules[0].expiration",
            "rules[0].noncurrentVersionExpiration",
            "rules[0].transitions",
        ],
        replacement: { bucket: "another" },
    },
    {
        type: "aws:s3/bucketPolicy:BucketPolicy",
        program: ({ bucket }) => ({ bucket, policy: bucketStatement(bucket, "s3:ListBucket") }),
        change: ({ bucket }) => ({ policy: bucketStatement(bucket, "s3:GetBucketAcl") }),
        replacement: { bucket: "another" },
    },
    {
        type: "aws:s3/bucketObjectv2:BucketObjectv2",
        program: ({ bucket }) => ({ bucket, key: "packs/a.yaml", content: "Resources: {}", contentType: "text/yaml" }),
        change: { content: "Resources: {A: 1}" },
        replacement: { key: "packs/b.yaml" },
        importId: ({ bucket }) => `s3://${bucket}/packs/a.yaml`,
        unseenByImport: ["content"],
    },
    {
        type: "aws:sns/topic:Topic",
        program: () => ({ name: "case", displayName: "a", tags: { a: "1" } }),
        change: { displayName: "b" },
        replacement: { name: "other" },
    },
    {
        type: "aws:sns/topicPolicy:TopicPolicy",
        program: ({ topicArn }) => ({ arn: topicArn, policy: publish(topicArn, "config.amazonaws.com") }),
        change: ({ topicArn }) => ({ policy: publish(topicArn, "events.amazonaws.com") }),
        replacement: { arn: `arn:aws:sns:${region}:${account}:other` },
        leavesDefault: true,
    },
    {
        type: "aws:sns/topicSubscription:TopicSubscription",
        program: ({ topicArn, queueArn }) => ({ topic: topicArn, protocol: "sqs", endpoint: queueArn }),
        change: { rawMessageDelivery: true },
        replacement: { protocol: "email", endpoint: "somebody@example.com" },
    },
    {
        type: "aws:sqs/queue:Queue",
        program: () => ({ name: "case", messageRetentionSeconds: 3600, tags: { a: "1" } }),
        change: { visibilityTimeoutSeconds: 60 },
        replacement: { name: "other" },
    },
    {
        type: "aws:sqs/queuePolicy:QueuePolicy",
        program: ({ queueUrl, queueArn }) => ({ queueUrl, policy: sending(queueArn, "events") }),
        change: ({ queueArn }) => ({ policy: sending(queueArn, "sns") }),
    },
    {
        type: "aws:cloudwatch/metricAlarm:MetricAlarm",
        program: () => ({
            name: "case",
            namespace: "AWS/Config",
            metricName: "ConfigHistoryExportFailed",
            dimensions: { a: "1" },
            statistic: "Sum",
            period: 300,
            evaluationPeriods: 1,
            threshold: 0,
            comparisonOperator: "GreaterThanThreshold",
            treatMissingData: "notBreaching",
            tags: { a: "1" },
        }),
        change: ({ topicArn }) => ({ threshold: 2, alarmActions: [topicArn], tags: { b: "2" } }),
        changedPaths: ["threshold", "alarmActions[0]", "tags.a", "tags.b"],
        replacement: { name: "other" },
    },
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
    {
        type: "aws:iam/serviceLinkedRole:ServiceLinkedRole",
        program: () => ({ awsServiceName: "config.amazonaws.com" }),
        change: { description: "changed" },
        replacement: { awsServiceName: "guardduty.amazonaws.com" },
    },
    {
        type: "aws:iam/role:Role",
        program: () => ({ name: "case", assumeRolePolicy: trustPolicy, description: "a", forceDetachPolicies: true }),
        change: { description: "b", maxSessionDuration: 7200 },
        replacement: { path: "/deep/" },
        unseenByImport: ["forceDetachPolicies"],
    },
    {
        type: "aws:iam/rolePolicy:RolePolicy",
        program: ({ role }) => ({ role, name: "case", policy: reading("s3:Get*") }),
        change: { policy: reading("s3:List*") },
        replacement: { name: "other" },
    },
    {
        type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        program: ({ role }) => ({ role, policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }),
        replacement: { role: "other" },
    },
    {
        type: "aws:cfg/recorder:Recorder",
        program: ({ roleArn }) => ({
            name: "default",
            roleArn,
            recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
        }),
        change: { recordingGroup: { allSupported: true } },
        changedPaths: ["recordingGroup.includeGlobalResourceTypes"],
        replacement: { name: "other" },
    },
    {
        type: "aws:cfg/retentionConfiguration:RetentionConfiguration",
        program: () => ({ retentionPeriodInDays: 365 }),
        change: { retentionPeriodInDays: 400 },
    },
    {
        type: "aws:cfg/configurationAggregator:ConfigurationAggregator",
        program: () => ({ name: "case", accountAggregationSource: { accountIds: [account], allRegions: true } }),
        change: { accountAggregationSource: { accountIds: [account], regions: [region] } },
        changedPaths: ["accountAggregationSource.allRegions", "accountAggregationSource.regions"],
        replacement: { name: "other" },
    },
    {
        type: "aws:cfg/aggregateAuthorization:AggregateAuthorization",
        program: () => ({ accountId: "111111111111", authorizedAwsRegion: "eu-west-1" }),
        replacement: { authorizedAwsRegion: "eu-west-2" },
    },
    {
        type: "aws:cloudwatch/eventRule:EventRule",
        program: () => ({ name: "case", eventPattern: '{"source": ["aws.config"]}', description: "a" }),
        change: { description: "b", state: "DISABLED" },
        replacement: { name: "other" },
    },
    {
        type: "aws:cloudwatch/eventBus:EventBus",
        program: () => ({ name: "case", description: "a", tags: { a: "1" } }),
        change: { description: "b", tags: { b: "2" } },
        changedPaths: ["description", "tags.a", "tags.b"],
        replacement: { name: "other" },
    },
    {
        type: "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
        program: () => ({ eventBusName: "default", policy: putting("111122223333") }),
        change: { policy: putting("444455556666") },
    },
    {
        type: "aws:cloudwatch/eventTarget:EventTarget",
        program: ({ rule, topicArn }) => ({ rule, arn: topicArn, targetId: "topic" }),
        change: { inputPath: "$.detail" },
        replacement: { targetId: "other" },
        importId: ({ rule }) => `${rule}/topic`,
    },
];

/** Types whose case needs more than the surroundings: see the specs named after them. */
export const casesElsewhere: readonly string[] = [
    "aws:account/region:Region",
    "aws:cfg/conformancePack:ConformancePack",
    "aws:cfg/deliveryChannel:DeliveryChannel",
    "aws:cfg/organizationConformancePack:OrganizationConformancePack",
    "aws:cfg/recorderStatus:RecorderStatus",
    "aws:cfg/remediationConfiguration:RemediationConfiguration",
    "aws:organizations/awsServiceAccess:AwsServiceAccess",
    "aws:organizations/delegatedAdministrator:DelegatedAdministrator",
    "aws:cloudformation/stackInstances:StackInstances",
    "aws:cloudformation/stackSet:StackSet",
    "aws:s3/bucketLogging:BucketLogging",
    "aws:s3/bucketVersioning:BucketVersioning",
];
