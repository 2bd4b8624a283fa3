import { EventRule } from "@pulumi/aws/cloudwatch/eventRule.js";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget.js";
import * as pulumi from "@pulumi/pulumi";
import { forwardedRules, ruleNameOf } from "../lib/alerts/alert-rules.ts";
import { eventBusArn } from "../lib/members/names.ts";
import { DELIVERY_ALARMS } from "../lib/plan/alert-alarms.ts";
import type { AlertsPlan } from "../lib/plan/alerts-plan.ts";
import type { DeploymentNames } from "../lib/plan/names.ts";
import { createAlarm } from "./alarms.ts";

export interface AlertForwardingArgs {
    /** In the region that forwards. */
    readonly names: DeploymentNames;
    /** The region that alerts: the stack's own. */
    readonly to: string;
    readonly tags: Readonly<Record<string, string>>;
    /** Begins the names of the rules. */
    readonly ruleName: string;
    readonly roleArn: pulumi.Input<string>;
    /** The alert function. @default none: only what ceases to comply is forwarded */
    readonly alerts?: AlertsPlan;
}

/**
 * Forwards what raises alerts in a further region to the default bus of the stack's own, whose topic and queue are the only
 * ones. Alarms cannot publish to a topic of another region, so that their changes are forwarded as well.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html
 */
export class AlertForwarding extends pulumi.ComponentResource {
    constructor(name: string, args: AlertForwardingArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:AlertForwarding", name, {}, opts);
        const { partition, account, region } = args.names;
        const { alerts, tags, ruleName } = args;
        const child = {
            parent: this,
            deleteBeforeReplace: true,
            ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }),
        };
        for (const one of forwardedRules(alerts)) {
            const rule = new EventRule(
                `${name}${one.suffix}-rule`,
                {
                    region,
                    name: ruleNameOf(ruleName, one),
                    description: `Forwards what ceases to comply to ${args.to}`,
                    eventPattern: JSON.stringify(one.when.pattern),
                    tags,
                    ...(alerts !== undefined && { description: `${one.description}: forwarded to ${args.to}` }),
                },
                child,
            );
            new EventTarget(
                `${name}${one.suffix}-target`,
                {
                    region,
                    rule: rule.name,
                    targetId: "own-region",
                    arn: eventBusArn(partition, args.to, account, "default"),
                    roleArn: args.roleArn,
                },
                child,
            );
        }
        if (alerts !== undefined) {
            for (const plan of DELIVERY_ALARMS) {
                createAlarm(name, { region, prefix: alerts.name, tags, plan }, child);
            }
        }
        this.registerOutputs({});
    }
}
