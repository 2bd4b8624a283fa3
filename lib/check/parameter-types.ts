/** Whether a text is a value of an input parameter's type, and what the types are called. */
import type { ParameterType } from "../catalogue/managed-rule.ts";

export const PARAMETER_NAMES: Readonly<Record<ParameterType, string>> = {
    integer: "a whole number",
    number: "a number",
    boolean: "true or false",
    string: "a text",
    csv: "a list, separated by commas",
    map: "key:value, separated by commas",
};

/** Spaces around a value, and capitals of true and false, are accepted as AWS Config accepts them. */
export function fits(text: string, type: ParameterType): boolean {
    switch (type) {
        case "integer":
            return /^\s*[-+]?\d+\s*$/.test(text);
        case "number":
            return /^\s*[-+]?(\d+\.?\d*|\.\d+)\s*$/.test(text);
        case "boolean":
            return /^\s*(true|false)\s*$/i.test(text);
        default:
            return true;
    }
}
