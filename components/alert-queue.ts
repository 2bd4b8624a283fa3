import { Queue } from "@pulumi/aws/sqs/queue.js";
import { QueuePolicy } from "@pulumi/aws/sqs/queuePolicy.js";
import * as pulumi from "@pulumi/pulumi";
import type { AlertsPlan } from "../lib/plan/alerts-plan.ts";
import { type DeploymentNames, scopeOf } from "../lib/plan/names.ts";
import { alertQueuePolicy } from "../lib/policies/alert-queue-policy.ts";
import { DEAD_LETTER_SECONDS } from "../lib/rules/functions.ts";
import { ALERT_FUNCTION_TIMEOUT } from "./alert-function.ts";

export interface AlertQueueArgs {
    readonly names: DeploymentNames;
    readonly tags: Readonly<Record<string, string>>;
    readonly plan: AlertsPlan;
    readonly queueArn: string;
    readonly deadLetterQueueArn: string;
    /** Of the alert topic. */
    readonly keyArn: pulumi.Input<string>;
}

/**
 * Lambda asks for six times the function's timeout, and the batch's seconds besides; and for five attempts at least, since
 * an attempt counts that Lambda itself was too busy for.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
const TIMEOUTS_INVISIBLE = 6;
const ATTEMPTS = 5;

/** The queue between AWS Config and the alert function, and what that could not handle. Both behind the alert topic's key. */
export class AlertQueue extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    readonly deadLetterQueueArn: pulumi.Output<string>;
    /** Rules wait for them. */
    readonly policies: readonly pulumi.Resource[];

    constructor(name: string, args: AlertQueueArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:AlertQueue", name, {}, opts);
        const child = { parent: this, ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }) };
        const { plan, names, tags, keyArn } = args;
        const { region } = names;
        const common = { region, tags, kmsMasterKeyId: keyArn };
        const deadLetters = new Queue(
            `${name}-dead-letters`,
            {
                ...common,
                name: plan.deadLetterQueueName,
                messageRetentionSeconds: DEAD_LETTER_SECONDS,
                redriveAllowPolicy: JSON.stringify({
                    redrivePermission: "byQueue",
                    sourceQueueArns: [args.queueArn],
                }),
            },
            child,
        );
        const queue = new Queue(
            `${name}-queue`,
            {
                ...common,
                name: plan.name,
                messageRetentionSeconds: DEAD_LETTER_SECONDS,
                visibilityTimeoutSeconds: TIMEOUTS_INVISIBLE * ALERT_FUNCTION_TIMEOUT + plan.batchSeconds,
                redrivePolicy: deadLetters.arn.apply((deadLetterTargetArn) =>
                    JSON.stringify({ deadLetterTargetArn, maxReceiveCount: ATTEMPTS }),
                ),
            },
            child,
        );
        const policyOf = (what: string, of: Queue, queueArn: string): QueuePolicy =>
            new QueuePolicy(
                `${name}-${what}-policy`,
                {
                    region,
                    queueUrl: of.url,
                    policy: JSON.stringify(alertQueuePolicy({ ...scopeOf(names), queueArn, rulePrefix: plan.name })),
                },
                child,
            );
        this.arn = queue.arn;
        this.deadLetterQueueArn = deadLetters.arn;
        this.policies = [
            policyOf("queue", queue, args.queueArn),
            policyOf("dead-letters", deadLetters, args.deadLetterQueueArn),
        ];
        this.registerOutputs({ arn: this.arn });
    }
}
