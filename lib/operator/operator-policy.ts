/** The IAM policies by which somebody previews, deploys, destroys or looks at a stack, and may do no more. */
import type { Conditions } from "../policies/policy-document.ts";
import type { DeploymentPlan } from "../plan/plan.ts";
import { type ActionTables, actionTables } from "./action-tables.ts";
import { type Grant, grantsFor } from "./grants.ts";
import { type IdentityPolicy, type IdentityStatement, splitPolicies } from "./identity-policy.ts";
import type { Operation } from "./operation.ts";
import { type Scope, scopeOfStack } from "./scope.ts";
import { type StateBackend, stateStatements } from "./state-backend.ts";
import { type Target, unique } from "./target.ts";
import { TARGETS } from "./targets.ts";

export interface OperatorPolicyRequest {
    /** The stack as it is going to be, and, where an update may remove something, as it was. */
    readonly plans: readonly DeploymentPlan[];
    /** More than one: a policy for all of them. */
    readonly operations: readonly Operation[];
    /** 12 digits. @default the plans', else any */
    readonly account?: string;
    /** Where Pulumi keeps the stack's state, if that is a bucket of AWS's. @default somewhere else */
    readonly state?: StateBackend;
}

/**
 * Policies that together allow what the operations need, each as long as IAM takes a managed policy to be. The same plan
 * gives the same text.
 *
 * @throws {InvalidConfigurationError} where a name becomes longer than AWS allows
 */
export function operatorPolicies(request: OperatorPolicyRequest): IdentityPolicy[] {
    return splitPolicies(operatorStatements(request));
}

/** The same as statements, however long they are together. */
export function operatorStatements({ plans, operations, account, state }: OperatorPolicyRequest): IdentityStatement[] {
    const tables = actionTables();
    const permissions = plans.flatMap((plan) => {
        const scope = scopeOfStack(plan, account);
        return operations.flatMap((operation) =>
            grantsFor(operation, scope, tables).flatMap((grant) => permissionsOf(grant, scope, tables)),
        );
    });
    return [
        ...statementsOf(permissions),
        ...(state === undefined ? [] : stateStatements(state, operations, plans[0]?.partition ?? "aws")),
    ];
}

/** One action on what belongs together in a statement. */
interface Permission {
    readonly action: string;
    readonly resources: readonly string[];
    readonly condition?: Conditions;
    /** What it is allowed on, as the end of a Sid. */
    readonly subject: string;
}

function permissionsOf(grant: Grant, scope: Scope, { withoutResource }: ActionTables): Permission[] {
    const here = { ...scope, deleting: grant.deleting };
    const targets: readonly Target[] = TARGETS[grant.on](here);
    return targets
        .filter(({ resources }) => resources.length > 0)
        .flatMap(({ resources, condition, label = "" }) =>
            grant.actions.map((action) => {
                const anything = withoutResource.has(action);
                const held = { ...condition, ...serviceCondition(action, grant.service) };
                return {
                    action,
                    resources: anything ? ["*"] : resources,
                    ...(Object.keys(held).length > 0 && { condition: held }),
                    subject:
                        anything && condition === undefined ? "WithoutResource" : `${pascalCase(grant.on)}${label}`,
                };
            }),
        );
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html */
function serviceCondition(action: string, service: string | undefined): Conditions {
    if (service === undefined) {
        return {};
    }
    const key = action === "iam:PassRole" ? "iam:PassedToService" : "iam:AWSServiceName";
    return { StringEquals: { [key]: service } };
}

/** Actions that are allowed on the same, under the same conditions, in one statement. */
function statementsOf(permissions: readonly Permission[]): IdentityStatement[] {
    // What the same action is allowed on under one name is one list, whichever plan or step it comes from.
    const resources = new Map<string, Set<string>>();
    const keyOf = ({ action, subject, condition }: Permission): string =>
        JSON.stringify([action, subject, condition ?? {}]);
    for (const one of permissions) {
        const known = resources.get(keyOf(one)) ?? new Set();
        one.resources.forEach((resource) => known.add(resource));
        resources.set(keyOf(one), known);
    }
    const groups = new Map<string, { actions: Set<string>; resources: string[]; of: Permission }>();
    for (const one of permissions) {
        const all = unique([...(resources.get(keyOf(one)) ?? [])]);
        const key = JSON.stringify([one.subject, all, one.condition ?? {}]);
        const group = groups.get(key) ?? { actions: new Set(), resources: all, of: one };
        group.actions.add(one.action);
        groups.set(key, group);
    }
    const sids = new Set<string>();
    return [...groups.values()]
        .map(({ actions, resources: all, of }) => ({
            Sid: `${verbOf([...actions])}${of.subject}`,
            Effect: "Allow" as const,
            Action: unique([...actions]),
            Resource: all,
            ...(of.condition && { Condition: of.condition }),
        }))
        .sort((left, right) => compare(left.Sid, right.Sid) || compare(JSON.stringify(left), JSON.stringify(right)))
        .map((statement) => ({ ...statement, Sid: alone(statement.Sid, sids) }));
}

/** What a statement is for, in a word. */
function verbOf(actions: readonly string[]): string {
    const names = actions.map((action) => action.slice(action.indexOf(":") + 1));
    const all = (pattern: RegExp): boolean => names.every((name) => pattern.test(name));
    if (all(/^PassRole$/)) {
        return "Pass";
    }
    if (all(/^(Create|TagResource$)/)) {
        return "Create";
    }
    if (all(/^(Delete|ScheduleKeyDeletion$)/)) {
        return "Delete";
    }
    return all(/^(Get|List|Describe|Select)/) ? "Read" : "Manage";
}

/** A Sid is letters and digits, and alone in its policy. */
function alone(sid: string, taken: Set<string>): string {
    let free = sid;
    for (let number = 2; taken.has(free); number++) {
        free = `${sid}Part${number}`;
    }
    taken.add(free);
    return free;
}

function pascalCase(words: string): string {
    return words.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function compare(left: string, right: string): number {
    return left < right ? -1 : left > right ? 1 : 0;
}
