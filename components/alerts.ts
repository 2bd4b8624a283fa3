/** The alert topic, the function before it and the rules that lead to them, in all regions of a stack. */
import * as pulumi from "@pulumi/pulumi";
import type { AlertBundle } from "../building/alert-bundle.ts";
import type { AlertsPlan } from "../lib/plan/alerts-plan.ts";
import { alertForwardingRoleName } from "../lib/plan/role-names.ts";
import { AlertFunction } from "./alert-function.ts";
import { AlertQueue } from "./alert-queue.ts";
import { AlertRules, type AlertRulesArgs } from "./alert-rules.ts";
import { AlertTopic } from "./alert-topic.ts";
import type { Deployment } from "./deployment.ts";
import type { MemberAccounts } from "./member-accounts.ts";
import type { Region } from "./region.ts";

/**
 * Where the plan has an alert topic.
 *
 * @param members whose events come on a bus of their own, if they forward any
 * @param bundle the alert function's code. @default none, which a plan without alerts needs
 */
export function createAlerts(
    deployment: Deployment,
    members: MemberAccounts | undefined,
    regions: readonly Region[],
    bundle: AlertBundle | undefined,
    opts: pulumi.ComponentResourceOptions,
): AlertTopic | undefined {
    const { plan, names } = deployment;
    const { tags, alertTopic, alerts } = plan;
    const { alertTopicArn: topicArn } = names;
    if (alertTopic === undefined || topicArn === undefined) {
        return undefined;
    }
    const topic = createTopic(deployment, alertTopic, topicArn, opts);
    const { target, ready } =
        alerts === undefined
            ? { target: { topicArn: topic.arn }, ready: [topic.policy] }
            : createFunction(deployment, alerts, topic, topicArn, bundle, opts);
    const ruleName = alertTopic.name;
    const { forwarding } = new AlertRules(
        "alert-rules",
        {
            names,
            tags,
            ruleName,
            target,
            forwardingRoleName: alertForwardingRoleName(plan.stack),
            furtherRegions: (plan.furtherRegions ?? []).map(({ region }) => region),
            ...(members?.eventBusName && { memberBus: members.eventBusName }),
        },
        pulumi.mergeOptions(opts, { dependsOn: [...ready] }),
    );
    if (forwarding !== undefined) {
        regions.forEach((region) => {
            region.forwardAlerts({ to: names.region, ruleName, roleArn: forwarding.arn }, [forwarding.policy]);
        });
    }
    return topic;
}

function createTopic(
    { plan, names, leftBehind, hooks }: Deployment,
    alertTopic: NonNullable<Deployment["plan"]["alertTopic"]>,
    topicArn: string,
    opts: pulumi.ComponentResourceOptions,
): AlertTopic {
    const { alertKey: keyAdoption } = leftBehind;
    const { alertQueueArn: queue, alertDeadLetterQueueArn: deadLetters } = names;
    return new AlertTopic(
        "alerts",
        {
            names,
            topicArn,
            tags: plan.tags,
            plan: alertTopic,
            ...(plan.alerts !== undefined &&
                queue !== undefined &&
                deadLetters !== undefined && {
                    function: { queues: [queue, deadLetters], name: plan.alerts.functionName },
                }),
            ...(keyAdoption && { keyAdoption }),
            ...(keyAdoption?.withAlias !== true && { aliasHooks: hooks.alertKeyAlias() }),
        },
        opts,
    );
}

function createFunction(
    { plan, names, hooks }: Deployment,
    alerts: AlertsPlan,
    topic: AlertTopic,
    topicArn: string,
    bundle: AlertBundle | undefined,
    opts: pulumi.ComponentResourceOptions,
): { readonly target: AlertRulesArgs["target"]; readonly ready: readonly pulumi.Resource[] } {
    const { alertQueueArn: queueArn, alertDeadLetterQueueArn: deadLetterQueueArn } = names;
    if (queueArn === undefined || deadLetterQueueArn === undefined || bundle === undefined) {
        throw new Error(`the alert function has no ${bundle === undefined ? "code" : "queue"}`);
    }
    const queue = new AlertQueue(
        "alert-queue",
        { names, tags: plan.tags, plan: alerts, queueArn, deadLetterQueueArn, keyArn: topic.keyArn },
        opts,
    );
    new AlertFunction(
        "alert-function",
        {
            names,
            plan: { ...plan, alerts },
            bundle,
            topic,
            queueArn: queue.arn,
            topicArn,
            bucketHooks: hooks.alertStateBucket(),
        },
        pulumi.mergeOptions(opts, { dependsOn: [topic.policy] }),
    );
    return {
        target: { queueArn: queue.arn, deadLetterQueueArn: queue.deadLetterQueueArn, alerts },
        ready: queue.policies,
    };
}
