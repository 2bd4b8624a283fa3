/** Names of roles that belong to no function: IAM allows as many characters as Lambda does, and they are cut likewise. */
import { functionName } from "../rules/functions.ts";

/** The role by which the stack's further regions forward alerts to its own. */
export function alertForwardingRoleName(stack: string): string {
    return functionName(stack, "alert-forwarding");
}

/** The role by which an aggregator lists the accounts of the organization. */
export function aggregatorRoleName(stack: string, aggregator: string): string {
    return functionName(stack, `aggregator-${aggregator}`);
}
