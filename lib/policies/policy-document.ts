/** The shapes of IAM policy documents, and the few statements that several policies share. */

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export type Principal = "*" | { readonly Service: string } | { readonly AWS: string | readonly string[] };

/** Operator, then condition key, then the value or values it is compared with. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One statement of a resource policy, a key policy or a trust policy; a trust policy names no resource. */
export interface PolicyStatement {
    readonly Sid: string;
    readonly Effect: "Allow" | "Deny";
    readonly Principal: Principal;
    readonly Action: string | readonly string[];
    readonly Resource?: string | readonly string[];
    readonly Condition?: Conditions;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export interface PolicyDocument {
    readonly Version: "2012-10-17";
    readonly Statement: readonly PolicyStatement[];
}

/** Where a policy applies: every ARN in it belongs to this account and region. */
export interface PolicyScope {
    readonly partition: string;
    readonly account: string;
    readonly region: string;
}

/** A document of the only version that AWS still recommends. */
export function policyDocument(...statements: readonly PolicyStatement[]): PolicyDocument {
    return { Version: "2012-10-17", Statement: statements };
}

/** The account itself: with it, the account's own IAM policies decide. */
export function accountRoot(scope: PolicyScope): Principal {
    return { AWS: `arn:${scope.partition}:iam::${scope.account}:root` };
}

/**
 * Holds a service to requests it makes for this account: without it, another account's recorder could deliver here.
 * `AWS:PrincipalOrgID` would not do, because it never matches a service principal.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function fromOwnAccount(scope: PolicyScope, sourceArn: string): Conditions {
    return {
        StringEquals: { "aws:SourceAccount": scope.account },
        ArnLike: { "aws:SourceArn": sourceArn },
    };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html */
export function denyInsecureTransport(action: string, resources: string | readonly string[]): PolicyStatement {
    return {
        Sid: "DenyInsecureTransport",
        Effect: "Deny",
        Principal: "*",
        Action: action,
        Resource: resources,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
}

/**
 * The statement every key policy begins with: the account's administrators keep control of the key, so that it can
 * never become unmanageable. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function keyAdministrationByAccount(scope: PolicyScope): PolicyStatement {
    return {
        Sid: "AccountAdministration",
        Effect: "Allow",
        Principal: accountRoot(scope),
        Action: "kms:*",
        Resource: "*",
    };
}
