/** Identity policies: what they are made of, how long they are, and how one that is too long becomes several. */
import type { Conditions } from "../policies/policy-document.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export interface IdentityStatement {
    readonly Sid: string;
    readonly Effect: "Allow" | "Deny";
    readonly Action?: readonly string[];
    readonly NotAction?: readonly string[];
    readonly Resource?: readonly string[];
    readonly NotResource?: readonly string[];
    readonly Condition?: Conditions;
}

export interface IdentityPolicy {
    readonly Version: "2012-10-17";
    readonly Statement: readonly IdentityStatement[];
}

/** Characters of a managed policy, white space apart: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const MANAGED_POLICY_CHARACTERS = 6144;
/** Managed policies of a role, unless AWS raises it. */
export const MANAGED_POLICIES_OF_ROLE = 10;

export function identityPolicy(statements: readonly IdentityStatement[]): IdentityPolicy {
    return { Version: "2012-10-17", Statement: statements };
}

/** Characters as IAM counts them: white space outside of values is none of them. */
export function policyCharacters(policy: IdentityPolicy): number {
    return JSON.stringify(policy).length;
}

/**
 * As few policies as keep the order of the statements, none longer than IAM takes. A statement that alone is too long
 * becomes several by its resources, whose Sids are numbered.
 *
 * @param limit characters
 * @throws {Error} where a single resource with its actions is too long
 */
export function splitPolicies(
    statements: readonly IdentityStatement[],
    limit: number = MANAGED_POLICY_CHARACTERS,
): IdentityPolicy[] {
    const policies: IdentityStatement[][] = [];
    for (const statement of statements.flatMap((one) => splitStatement(one, limit))) {
        const last = policies.at(-1);
        if (last !== undefined && policyCharacters(identityPolicy([...last, statement])) <= limit) {
            last.push(statement);
        } else {
            policies.push([statement]);
        }
    }
    return policies.map(identityPolicy);
}

function splitStatement(statement: IdentityStatement, limit: number): IdentityStatement[] {
    const fits = (resources: readonly string[]): boolean =>
        policyCharacters(identityPolicy([{ ...statement, Sid: `${statement.Sid}99`, Resource: resources }])) <= limit;
    const { Resource: resources = [] } = statement;
    if (policyCharacters(identityPolicy([statement])) <= limit) {
        return [statement];
    }
    const parts: string[][] = [];
    for (const resource of resources) {
        const last = parts.at(-1);
        if (last !== undefined && fits([...last, resource])) {
            last.push(resource);
        } else if (fits([resource])) {
            parts.push([resource]);
        } else {
            throw new Error(`the statement ${statement.Sid} is too long for a policy, even with one resource`);
        }
    }
    return parts.map((part, index) => ({ ...statement, Sid: `${statement.Sid}${index + 1}`, Resource: part }));
}
