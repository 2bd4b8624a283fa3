/**
 * Callers that a policy must not admit: who has nothing to do with the account that the policy is in. What such a caller
 * is cannot be chosen by it; whatever else a request carries, such as its headers, can.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
import type { Principals } from "./statement.ts";

/** One value of a request's context: a text, an ARN of the stranger's choice, or nothing at all. */
export type ContextValue =
    { readonly kind: "text"; readonly text: string } | { readonly kind: "arn" } | { readonly kind: "absent" };

export interface Stranger {
    /** As a sentence ends with it, such as "any AWS account". */
    readonly description: string;
    /** Whether it is among the principals that a statement names. */
    readonly isAmong: (principals: Principals) => boolean;
    /** What the request's context has for a key in lower case; undefined where the caller chooses. */
    readonly context: (key: string) => ContextValue | undefined;
}

/** An account that no policy names: its digits are those of no account in AWS's documentation. */
export const STRANGERS_ACCOUNT = "987650432198";
const STRANGERS_ORGANIZATION = "o-zzstranger0";

const absent: ContextValue = { kind: "absent" };
const arn: ContextValue = { kind: "arn" };
const text = (value: string): ContextValue => ({ kind: "text", text: value });

type Context = Readonly<Record<string, ContextValue>>;

const OUTSIDE: Context = {
    "aws:principalorgid": text(STRANGERS_ORGANIZATION),
    "aws:principalorgpaths": text(`${STRANGERS_ORGANIZATION}/r-zzzz/`),
    "aws:principalaccount": text(STRANGERS_ACCOUNT),
    "aws:principalarn": arn,
    "aws:principalisawsservice": text("false"),
    "aws:principalservicename": absent,
    "aws:sourcevpc": text("vpc-0000000000000zzzz"),
    "aws:sourcevpce": text("vpce-0000000000000zzzz"),
    "aws:sourceip": text("203.0.113.113"),
    "aws:sourceaccount": absent,
    "aws:sourcearn": absent,
    "aws:sourceorgid": absent,
    "aws:sourceorgpaths": absent,
    "aws:sourceowner": text(STRANGERS_ACCOUNT),
    "sns:sourceowner": text(STRANGERS_ACCOUNT),
    "kms:calleraccount": text(STRANGERS_ACCOUNT),
    "s3:dataaccesspointaccount": text(STRANGERS_ACCOUNT),
    "s3:dataaccesspointarn": arn,
};

const NOBODY: Context = {
    ...OUTSIDE,
    ...Object.fromEntries(
        ["principalorgid", "principalorgpaths", "principalaccount", "principalarn", "sourceowner"].map((key) => [
            `aws:${key}`,
            absent,
        ]),
    ),
    "aws:sourcevpc": absent,
    "aws:sourcevpce": absent,
    "kms:calleraccount": absent,
};

/** Somebody signed in to an account of their own, in an organization of their own. */
export const OTHER_ACCOUNT: Stranger = {
    description: "any AWS account",
    isAmong: ({ all }) => all,
    context: (key) => OUTSIDE[key],
};

/** Somebody without any credentials. */
export const ANONYMOUS: Stranger = {
    description: "anyone, without credentials",
    isAmong: ({ all }) => all,
    context: (key) => NOBODY[key],
};

/** Who may be meant by everyone, the widest first. */
export const EVERYONE: readonly Stranger[] = [ANONYMOUS, OTHER_ACCOUNT];

/** An AWS service that works for a stranger's account: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html */
export function serviceOfOtherAccount(service: string): Stranger {
    const context: Context = {
        ...NOBODY,
        "aws:principalisawsservice": text("true"),
        "aws:principalservicename": text(service),
        "aws:sourceaccount": text(STRANGERS_ACCOUNT),
        "aws:sourcearn": arn,
        "aws:sourceorgid": text(STRANGERS_ORGANIZATION),
        "aws:sourceorgpaths": text(`${STRANGERS_ORGANIZATION}/r-zzzz/`),
    };
    return {
        description: `${service}, working for any AWS account`,
        isAmong: ({ services }) => services.includes(service.toLowerCase()),
        // A service names in the encryption context what it encrypts, which then is the stranger's.
        context: (key) => (/^kms:encryptioncontext:.*arn$/.test(key) ? arn : context[key]),
    };
}

/**
 * Another subject of an identity provider that many share, such as the workflows of other repositories.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
export function otherSubject(provider: string): Stranger {
    return {
        description: `anyone whom ${provider} knows`,
        isAmong: ({ federated }) => federated.includes(provider),
        context: (key) => (key.endsWith(":sub") ? text("repo:stranger/stranger:ref:refs/heads/main") : NOBODY[key]),
    };
}
