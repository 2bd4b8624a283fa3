/** What an operation has to be allowed: actions of the tables, each with what it is allowed on. */
import { type ActionTables, actionTables, type ResourceActions } from "./action-tables.ts";
import { type Operation, type Step, STEPS_OF } from "./operation.ts";
import { resourcesOf, type Scope } from "./scope.ts";
import type { TargetName } from "./targets.ts";

/** Actions on one kind of thing. */
export interface Grant {
    readonly actions: readonly string[];
    readonly on: TargetName;
    /** What a role is passed to, or a service-linked role is made for. */
    readonly service?: string;
    /** On what the stack may delete alone. */
    readonly deleting: boolean;
}

/** @param tables @default those of this version of the project */
export function grantsFor(operation: Operation, scope: Scope, tables: ActionTables = actionTables()): Grant[] {
    const steps = STEPS_OF[operation];
    const types = [...new Set(scope.resources.map(({ type }) => type))].sort();
    const own = tables.ownCalls.filter(({ operations }) => operations.includes(operation));
    return [
        ...types.flatMap((type) => grantsForType(scope, type, rowOf(tables, type), steps)),
        ...subscribedFunctions(scope, tables, steps),
        ...own.map(({ on, actions }) => ({ actions, on, deleting: false })),
    ];
}

function rowOf({ resourceTypes }: ActionTables, type: string): ResourceActions {
    const row = resourceTypes.get(type);
    if (row === undefined) {
        throw new Error(`lib/operator/resource-actions/ has no row for ${type}`);
    }
    return row;
}

function grantsForType(scope: Scope, type: string, row: ResourceActions, steps: readonly Step[]): Grant[] {
    const deletes = resourcesOf({ ...scope, deleting: true }, type).length > 0;
    return steps
        .filter((step) => step !== "delete" || deletes)
        .flatMap((step) => [
            { actions: row[step], on: row.on, deleting: step === "delete" },
            ...row.needs
                .filter((need) => need.for.includes(step))
                .map(({ actions, on, service }) => ({
                    actions,
                    on,
                    ...(service !== undefined && { service }),
                    deleting: step === "delete",
                })),
        ]);
}

/** A topic that calls a function of somebody else's is allowed to by a permission, which no plan counts as a resource. */
function subscribedFunctions({ plan, regions }: Scope, tables: ActionTables, steps: readonly Step[]): Grant[] {
    const row = rowOf(tables, "aws:lambda/permission:Permission");
    const calls = [...regions.map((region) => region.plan.deliveryTopic), plan.alertTopic].some((topic) =>
        topic?.subscriptions.some(({ protocol }) => protocol === "lambda"),
    );
    return calls ? steps.map((step) => ({ actions: row[step], on: row.on, deleting: false })) : [];
}
