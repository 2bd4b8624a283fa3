import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { EventSourceMapping } from "@pulumi/aws/lambda/eventSourceMapping.js";
import { Function as LambdaFunction } from "@pulumi/aws/lambda/function.js";
import * as pulumi from "@pulumi/pulumi";
import type { AlertBundle } from "../building/alert-bundle.ts";
import { alertConfiguration } from "../lib/alerts/alert-configuration.ts";
import { CONFIGURATION_FILE, STATE_BUCKET_VARIABLE } from "../lib/alerts/configuration.ts";
import { DELIVERY_ALARMS, functionAlarms } from "../lib/plan/alert-alarms.ts";
import type { AlertsPlan } from "../lib/plan/alerts-plan.ts";
import { type DeploymentNames, scopeOf } from "../lib/plan/names.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { alertFunctionPermissions } from "../lib/policies/alert-function-role.ts";
import { functionTrustPolicy } from "../lib/policies/function-trust-policy.ts";
import { FUNCTION_ARCHITECTURE, FUNCTION_HANDLER, FUNCTION_RUNTIME, logGroupName } from "../lib/rules/functions.ts";
import { createAlarm } from "./alarms.ts";
import { createAlertState } from "./alert-state.ts";
import { archiveOf } from "./function-code.ts";

export interface AlertFunctionArgs {
    readonly names: DeploymentNames;
    readonly plan: DeploymentPlan & { readonly alerts: AlertsPlan };
    readonly bundle: AlertBundle;
    readonly topic: { readonly arn: pulumi.Output<string>; readonly keyArn: pulumi.Output<string> };
    readonly queueArn: pulumi.Output<string>;
    /** Of the topic, as it is known before there is one: it stands in the function's code. */
    readonly topicArn: string;
    /** Hooks of the state's bucket, whose name may be taken. @default none */
    readonly bucketHooks?: pulumi.ResourceHookBinding;
}

/** Seconds. */
export const ALERT_FUNCTION_TIMEOUT = 60;
const MEMORY_MB = 256;

/** The most that a queue that is not in order hands over at once; Lambda hands over less where it is more than 6 MB. */
const BATCH_SIZE = 10_000;

/**
 * The fewest that Lambda takes for a mapping. Reserved concurrency would do with one, but takes it from the account's other
 * functions, and new accounts have none to reserve.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
const CONCURRENCY = 2;

/** The function that reads the alert queue, with its state, log, role and alarms. */
export class AlertFunction extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;

    constructor(name: string, args: AlertFunctionArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:AlertFunction", name, {}, opts);
        const child = { parent: this, ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }) };
        const { names, plan, queueArn, topic } = args;
        const { region } = names;
        const { tags, alerts } = plan;
        const { functionName } = alerts;
        const state = createAlertState(
            "alert-state",
            { names, tags, keyArn: topic.keyArn, ...(args.bucketHooks && { bucketHooks: args.bucketHooks }) },
            child,
        );
        const named = { ...child, deleteBeforeReplace: true };
        const role = new Role(
            `${name}-role`,
            {
                name: functionName,
                description: `Tells what AWS Config finds (${plan.stack})`,
                assumeRolePolicy: JSON.stringify(functionTrustPolicy()),
                tags,
            },
            named,
        );
        const configuration = alertConfiguration(plan, args.topicArn, args.bundle.waivers);
        const lambda = new LambdaFunction(
            name,
            {
                region,
                name: functionName,
                description: `Tells what AWS Config finds (${plan.stack})`,
                role: role.arn,
                runtime: FUNCTION_RUNTIME,
                architectures: [FUNCTION_ARCHITECTURE],
                handler: FUNCTION_HANDLER,
                code: archiveOf([
                    ["index.mjs", args.bundle.code],
                    [CONFIGURATION_FILE, JSON.stringify(configuration)],
                ]),
                memorySize: MEMORY_MB,
                timeout: ALERT_FUNCTION_TIMEOUT,
                environment: { variables: { [STATE_BUCKET_VARIABLE]: state.bucketName } },
                tags,
            },
            named,
        );
        // There before the function runs: Lambda would make one without an end and a key.
        const logs = new LogGroup(
            `${name}-logs`,
            {
                region,
                name: logGroupName(functionName),
                retentionInDays: alerts.logRetentionDays,
                kmsKeyId: topic.keyArn,
                tags,
            },
            named,
        );
        const targets = Object.values(configuration.routes).flat();
        const policy = new RolePolicy(
            `${name}-role-policy`,
            {
                name: functionName,
                role: role.name,
                policy: pulumi
                    .all([queueArn, topic.keyArn, state.bucketArn, topic.arn])
                    .apply(([queue, keyArn, stateBucketArn, topicArn]) =>
                        JSON.stringify(
                            alertFunctionPermissions({
                                ...scopeOf(names),
                                functionName,
                                queueArn: queue,
                                keyArn,
                                stateBucketArn,
                                topicArn,
                                targets,
                            }),
                        ),
                    ),
            },
            named,
        );
        new EventSourceMapping(
            `${name}-mapping`,
            {
                region,
                eventSourceArn: queueArn,
                functionName: lambda.arn,
                batchSize: BATCH_SIZE,
                maximumBatchingWindowInSeconds: alerts.batchSeconds,
                functionResponseTypes: ["ReportBatchItemFailures"],
                scalingConfig: { maximumConcurrency: CONCURRENCY },
                tags,
            },
            // Lambda asks whether the role may read the queue when it makes the mapping.
            pulumi.mergeOptions(child, { dependsOn: [policy, logs, ...state.ready] }),
        );
        const alarm = { region, prefix: alerts.name, tags };
        for (const one of functionAlarms(functionName, alerts.deadLetterQueueName)) {
            // These two tell the topic themselves: the function may be what is broken.
            createAlarm(name, { ...alarm, plan: one, topicArn: topic.arn }, child);
        }
        for (const one of DELIVERY_ALARMS) {
            createAlarm(name, { ...alarm, plan: one }, child);
        }
        this.arn = lambda.arn;
        this.registerOutputs({ arn: this.arn });
    }
}
