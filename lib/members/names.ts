/** Names that both templates, the stack's own resources and the policies have to agree on. */
import type { RolloutPlan } from "../plan/members-plan.ts";
import type { MemberFunctionsPlan } from "../plan/rule-functions-plan.ts";

/** The role by which members forward events: one in an account, while its rules are in every region. */
export function forwardingRoleName({ name }: Pick<RolloutPlan, "name">): string {
    return `${name}-forwarding`;
}

/** Where a member's function tells the regional stack what to make, and below it `/recorder` and `/delivery-channel`. */
export function decisionParameterPrefix({ name }: Pick<RolloutPlan, "name">): string {
    return `/${name}/members`;
}

/** What StackSets bring to members. */
export type StackSetKind = "global" | "regional" | "functions";

export function stackSetName({ name }: Pick<RolloutPlan, "name">, kind: StackSetKind): string {
    return `${name}-members-${kind}`;
}

/** The StackSet of a document of the project's own. */
export function documentStackSetName({ name }: Pick<RolloutPlan, "name">, document: string): string {
    return `${name}-members-${document}`;
}

export function eventBusArn(partition: string, region: string, account: string, bus: string): string {
    return `arn:${partition}:events:${region}:${account}:event-bus/${bus}`;
}

/** The bucket of a region that members' functions take their code from. */
export function codeBucketName(
    { codeBucketPrefix }: Pick<MemberFunctionsPlan, "codeBucketPrefix">,
    account: string,
    region: string,
): string {
    return `${codeBucketPrefix}-${account}-${region}`;
}
