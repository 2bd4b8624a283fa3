import type { RuleFunctionPlan, RuleFunctionsPlan } from "../lib/plan/rule-functions-plan.ts";

/** For whom AWS Config may invoke a function, and the name of the permission among the stack's resources. */
export interface RuleFunctionPermission {
    readonly resourceName: string;
    readonly account: string;
}

/** The permissions of a function: that of its own account first. */
export function permissionsOf(
    { rule, organizationWide }: RuleFunctionPlan,
    { members }: RuleFunctionsPlan,
    account: string,
    suffix: string,
): RuleFunctionPermission[] {
    const resourceName = `${rule}${suffix}-permission`;
    const others = organizationWide ? (members?.accounts ?? []) : [];
    return [
        { resourceName, account },
        ...others.map((other) => ({ resourceName: `${resourceName}-${other}`, account: other })),
    ];
}
