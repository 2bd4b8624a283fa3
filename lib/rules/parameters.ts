/** Values of a custom rule's parameters: whether they fit, and those that hold where nothing is given. */
import { fits, PARAMETER_NAMES } from "../check/parameter-types.ts";
import type { RuleParameter, RuleParameterType } from "./schema.ts";

/** A list stays a list here; AWS Config gets it joined by commas, or within the rule's source. */
export type ParameterValue = string | readonly string[];

const NAMES: Readonly<Record<RuleParameterType, string>> = {
    string: PARAMETER_NAMES.string,
    integer: PARAMETER_NAMES.integer,
    number: PARAMETER_NAMES.number,
    boolean: PARAMETER_NAMES.boolean,
    list: "a list of texts",
    patterns: "a list of texts, in which * stands for any characters",
};

/** @returns what the parameter takes instead; undefined where the value fits */
export function misfitOf(type: RuleParameterType, value: ParameterValue): string | undefined {
    const isList = type === "list" || type === "patterns";
    if (isList) {
        return typeof value !== "string" || value !== "" ? undefined : NAMES[type];
    }
    return typeof value === "string" && fits(value, type) ? undefined : NAMES[type];
}

/**
 * AWS Config hands a list over as one text, joined by commas: an item with a comma would arrive as two.
 *
 * @returns the first such item; undefined where there is none
 */
export function itemWithComma(type: RuleParameterType, value: ParameterValue): string | undefined {
    return (type === "list" || type === "patterns") && typeof value !== "string"
        ? value.find((item) => item.includes(","))
        : undefined;
}

export function commaFault(name: string, item: string): { code: string; message: string; hint: string } {
    return {
        code: "comma-in-list",
        message: `${name} has the item ${JSON.stringify(item)}: AWS Config joins lists by commas, and the rule would get two`,
        hint: "write items without commas",
    };
}

/** The given values over the defaults; a parameter without either is absent. */
export function withDefaults(
    parameters: Readonly<Record<string, RuleParameter>>,
    given: Readonly<Record<string, ParameterValue>>,
): Record<string, ParameterValue> {
    return Object.fromEntries(
        Object.entries(parameters).flatMap(([name, parameter]): [string, ParameterValue][] => {
            const value = Object.hasOwn(given, name) ? given[name] : parameter.default;
            return value === undefined ? [] : [[name, value]];
        }),
    );
}

/** Whether a value has to be given. */
export function isRequired(parameter: RuleParameter): boolean {
    return parameter.default === undefined && parameter.optional !== true;
}
