import type { PolicyDocument, PolicyStatement } from "./policy-document.ts";
import { policyDocument } from "./policy-document.ts";

export interface RuleFunctionPolicyArgs {
    readonly functionArn: string;
    /** Accounts whose rules the function evaluates. */
    readonly accounts: readonly string[];
}

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: function resource-based policy */
export const FUNCTION_POLICY_BYTES = 20_480;

/** Identifies the permission of an account in a function's policy. */
export function permissionId(account: string): string {
    return `config-${account}`;
}

/**
 * The policy that Lambda makes of a function's permissions, one for each account: AWS Config invokes the function on behalf
 * of the account that has the rule. A permission for an organization as a whole cannot be had: `aws:PrincipalOrgID` does
 * not match a service, and AddPermission knows no other condition for it.
 * https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
export function ruleFunctionPolicy({ functionArn, accounts }: RuleFunctionPolicyArgs): PolicyDocument {
    return policyDocument(
        ...accounts.map((account): PolicyStatement => ({
            Sid: permissionId(account),
            Effect: "Allow",
            Principal: { Service: "config.amazonaws.com" },
            Action: "lambda:InvokeFunction",
            Resource: functionArn,
            Condition: { StringEquals: { "AWS:SourceAccount": account } },
        })),
    );
}

/** UTF-8 bytes of the policy as Lambda keeps it, with its own `Id`. */
export function ruleFunctionPolicyBytes(args: RuleFunctionPolicyArgs): number {
    return Buffer.byteLength(JSON.stringify({ Id: "default", ...ruleFunctionPolicy(args) }));
}
