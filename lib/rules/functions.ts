/** The Lambda functions that rules of the project's own run in: their names, and how templates refer to them. */
import { createHash } from "node:crypto";
import type { TemplateObject } from "../pack/template-value.ts";
import { nameOf } from "../plan/context.ts";

/** Who has the functions that a template names. */
export interface FunctionOwner {
    /** The stack that deploys them. */
    readonly stack: string;
    /** The one account whose functions evaluate everywhere. Absent: every account has functions of its own. */
    readonly account?: string;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html; a role's name may be as long. */
export const FUNCTION_NAME_LENGTH = 64;

const HASH_LENGTH = 8;

/** The newest that Lambda has: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
export const FUNCTION_RUNTIME = "nodejs24.x";

/** Graviton, which costs a fifth less: https://aws.amazon.com/lambda/pricing/ */
export const FUNCTION_ARCHITECTURE = "arm64";

/** In the bundle of a rule. */
export const FUNCTION_HANDLER = "index.handler";

/** Events that a function failed to evaluate are kept as long as SQS keeps anything. */
export const DEAD_LETTER_SECONDS = 1_209_600;

/** Begins the keys of the code that members' functions are made of. */
export const CODE_PREFIX = "functions/";

/** Begins the names of all functions, and of their roles: the evaluation role of members lets in these. */
export const FUNCTION_NAME_PREFIX = "conformance-packs-";

/**
 * The name of a rule's function, which its role and its log group share. What is too long is cut, and keeps apart by a hash
 * of the whole.
 */
export function functionName(stack: string, rule: string): string {
    const name = `${FUNCTION_NAME_PREFIX}${nameOf(stack)}-${rule}`;
    if (name.length <= FUNCTION_NAME_LENGTH) {
        return name;
    }
    const hash = createHash("sha256").update(name).digest("hex").slice(0, HASH_LENGTH);
    return `${name.slice(0, FUNCTION_NAME_LENGTH - HASH_LENGTH - 1).replace(/-+$/, "")}-${hash}`;
}

/** The log group that Lambda writes to unless told otherwise. */
export function logGroupName(functionName: string): string {
    return `/aws/lambda/${functionName}`;
}

/**
 * `SourceIdentifier` of a rule's template: the function of the region that the template is deployed to. A rule in another
 * account than its function names the function's account: it must be in the rule's region.
 * https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_lambda-functions.html
 *
 * @param owner absent: a template that is only looked at, and in which `<stack>` stands for the stack's name
 */
export function functionReference(rule: string, owner: FunctionOwner | undefined): TemplateObject {
    const name = owner === undefined ? `${FUNCTION_NAME_PREFIX}<stack>-${rule}` : functionName(owner.stack, rule);
    const account = owner?.account ?? "${AWS::AccountId}";
    return { "Fn::Sub": `arn:\${AWS::Partition}:lambda:\${AWS::Region}:${account}:function:${name}` };
}
