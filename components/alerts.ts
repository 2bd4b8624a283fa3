/** The alert topic and the rules that publish to it, in all regions of a stack. */
import * as pulumi from "@pulumi/pulumi";
import { AlertRules } from "./alert-rules.ts";
import { AlertTopic } from "./alert-topic.ts";
import type { Deployment } from "./deployment.ts";
import type { MemberAccounts } from "./member-accounts.ts";
import type { Region } from "./region.ts";

/**
 * Where the plan has an alert topic.
 *
 * @param members whose events come on a bus of their own, if they forward any
 */
export function createAlerts(
    { plan, names, leftBehind, hooks }: Deployment,
    members: MemberAccounts | undefined,
    regions: readonly Region[],
    opts: pulumi.ComponentResourceOptions,
): AlertTopic | undefined {
    const { tags, alertTopic } = plan;
    const { alertTopicArn: topicArn } = names;
    const { alertKey: keyAdoption } = leftBehind;
    if (alertTopic === undefined || topicArn === undefined) {
        return undefined;
    }
    const topic = new AlertTopic(
        "alerts",
        {
            names,
            topicArn,
            tags,
            plan: alertTopic,
            ...(keyAdoption && { keyAdoption }),
            ...(keyAdoption?.withAlias !== true && { aliasHooks: hooks.alertKeyAlias() }),
        },
        opts,
    );
    const ruleName = alertTopic.name;
    const { forwarding } = new AlertRules(
        "alert-rules",
        {
            names,
            tags,
            ruleName,
            topicArn: topic.arn,
            furtherRegions: (plan.furtherRegions ?? []).map(({ region }) => region),
            ...(members?.eventBusName && { memberBus: members.eventBusName }),
        },
        pulumi.mergeOptions(opts, { dependsOn: [topic.policy] }),
    );
    if (forwarding !== undefined) {
        regions.forEach((region) => {
            region.forwardAlerts({ to: names.region, ruleName, roleArn: forwarding.arn }, [forwarding.policy]);
        });
    }
    return topic;
}
