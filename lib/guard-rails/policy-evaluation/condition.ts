/** Conditions of a statement: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
import { fitsPattern } from "./pattern.ts";
import { type ContextValue, type Stranger, STRANGERS_ACCOUNT } from "./stranger.ts";
import type { ConditionTest } from "./statement.ts";

/** `chosen`: the caller decides, by what it sends. */
export type Outcome = "holds" | "fails" | "chosen";

/** Whether a statement's conditions hold for a caller; all of them have to. */
export function judgeConditions(conditions: readonly ConditionTest[], caller: Stranger): Outcome {
    const outcomes = conditions.map((condition) => judgeCondition(condition, caller.context));
    return outcomes.includes("fails") ? "fails" : outcomes.includes("chosen") ? "chosen" : "holds";
}

function judgeCondition(condition: ConditionTest, context: Stranger["context"]): Outcome {
    const { operator, quantifier, ifExists, key } = condition;
    const found = context(key);
    if (found === undefined) {
        return "chosen";
    }
    if (operator === "null") {
        return outcome(condition.values.includes(String(found.kind === "absent")));
    }
    const negated = /^(string|arn|ip|numeric|date)?not/.test(operator);
    if (found.kind === "absent") {
        // An absent key meets the negated operators, and every operator behind ForAllValues.
        return outcome(quantifier === "forallvalues" || (quantifier === "none" && (ifExists || negated)));
    }
    const values = resolve(condition.values, context);
    const comparison = COMPARISONS.get(operator.replace("not", ""));
    if (values === undefined || comparison === undefined) {
        return "chosen";
    }
    return outcome(values.some((value) => comparison(value, found)) !== negated);
}

function outcome(holds: boolean): Outcome {
    return holds ? "holds" : "fails";
}

/** @returns the values with their policy variables filled in; undefined where the caller chooses one of them. */
function resolve(values: readonly string[], context: Stranger["context"]): string[] | undefined {
    let chosen = false;
    const resolved = values.map((value) =>
        value.replace(/\$\{([^}]*)\}/g, (_, variable: string) => {
            if (["*", "?", "$"].includes(variable)) {
                return variable;
            }
            const found = context(variable.toLowerCase());
            chosen ||= found === undefined || found.kind === "arn";
            return found?.kind === "text" ? found.text : "";
        }),
    );
    return chosen ? undefined : resolved;
}

type Comparison = (value: string, found: Exclude<ContextValue, { kind: "absent" }>) => boolean;

const COMPARISONS: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
    ["stringequals", (value, found) => found.kind === "text" && value === found.text],
    [
        "stringequalsignorecase",
        (value, found) => found.kind === "text" && value.toLowerCase() === found.text.toLowerCase(),
    ],
    ["stringlike", (value, found) => (found.kind === "text" ? fitsPattern(value, found.text) : mayOwn(value))],
    ["arnequals", (value, found) => (found.kind === "text" ? fitsPattern(value, found.text) : mayOwn(value))],
    ["arnlike", (value, found) => (found.kind === "text" ? fitsPattern(value, found.text) : mayOwn(value))],
    ["bool", (value, found) => found.kind === "text" && value.toLowerCase() === found.text.toLowerCase()],
    ["ipaddress", (value, found) => found.kind === "text" && isWideRange(value)],
]);

/**
 * Whether a stranger may have something whose ARN fits: the account in it is not the stranger's, or, where an ARN has none
 * (buckets), its name leaves nothing open.
 */
function mayOwn(pattern: string): boolean {
    const [, , , , account, ...resource] = pattern.split(":");
    if (account === undefined || resource.length === 0) {
        return pattern.includes("*");
    }
    return account === "" ? /[*?]/.test(resource.join(":")) : fitsPattern(account, STRANGERS_ACCOUNT);
}

/**
 * Ranges so wide that S3 takes them for public: below /8, or below /32 in IPv6. Others are an office's or a network's.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
function isWideRange(range: string): boolean {
    const [address = "", prefix] = range.split("/");
    return prefix !== undefined && Number(prefix) < (address.includes(":") ? 32 : 8);
}
