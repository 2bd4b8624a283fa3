import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { Function as LambdaFunction } from "@pulumi/aws/lambda/function.js";
import { EmailIdentity } from "@pulumi/aws/sesv2/emailIdentity.js";
import { Queue } from "@pulumi/aws/sqs/queue.js";
import * as pulumi from "@pulumi/pulumi";
import type { DigestPlan } from "../lib/plan/digest-plan.ts";
import { type DeploymentNames, scopeOf } from "../lib/plan/names.ts";
import { digestFunctionPermissions, type DigestFunctionArgs } from "../lib/policies/digest-policies.ts";
import { functionTrustPolicy } from "../lib/policies/function-trust-policy.ts";
import { logKeyPolicy } from "../lib/policies/log-key-policy.ts";
import {
    DEAD_LETTER_SECONDS,
    FUNCTION_ARCHITECTURE,
    FUNCTION_HANDLER,
    FUNCTION_RUNTIME,
    logGroupName,
} from "../lib/rules/functions.ts";
import { createDigestAlarms } from "./digest-alarms.ts";
import { createDigestBucket } from "./digest-bucket.ts";
import { createDigestSchedules } from "./digest-schedules.ts";
import { EncryptionKey } from "./encryption-key.ts";
import type { DigestLeftBehind } from "./left-behind-digest.ts";

export interface ComplianceDigestArgs {
    readonly names: DeploymentNames;
    readonly tags: Readonly<Record<string, string>>;
    readonly stack: string;
    readonly plan: DigestPlan;
    /** Names of all packs of the stack, sorted. */
    readonly packs: readonly string[];
    /** The function's files. */
    readonly code: pulumi.asset.Archive;
    /** Who is asked: an aggregator, or the own account in these regions. */
    readonly source: { readonly aggregatorArn: pulumi.Output<string> } | { readonly regions: readonly string[] };
    /** Where alarms go, and the digest where the plan says so. @default there is none */
    readonly alertTopic?: { readonly arn: pulumi.Output<string>; readonly keyArn: pulumi.Output<string> };
    /** The delivery key, where snapshots may be encrypted with it. @default SSE-S3 */
    readonly keyArn?: pulumi.Output<string>;
    /** Import the bucket instead of creating it. @default false */
    readonly adoptBucket?: boolean;
    /** Hooks of the bucket, whose name may be taken. @default none */
    readonly bucketHooks?: pulumi.ResourceHookBinding;
    /** What an earlier run of this stack made. @default nothing */
    readonly leftBehind?: DigestLeftBehind;
}

/** Reading 10,000 accounts takes minutes, and a snapshot of them some hundred megabytes. */
const [TIMEOUT_SECONDS, MEMORY_MB] = [900, 1024];

/**
 * The function that counts compliance, keeps it, and tells people of it: with its schedules, its bucket, its alarms and,
 * where asked for, the identity that its mail is sent by. What fails three times goes to a dead-letter queue.
 */
export class ComplianceDigest extends pulumi.ComponentResource {
    readonly functionName: pulumi.Output<string>;
    /** Absent where nothing is kept. */
    readonly bucketName?: pulumi.Output<string>;

