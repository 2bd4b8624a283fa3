/** The shape of the part of the plan that says which Lambda functions rules run in. */
import type { RuleProgramPlan } from "./plan.ts";

/** The function of one rule in one region. */
export interface RuleFunctionPlan extends Pick<
    RuleProgramPlan,
    "rule" | "trigger" | "permissions" | "memory" | "timeout"
> {
    /** Of the function, of its role and of its log group. */
    readonly name: string;
    /** A pack of the organization has the rule: members' resources are evaluated too. */
    readonly organizationWide: boolean;
}

/** What all functions of a stack have in common. */
export interface RuleFunctionsPlan {
    readonly logRetentionDays: number;
    /** The dead-letter queue of each region. */
    readonly queueName: string;
    /** Begins the names of all functions of the stack, but of those that had to be cut short. */
    readonly prefix: string;
    /** The key of the log groups, one in each region; without `alias/`. */
    readonly logKey: { readonly alias: string; readonly deletionWindowInDays: number };
    /** Accounts that the functions evaluate besides their own, sorted. Absent where no pack of the organization has such a rule. */
    readonly members?: { readonly accounts: readonly string[]; readonly evaluationRole: string };
}
