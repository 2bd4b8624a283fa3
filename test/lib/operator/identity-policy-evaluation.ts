/**
 * Whether identity policies allow a request, as AWS decides it within one account. It knows nothing of how policies are made.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
import assert from "node:assert/strict";
import type { IdentityPolicy, IdentityStatement } from "../../../lib/operator/identity-policy.ts";

/** One thing that somebody does. */
export interface Access {
    readonly action: string;
    /** An ARN, or `*` for a call that names nothing. */
    readonly resource: string;
    /** Condition keys with their values; those that are not there are absent from the request. */
    readonly context?: Readonly<Record<string, string>>;
}

export function isAllowed(policies: readonly IdentityPolicy[], access: Access): boolean {
    const applying = policies
        .flatMap(({ Statement: statements }) => statements)
        .filter((statement) => applies(statement, access));
    return (
        applying.some(({ Effect: effect }) => effect === "Allow") &&
        !applying.some(({ Effect: effect }) => effect === "Deny")
    );
}

function applies(statement: IdentityStatement, { action, resource, context = {} }: Access): boolean {
    const {
        Action: actions,
        NotAction: otherActions,
        Resource: resources = [],
        Condition: conditions = {},
    } = statement;
    const named = (actions ?? otherActions ?? []).some((one) => fits(one.toLowerCase(), action.toLowerCase()));
    assert.equal(statement.NotResource, undefined, "no statement of the project's excludes resources");
    return (
        named === (actions !== undefined) &&
        resources.some((one) => fits(one, resource)) &&
        Object.entries(conditions).every(([operator, keys]) =>
            Object.entries(keys).every(([key, values]) => holds(operator, [values].flat(), context[key])),
        )
    );
}

function holds(operator: string, values: readonly string[], found: string | undefined): boolean {
    switch (operator) {
        case "StringEquals":
        case "ForAnyValue:StringEquals":
            return found !== undefined && values.includes(found);
        case "StringNotEquals":
            return found === undefined || !values.includes(found);
        case "ArnEquals":
        case "ArnLike":
            return found !== undefined && values.some((value) => fits(value, found));
        default:
            return assert.fail(`the evaluation knows no ${operator}`);
    }
}

/** `*` stands for any characters, `?` for one. */
export function fits(pattern: string, text: string): boolean {
    const expression = pattern
        .replace(/[.+^${}()|[\]\\]/g, "\\$&")
        .replaceAll("*", "[\\s\\S]*")
        .replaceAll("?", "[\\s\\S]");
    return new RegExp(`^${expression}$`).test(text);
}
