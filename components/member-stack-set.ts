/** A service-managed StackSet, by which member accounts get what is theirs. */
import { StackInstances } from "@pulumi/aws/cloudformation/stackInstances.js";
import { StackSet } from "@pulumi/aws/cloudformation/stackSet.js";
import type * as pulumi from "@pulumi/pulumi";
import { STACK_TAG } from "../lib/plan/build.ts";
import type { RolloutPlan } from "../lib/plan/members-plan.ts";
import type { DeploymentNames } from "../lib/plan/names.ts";
import { redeployAdvice } from "../lib/verify/member-rollout.ts";
import { onCollision, onFailure } from "./existing.ts";

/** Long enough for thousands of accounts, some of them slow: the provider's own half an hour is not. */
const PATIENCE = "6h";

export interface StackSetPlace {
    readonly names: DeploymentNames;
    readonly tags: Readonly<Record<string, string>>;
}

export interface StackSetContent {
    readonly name: string;
    readonly description: string;
    readonly template: string;
    readonly parameters: Record<string, pulumi.Input<string>>;
    readonly regions: readonly string[];
    /** What an account gets before it, when it joins. */
    readonly after?: StackSet;
}

/** The StackSet with its instances, in all accounts below the units of the rollout. */
export function deployStackSet(
    name: string,
    { names, tags }: StackSetPlace,
    rollout: RolloutPlan,
    content: StackSetContent,
    opts: pulumi.CustomResourceOptions,
): { readonly stackSet: StackSet; readonly instances: StackInstances } {
    const { region } = names;
    const { callAs, units, preferences } = rollout;
    // A StackSet takes all of them but the concurrency mode, which @pulumi/aws knows for instances only.
    const { concurrencyMode, ...operationPreferences } = preferences;
    const stackSet = new StackSet(
        `${name}-stack-set`,
        {
            region,
            name: content.name,
            description: content.description,
            permissionModel: "SERVICE_MANAGED",
            callAs,
            capabilities: ["CAPABILITY_NAMED_IAM"],
            templateBody: content.template,
            parameters: content.parameters,
            autoDeployment: {
                enabled: true,
                retainStacksOnAccountRemoval: true,
                ...(content.after && { dependsOnStackSets: [content.after.arn] }),
            },
            // Operations that meet an automatic deployment wait for it instead of failing.
            managedExecution: { active: true },
            operationPreferences,
            tags,
        },
        {
            ...opts,
            deleteBeforeReplace: true,
            customTimeouts: { update: PATIENCE },
            hooks: onCollision(`${name}-stack-set-exists`, /NameAlreadyExistsException/, () =>
                takenName(content.name, callAs, region),
            ),
        },
    );
    const instances = new StackInstances(
        `${name}-instances`,
        {
            region,
            stackSetName: stackSet.name,
            callAs,
            deploymentTargets: { organizationalUnitIds: [...units] },
            regions: [...content.regions],
            operationPreferences: { ...operationPreferences, concurrencyMode },
        },
        {
            ...opts,
            deleteBeforeReplace: true,
            customTimeouts: { create: PATIENCE, update: PATIENCE, delete: PATIENCE },
            hooks: onFailure(`${name}-instances-failed`, ["create", "update"], FAILED, () =>
                failedStacks(rollout, content),
            ),
        },
    );
    return { stackSet, instances };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackSetOperation.html */
const FAILED = /unexpected state 'FAILED'/;

/** The state has the instances by then, whatever became of them, so that the next update would find nothing to do. */
function failedStacks(rollout: RolloutPlan, { name, regions }: StackSetContent): string {
    return (
        `stacks of the StackSet ${name} failed in the accounts above, and the next update does not try them again: ` +
        redeployAdvice(rollout, name, regions)
    );
}

/** This stack's own is found by its tag, and imported by the next update. AWS refuses to delete one with instances. */
function takenName(name: string, callAs: RolloutPlan["callAs"], region: string): string {
    return [
        `the StackSet ${name} exists already. Where an interrupted run of this stack made it, which its tag`,
        `${STACK_TAG} tells, the next update goes on with it. Another one without instances, with which nothing`,
        "is lost, makes room by:",
        `    aws cloudformation delete-stack-set --stack-set-name ${name} --call-as ${callAs} --region ${region}`,
    ].join("\n");
}
