/** The StackSets of member accounts, which an earlier run of this stack may have made. */
import { documentStackSetName, type StackSetKind, stackSetName } from "../lib/members/names.ts";
import { STACK_TAG } from "../lib/plan/build.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { type ImportIdentifiers, type Sought, taken } from "./left-behind-imports.ts";
import type { StackSetTags } from "./stack-set-tags.ts";

/**
 * Those that the plan has, the state lacks, and that carry the stack's tag. Their instances need no look-up: what is
 * there is not made again.
 *
 * @param isThere tells whether the state has a resource
 */
export async function findStackSets(
    plan: DeploymentPlan,
    isThere: (key: string) => boolean,
    tagsOf: StackSetTags,
): Promise<ImportIdentifiers> {
    const callAs = plan.members?.rollout?.callAs ?? "SELF";
    const found: Sought[] = [];
    for (const [resource, name] of plannedStackSets(plan)) {
        const key = `aws:cloudformation/stackSet:StackSet ${resource}-stack-set`;
        if (!isThere(key) && (await tagsOf(name, callAs))?.[STACK_TAG] === plan.stack) {
            found.push({ key, what: `the StackSet ${name}`, id: callAs === "SELF" ? name : `${name},${callAs}` });
        }
    }
    return taken(found);
}

/** By what begins the names of their resources. */
function plannedStackSets({
    members,
    ruleFunctions,
    memberDocuments,
}: DeploymentPlan): (readonly [resource: string, name: string])[] {
    const rollout = members?.rollout;
    if (rollout === undefined) {
        return [];
    }
    const named = (resource: string, kind: StackSetKind) => [resource, stackSetName(rollout, kind)] as const;
    return [
        named("members-global", "global"),
        named("members-regional", "regional"),
        ...(ruleFunctions?.inMembers === undefined ? [] : [named("member-functions", "functions")]),
        ...(memberDocuments?.documents ?? []).map(
            ({ name }) => [`member-documents-${name}`, documentStackSetName(rollout, name)] as const,
        ),
    ];
}
