import { permissions, type PermissionsPolicy } from "../members/roles.ts";
import type { PolicyDocument, PolicyScope } from "./policy-document.ts";
import { fromOwnAccount, policyDocument } from "./policy-document.ts";

/**
 * Who may assume the role that forwards alerts: the rule of this name, or pattern of names, in any region of the account. All regions in one
 * line, because a trust policy ends at 2,048 characters.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html
 */
export function alertForwardingTrust(args: Omit<PolicyScope, "region"> & { readonly rule: string }): PolicyDocument {
    const { partition, account, rule } = args;
    return policyDocument({
        Sid: "ForwardingRules",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: fromOwnAccount({ ...args, region: "*" }, `arn:${partition}:events:*:${account}:rule/${rule}`),
    });
}

/** What it may do: put events on one bus. */
export function alertForwardingPermissions(busArn: string): PermissionsPolicy {
    return permissions({ Sid: "Forward", Effect: "Allow", Action: "events:PutEvents", Resource: busArn });
}