    constructor(name: string, args: ComplianceDigestArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:ComplianceDigest", name, {}, opts);
        const child = { parent: this, ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }) };
        const { names, tags, plan, leftBehind } = args;
        const { region } = names;
        const snapshots =
            plan.schedule &&
            createDigestBucket(
                `${name}-snapshots`,
                {
                    names,
                    tags,
                    plan: plan.schedule.bucket,
                    ...(args.keyArn && { keyArn: args.keyArn }),
                    ...(args.adoptBucket === true && { adopt: true }),
                    ...(args.bucketHooks && { hooks: args.bucketHooks }),
                },
                child,
            );
        const logKey = new EncryptionKey(
            name,
            {
                region,
                tags,
                description: "Logs of the function that sends the digest of compliance",
                alias: plan.logKey.alias,
                policy: logKeyPolicy({ ...scopeOf(names), functionPrefix: plan.functionName }),
                deletionWindowInDays: plan.logKey.deletionWindowInDays,
                ...(leftBehind?.logKey && { adoption: leftBehind.logKey }),
            },
            child,
        );
        const queue = new Queue(
            `${name}-failed-events`,
            {
                region,
                name: plan.queueName,
                sqsManagedSseEnabled: true,
                messageRetentionSeconds: DEAD_LETTER_SECONDS,
                tags,
            },
            child,
        );
        const logName = logGroupName(plan.functionName);
        const logs = new LogGroup(
            `${name}-logs`,
            { region, name: logName, retentionInDays: plan.logRetentionDays, kmsKeyId: logKey.arn, tags },
            { ...child, deleteBeforeReplace: true },
        );
        if (plan.mail?.identity.mode === "create") {
            new EmailIdentity(`${name}-identity`, { region, emailIdentity: plan.mail.identity.name, tags }, child);
        }
        const { role, policy } = createRole(name, args, child);
        const topicArn = topicOf(args);
        const lambda = new LambdaFunction(
            `${name}-function`,
            {
                region,
                name: plan.functionName,
                description: "Counts compliance, and sends the digest of it",
                role: role.arn,
                runtime: FUNCTION_RUNTIME,
                architectures: [FUNCTION_ARCHITECTURE],
                handler: FUNCTION_HANDLER,
                code: args.code,
                memorySize: MEMORY_MB,
                timeout: TIMEOUT_SECONDS,
                deadLetterConfig: { targetArn: queue.arn },
                environment: {
                    variables: {
                        ...(snapshots && { DIGEST_BUCKET: snapshots.bucket.bucket }),
                        ...(topicArn !== undefined && { DIGEST_TOPIC_ARN: topicArn }),
                    },
                },
                tags,
            },
            // Lambda asks whether the role may send to the queue when it makes the function.
            pulumi.mergeOptions(
                { ...child, deleteBeforeReplace: true },
                { dependsOn: [policy, logs, ...(snapshots ? [snapshots.ready] : [])] },
            ),
        );
        createDigestSchedules(name, { names, tags, plan, functionArn: lambda.arn }, child);
        createDigestAlarms(
            name,
            {
                names,
                tags,
                stack: args.stack,
                plan,
                packs: args.packs,
                ...(args.alertTopic && { topicArn: args.alertTopic.arn }),
            },
            child,
        );
        this.functionName = lambda.name;
        if (snapshots !== undefined) {
            this.bucketName = snapshots.bucket.bucket;
        }
        this.registerOutputs({
            functionName: this.functionName,
            ...(this.bucketName && { bucketName: this.bucketName }),
        });
    }
}

function topicOf({ plan, alertTopic }: ComplianceDigestArgs): pulumi.Input<string> | undefined {
    const topic = plan.schedule?.topic;
    return topic === "alerts" ? alertTopic?.arn : topic?.arn;
}

/** The function's role, which may be assumed once its policy is there. */
function createRole(
    name: string,
    args: ComplianceDigestArgs,
    opts: pulumi.CustomResourceOptions,
): { readonly role: Role; readonly policy: RolePolicy } {
    const { names, tags, plan, stack, source, alertTopic } = args;
    const named = { ...opts, deleteBeforeReplace: true };
    const role = new Role(
        `${name}-function-role`,
        {
            name: plan.functionName,
            description: "Counts compliance, and sends the digest of it",
            assumeRolePolicy: JSON.stringify(functionTrustPolicy()),
            tags,
        },
        named,
    );
    const topic = plan.schedule?.topic;
    const topicKey = topic === "alerts" ? alertTopic?.keyArn : topic?.keyArn;
    const keys = [plan.schedule === undefined ? undefined : args.keyArn, topicKey].filter((key) => key !== undefined);
    const document = (asked: DigestFunctionArgs["source"], keyArns: readonly string[], topicArn?: string): string =>
        JSON.stringify(
            digestFunctionPermissions({
                ...scopeOf(names),
                stack,
                functionName: plan.functionName,
                queueName: plan.queueName,
                source: asked,
                keyArns,
                ...(plan.schedule !== undefined &&
                    names.digestBucketArn !== undefined && { bucketArn: names.digestBucketArn }),
                ...(plan.mail && { mail: { from: plan.mail.from, identity: plan.mail.identity.name } }),
                ...(topicArn !== undefined && { topicArn }),
            }),
        );
    const asked: pulumi.Output<DigestFunctionArgs["source"]> =
        "regions" in source
            ? pulumi.output(source.regions).apply((regions) => ({ regions }))
            : source.aggregatorArn.apply((aggregatorArn) => ({ aggregatorArn }));
    const policy = new RolePolicy(
        `${name}-function-role-policy`,
        {
            name: plan.functionName,
            role: role.name,
            policy: pulumi
                .all([asked, pulumi.all(keys), topicOf(args)])
                .apply(([from, keyArns, topicArn]) =>
                    document(from as DigestFunctionArgs["source"], keyArns, topicArn),
                ),
        },
        named,
    );
    return { role, policy };
}
