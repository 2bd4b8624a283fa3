import { EventRule } from "@pulumi/aws/cloudwatch/eventRule.js";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import * as pulumi from "@pulumi/pulumi";
import { alertMessage } from "../lib/alerts/alert-message.ts";
import { type AlertRule, alertRules, ruleNameOf } from "../lib/alerts/alert-rules.ts";
import { eventBusArn } from "../lib/members/names.ts";
import type { AlertsPlan } from "../lib/plan/alerts-plan.ts";
import type { DeploymentNames } from "../lib/plan/names.ts";
import { alertForwardingPermissions, alertForwardingTrust } from "../lib/policies/alert-forwarding-policies.ts";

export interface AlertRulesArgs {
    readonly names: DeploymentNames;
    readonly tags: Readonly<Record<string, string>>;
    /** Begins the name of every rule. */
    readonly ruleName: string;
    /** The alert topic, or the queue of the function that stands before it. */
    readonly target:
        | { readonly topicArn: pulumi.Input<string> }
        | {
              readonly queueArn: pulumi.Input<string>;
              /** Keeps what EventBridge cannot send. */
              readonly deadLetterQueueArn: pulumi.Input<string>;
              readonly alerts: AlertsPlan;
          };
    /** The stack's further regions, which forward here. */
    readonly furtherRegions: readonly string[];
    /** Of the role by which they do. */
    readonly forwardingRoleName: string;
    /** Name of the bus that members forward to. @default they forward nothing */
    readonly memberBus?: pulumi.Input<string>;
}

/** What the rules of further regions need to forward. */
export interface AlertForwardingRole {
    readonly arn: pulumi.Output<string>;
    readonly policy: RolePolicy;
}

/**
 * Sends to the alert topic or to the alert queue what ceases to comply: in the stack's own region, in its further ones,
 * which forward to the own region's default bus, and in members, which forward to a bus of their own. Rules here have that
 * one target, so that no event goes round in circles.
 */
export class AlertRules extends pulumi.ComponentResource {
    /** Absent where there are no further regions. */
    readonly forwarding?: AlertForwardingRole;

    constructor(name: string, args: AlertRulesArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:AlertRules", name, {}, opts);
        const { account, region } = args.names;
        const { furtherRegions: further, memberBus, target } = args;
        const child = { parent: this, ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }) };
        const own = { account, regions: [region, ...further].sort() };
        for (const rule of alertRules(own, "alerts" in target ? target.alerts : undefined, memberBus !== undefined)) {
            createRule(`${name}${rule.suffix}`, args, rule, child);
        }
        if (further.length > 0) {
            this.forwarding = createForwardingRole(name, args, child);
        }
        this.registerOutputs({ ...(this.forwarding && { forwardingRoleArn: this.forwarding.arn }) });
    }
}

/** Topics and queues admit EventBridge by their own policies, and take no role. */
function createRule(
    name: string,
    { names, tags, ruleName, memberBus, target }: AlertRulesArgs,
    rule: AlertRule,
    opts: pulumi.CustomResourceOptions,
): void {
    const { region, partition } = names;
    const { when, description } = rule;
    const onBus = {
        region,
        ...(rule.onMemberBus === true && memberBus !== undefined && { eventBusName: memberBus }),
    };
    const eventRule = new EventRule(
        `${name}-rule`,
        {
            ...onBus,
            name: ruleNameOf(ruleName, rule),
            description,
            ...("pattern" in when
                ? { eventPattern: JSON.stringify(when.pattern) }
                : { scheduleExpression: `rate(${when.everyMinutes} minutes)` }),
            tags,
        },
        { ...opts, deleteBeforeReplace: true },
    );
    new EventTarget(
        `${name}-target`,
        {
            ...onBus,
            rule: eventRule.name,
            ...("topicArn" in target
                ? { targetId: "alert-topic", arn: target.topicArn, inputTransformer: alertMessage(partition) }
                : {
                      targetId: "alert-queue",
                      arn: target.queueArn,
                      deadLetterConfig: { arn: target.deadLetterQueueArn },
                  }),
        },
        { ...opts, deleteBeforeReplace: true },
    );
}

function createForwardingRole(
    name: string,
    { names, tags, ruleName, target, forwardingRoleName: roleName }: AlertRulesArgs,
    opts: pulumi.CustomResourceOptions,
): AlertForwardingRole {
    const { partition, account, region } = names;
    const rule = "alerts" in target ? `${ruleName}*` : ruleName;
    const named = { ...opts, deleteBeforeReplace: true };
    const role = new Role(
        `${name}-forwarding-role`,
        {
            name: roleName,
            description: `Forwards alerts of AWS Config to ${region}`,
            assumeRolePolicy: JSON.stringify(alertForwardingTrust({ partition, account, rule })),
            tags,
        },
        named,
    );
    const permissions = alertForwardingPermissions(eventBusArn(partition, region, account, "default"));
    const policy = new RolePolicy(
        `${name}-forwarding-role-policy`,
        { name: roleName, role: role.name, policy: JSON.stringify(permissions) },
        named,
    );
    return { arn: role.arn, policy };
}
