import * as pulumi from "@pulumi/pulumi";
import type { AlertTopicPlan } from "../lib/plan/plan.ts";
import { alertKeyPolicy, type AlertKeyPolicyArgs } from "../lib/policies/alert-key-policy.ts";
import { alertTopicPolicy } from "../lib/policies/alert-topic-policy.ts";
import { EncryptionKey, type KeyAdoption } from "./encryption-key.ts";
import type { DeploymentNames } from "../lib/plan/names.ts";
import { scopeOf } from "../lib/plan/names.ts";
import { createNotificationTopic } from "./notification-topic.ts";

export interface AlertTopicArgs {
    readonly names: DeploymentNames;
    readonly topicArn: string;
    readonly tags: Readonly<Record<string, string>>;
    readonly plan: AlertTopicPlan;
    /** What else the topic's key encrypts. @default nothing */
    readonly function?: AlertKeyPolicyArgs["function"];
    /** A key of this topic that exists already. @default a new key */
    readonly keyAdoption?: KeyAdoption;
    /** Hooks of the key's alias, whose name may be taken. @default none */
    readonly aliasHooks?: pulumi.ResourceHookBinding;
}

/** The encrypted topic to which EventBridge rules and CloudWatch alarms publish, with a key of its own. */
export class AlertTopic extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    readonly keyArn: pulumi.Output<string>;
    /** Whoever publishes waits for it. */
    readonly policy: pulumi.Resource;

    constructor(name: string, args: AlertTopicArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:AlertTopic", name, {}, opts);
        const { plan, tags, topicArn } = args;
        const scope = scopeOf(args.names);
        const child = { parent: this, ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }) };
        const key = new EncryptionKey(
            name,
            {
                region: scope.region,
                tags,
                description: "Encrypts compliance alerts",
                alias: plan.keyAlias,
                policy: alertKeyPolicy({ ...scope, topicArn, ...(args.function && { function: args.function }) }),
                deletionWindowInDays: plan.deletionWindowInDays,
                ...(args.keyAdoption && { adoption: args.keyAdoption }),
                ...(args.aliasHooks && { aliasHooks: args.aliasHooks }),
            },
            child,
        );
        const { topic, policy } = createNotificationTopic(
            name,
            {
                region: scope.region,
                account: scope.account,
                tags,
                topicName: plan.name,
                topicArn,
                policy: alertTopicPolicy({ ...scope, topicArn }),
                subscriptions: plan.subscriptions,
                keyArn: key.arn,
            },
            child,
        );
        this.arn = topic.arn;
        this.keyArn = key.arn;
        this.policy = policy;
        this.registerOutputs({ arn: this.arn });
    }
}
