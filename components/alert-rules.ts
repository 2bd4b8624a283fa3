import { EventRule } from "@pulumi/aws/cloudwatch/eventRule.js";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import * as pulumi from "@pulumi/pulumi";
import { alertMessage } from "../lib/alerts/alert-message.ts";
import { NON_COMPLIANT, nonCompliantMembers } from "../lib/alerts/compliance-change.ts";
import { eventBusArn } from "../lib/members/names.ts";
import type { DeploymentNames } from "../lib/plan/names.ts";
import { alertForwardingPermissions, alertForwardingTrust } from "../lib/policies/alert-forwarding-policies.ts";

export interface AlertRulesArgs {
    readonly names: DeploymentNames;
    readonly tags: Readonly<Record<string, string>>;
    /** Name of every rule, which is alone with it on its bus. */
    readonly ruleName: string;
    readonly topicArn: pulumi.Input<string>;
    /** The stack's further regions, which forward here. */
    readonly furtherRegions: readonly string[];
    /** Name of the bus that members forward to. @default they forward nothing */
    readonly memberBus?: pulumi.Input<string>;
}

/** What the rules of further regions need to forward. */
export interface AlertForwardingRole {
    readonly arn: pulumi.Output<string>;
    readonly policy: RolePolicy;
}

/**
 * Publishes to the alert topic what ceases to comply: in the stack's own region, in its further ones, which forward to
 * the own region's default bus, and in members, which forward to a bus of their own. Rules here target the topic alone,
 * so that no event goes round in circles.
 */
export class AlertRules extends pulumi.ComponentResource {
    /** Absent where there are no further regions. */
    readonly forwarding?: AlertForwardingRole;

    constructor(name: string, args: AlertRulesArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:AlertRules", name, {}, opts);
        const { account, region } = args.names;
        const { furtherRegions: further } = args;
        const child = { parent: this, ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }) };
        publish(name, args, { pattern: NON_COMPLIANT, description: "What ceases to comply" }, child);
        if (args.memberBus !== undefined) {
            publish(
                `${name}-members`,
                args,
                {
                    pattern: nonCompliantMembers({ account, regions: [region, ...further].sort() }),
                    description: "What ceases to comply in member accounts",
                    bus: args.memberBus,
                },
                child,
            );
        }
        if (further.length > 0) {
            this.forwarding = createForwardingRole(name, args, child);
        }
        this.registerOutputs({ ...(this.forwarding && { forwardingRoleArn: this.forwarding.arn }) });
    }
}

interface Published {
    readonly pattern: object;
    readonly description: string;
    /** @default the default bus */
    readonly bus?: pulumi.Input<string>;
}

/** A topic admits EventBridge by its own policy, and takes no role. */
function publish(
    name: string,
    { names, tags, ruleName, topicArn }: AlertRulesArgs,
    { pattern, description, bus }: Published,
    opts: pulumi.CustomResourceOptions,
): void {
    const { region, partition } = names;
    const onBus = { region, ...(bus !== undefined && { eventBusName: bus }) };
    const rule = new EventRule(
        `${name}-rule`,
        { ...onBus, name: ruleName, description, eventPattern: JSON.stringify(pattern), tags },
        { ...opts, deleteBeforeReplace: true },
    );
    new EventTarget(
        `${name}-target`,
        {
            ...onBus,
            rule: rule.name,
            targetId: "alert-topic",
            arn: topicArn,
            inputTransformer: alertMessage(partition),
        },
        { ...opts, deleteBeforeReplace: true },
    );
}

function createForwardingRole(
    name: string,
    { names, tags, ruleName: rule }: AlertRulesArgs,
    opts: pulumi.CustomResourceOptions,
): AlertForwardingRole {
    const { partition, account, region } = names;
    const role = new Role(
        `${name}-forwarding-role`,
        {
            description: `Forwards alerts of AWS Config to ${region}`,
            assumeRolePolicy: JSON.stringify(alertForwardingTrust({ partition, account, rule })),
            tags,
        },
        opts,
    );
    const permissions = alertForwardingPermissions(eventBusArn(partition, region, account, "default"));
    const policy = new RolePolicy(
        `${name}-forwarding-role-policy`,
        { role: role.name, policy: JSON.stringify(permissions) },
        opts,
    );
    return { arn: role.arn, policy };
}
