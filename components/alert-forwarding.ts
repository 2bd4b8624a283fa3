import { EventRule } from "@pulumi/aws/cloudwatch/eventRule.js";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget.js";
import * as pulumi from "@pulumi/pulumi";
import { NON_COMPLIANT } from "../lib/alerts/compliance-change.ts";
import { eventBusArn } from "../lib/members/names.ts";
import type { DeploymentNames } from "../lib/plan/names.ts";

export interface AlertForwardingArgs {
    /** In the region that forwards. */
    readonly names: DeploymentNames;
    /** The region that alerts: the stack's own. */
    readonly to: string;
    readonly tags: Readonly<Record<string, string>>;
    readonly ruleName: string;
    readonly roleArn: pulumi.Input<string>;
}

/**
 * Forwards what ceases to comply in a further region to the default bus of the stack's own, whose topic is the only one.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html
 */
export class AlertForwarding extends pulumi.ComponentResource {
    constructor(name: string, args: AlertForwardingArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:AlertForwarding", name, {}, opts);
        const { partition, account, region } = args.names;
        const child = {
            parent: this,
            deleteBeforeReplace: true,
            ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }),
        };
        const rule = new EventRule(
            `${name}-rule`,
            {
                region,
                name: args.ruleName,
                description: `Forwards what ceases to comply to ${args.to}`,
                eventPattern: JSON.stringify(NON_COMPLIANT),
                tags: args.tags,
            },
            child,
        );
        new EventTarget(
            `${name}-target`,
            {
                region,
                rule: rule.name,
                targetId: "own-region",
                arn: eventBusArn(partition, args.to, account, "default"),
                roleArn: args.roleArn,
            },
            child,
        );
        this.registerOutputs({});
    }
}
