/** Parameters of a pack: their names, and whether their defaults keep their own limits. */
import { PARAMETER_NAME_LENGTH, PARAMETER_VALUE_LENGTH } from "../pack/limits.ts";
import { scalarText, section } from "../pack/template.ts";
import { isObject, type TemplateObject } from "../pack/template-value.ts";
import { suggestionHint } from "../suggestion.ts";
import type { CheckContext } from "./context.ts";

export function checkPackParameters(context: CheckContext): void {
    for (const [name, declaration] of Object.entries(section(context.pack.template, "Parameters"))) {
        const path = ["Parameters", name];
        if (!/^[A-Za-z0-9]+$/.test(name) || name.length > PARAMETER_NAME_LENGTH) {
            context.error(
                path,
                "invalid-parameter-name",
                `${name.slice(0, 80)} is no name for a parameter: they have up to ${PARAMETER_NAME_LENGTH} letters and digits`,
            );
        }
        const value = isObject(declaration) ? scalarText(declaration["Default"]) : undefined;
        const fault = value === undefined || !isObject(declaration) ? undefined : valueFault(declaration, value);
        if (fault !== undefined) {
            context.error(
                [...path, "Default"],
                "invalid-default",
                `the default of ${name} ${fault.message}`,
                fault.hint,
            );
        }
    }
}

/** What keeps a value from being one of a parameter; undefined where nothing does. */
export function valueFault(declaration: TemplateObject, value: string): { message: string; hint?: string } | undefined {
    if (value.length > PARAMETER_VALUE_LENGTH) {
        return { message: `has ${value.length} characters; AWS Config accepts ${PARAMETER_VALUE_LENGTH}` };
    }
    const allowed = declaration["AllowedValues"];
    const words = Array.isArray(allowed) ? allowed.flatMap((word) => scalarText(word) ?? []) : undefined;
    if (words !== undefined && !words.includes(value)) {
        const hint = suggestionHint(value, words);
        return { message: `is not among its allowed values: ${JSON.stringify(value)}`, ...(hint && { hint }) };
    }
    const pattern = scalarText(declaration["AllowedPattern"]);
    if (pattern !== undefined && matches(pattern, value) === false) {
        const hint = scalarText(declaration["ConstraintDescription"]);
        return { message: `does not match its pattern ${pattern}: ${JSON.stringify(value)}`, ...(hint && { hint }) };
    }
    const limit = (key: string): number | undefined => {
        const text = scalarText(declaration[key]);
        return text === undefined || text.trim() === "" || Number.isNaN(Number(text)) ? undefined : Number(text);
    };
    const outside = (number: number, min = -Infinity, max = Infinity): boolean => number < min || number > max;
    if (outside(value.length, limit("MinLength"), limit("MaxLength"))) {
        return { message: `has ${value.length} characters, which is outside of its own limits` };
    }
    if (declaration["Type"] === "Number" && outside(Number(value), limit("MinValue"), limit("MaxValue"))) {
        return { message: `is ${value}, which is outside of its own limits` };
    }
    return undefined;
}

/**
 * The whole value has to match, as CloudFormation has it. A pattern must not hold anything up: only those are tried that
 * cannot take long, whatever the value. Undefined where it cannot be told.
 */
function matches(pattern: string, value: string): boolean | undefined {
    const repeatsGroup = /\)[+*?{]/.test(pattern);
    const repetitions = pattern.match(/[+*?{]/g)?.length ?? 0;
    if (value.length > 200 || repeatsGroup || repetitions > 3 || /\\[1-9k]/.test(pattern)) {
        return undefined;
    }
    try {
        return new RegExp(`^(?:${pattern})$`).test(value);
    } catch {
        return undefined;
    }
}
