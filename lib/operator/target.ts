/** What actions are allowed on. */
import type { Conditions } from "../policies/policy-document.ts";
import type { Scope } from "./scope.ts";

/** ARNs, under the same conditions; none: the stack has nothing of the kind. */
export interface Target {
    readonly resources: readonly string[];
    readonly condition?: Conditions;
    /** Tells several of a kind apart, as the end of a Sid. */
    readonly label?: string;
}

/** What of a stack a name in the tables stands for. */
export type TargetOf = (scope: Scope) => readonly Target[];

/** Without conditions. */
export function arns(...resources: readonly string[]): readonly Target[] {
    return [{ resources }];
}

export const NOTHING: readonly Target[] = [];

/** Resource `*`, where the stack has what the calls are about. */
export function anythingWhere(has: boolean): readonly Target[] {
    return has ? arns("*") : NOTHING;
}

export function unique(values: readonly string[]): string[] {
    return [...new Set(values)].sort();
}
