/** Rule parameters: AWS Config hands over texts, a rule gets values. */
import { listOf } from "../../lib/rules/list-of.ts";
import type { Parameters } from "../rule.ts";

/** What `rule.yaml` says of a parameter, as far as it matters when the rule runs. */
export interface DeclaredParameter {
    readonly type: "string" | "integer" | "number" | "boolean" | "list" | "patterns";
    readonly default?: string | readonly string[];
    readonly optional?: boolean;
}

/** @throws Error where a value is missing or not of its type: an evaluation with another value would mislead */
export function typedParameters(
    declared: Readonly<Record<string, DeclaredParameter>>,
    given: Readonly<Record<string, string>>,
): Parameters {
    return Object.fromEntries(
        Object.entries(declared).flatMap(([name, parameter]) => {
            const value = Object.hasOwn(given, name) && given[name] !== "" ? given[name] : parameter.default;
            if (value === undefined && parameter.optional !== true) {
                throw new Error(`The rule needs the parameter ${name}`);
            }
            return value === undefined ? [] : [[name, typed(name, parameter.type, value)]];
        }),
    );
}

function typed(
    name: string,
    type: DeclaredParameter["type"],
    value: string | readonly string[],
): string | number | boolean | readonly string[] {
    if (type === "list" || type === "patterns") {
        return listOf(value);
    }
    const text = typeof value === "string" ? value.trim() : value.join(",");
    const number = Number(text);
    switch (type) {
        case "integer":
        case "number":
            if (text === "" || !Number.isFinite(number) || (type === "integer" && !Number.isInteger(number))) {
                throw new Error(`The parameter ${name} is not ${type === "integer" ? "a whole number" : "a number"}`);
            }
            return number;
        case "boolean":
            if (!/^(true|false)$/i.test(text)) {
                throw new Error(`The parameter ${name} is neither true nor false`);
            }
            return text.toLowerCase() === "true";
        default:
            return typeof value === "string" ? value : text;
    }
}
