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

/** Functions that every member has for itself, in each of the regions. */
export interface MemberFunctionsPlan {
    /** Sorted by name; the regions too. */
    readonly functions: readonly RuleFunctionPlan[];
    readonly regions: readonly string[];
    /** Begins the name of each region's bucket with the code, which ends in the stack's account and the region. */
    readonly codeBucketPrefix: string;
    /** The dead-letter queue in each member and region. */
    readonly queueName: string;
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
    /** Accounts that the functions evaluate besides their own, sorted. Absent where they evaluate their own alone. */
    readonly members?: { readonly accounts: readonly string[]; readonly evaluationRole: string };
    /** What members evaluate themselves by: never besides `members`. Absent where no pack of the organization asks for it. */
    readonly inMembers?: MemberFunctionsPlan;
}
