/** Values of a native template as a compact pack writes them. */
import { escapeSub, splitSub } from "../pack/sub-text.ts";
import { intrinsicOf, NO_VALUE, type PackTemplate, scalarText, section } from "../pack/template.ts";
import { isObject, type TemplateObject, type TemplateValue } from "../pack/template-value.ts";

const PARAMETER_NAME = /^(?:AWS::)?[A-Za-z0-9]+$/;

export class ReverseValues {
    readonly #parameters: TemplateObject;
    readonly #conditions: TemplateObject;

    constructor(template: PackTemplate) {
        this.#parameters = section(template, "Parameters");
        this.#conditions = section(template, "Conditions");
    }

    /** @returns undefined for what is no value of a setting: nothing, or a plain map */
    value(value: TemplateValue | undefined): TemplateValue | undefined {
        const text = scalarText(value);
        if (text !== undefined) {
            return escapeSub(text);
        }
        const call = intrinsicOf(value);
        if (call === undefined || value === undefined) {
            return undefined;
        }
        if (call.name === "Ref" && typeof call.argument === "string" && PARAMETER_NAME.test(call.argument)) {
            return `\${${call.argument}}`;
        }
        if (call.name === "Fn::Sub" && typeof call.argument === "string") {
            const parts = splitSub(call.argument).filter((part) => typeof part !== "string");
            const simple = parts.every((part) => PARAMETER_NAME.test(part.name) && !part.optional);
            return parts.length > 0 && simple ? call.argument : value;
        }
        return value;
    }

    /** An input parameter of a rule, where `${Parameter}` of an empty default means that it may be left out. */
    input(value: TemplateValue | undefined): TemplateValue | undefined {
        const call = intrinsicOf(value);
        if (call?.name === "Ref" && typeof call.argument === "string" && this.#isEmpty(call.argument)) {
            return value;
        }
        if (call?.name === "Fn::If" && Array.isArray(call.argument)) {
            const [condition, yes, no] = call.argument;
            const parameter = intrinsicOf(yes)?.name === "Ref" ? intrinsicOf(yes)?.argument : undefined;
            if (
                typeof condition === "string" &&
                typeof parameter === "string" &&
                isNoValue(no) &&
                this.#isGiven(condition) === parameter
            ) {
                return this.#isEmpty(parameter) ? `\${${parameter}}` : `\${${parameter}?}`;
            }
        }
        return this.value(value);
    }

    /** All input parameters of a rule; an `Fn::If` around the whole is written into each. */
    inputs(value: TemplateValue | undefined): TemplateObject | undefined {
        const call = intrinsicOf(value);
        let inputs = value ?? {};
        if (call !== undefined) {
            const [condition, yes, no] = call.name === "Fn::If" && Array.isArray(call.argument) ? call.argument : [];
            if (typeof condition !== "string" || !isObject(yes) || intrinsicOf(yes) !== undefined || !isNoValue(no)) {
                return undefined;
            }
            inputs = Object.fromEntries(
                Object.entries(yes).map(([name, inner]) => [name, { "Fn::If": [condition, inner, { Ref: NO_VALUE }] }]),
            );
        }
        if (!isObject(inputs)) {
            return undefined;
        }
        const result: TemplateObject = Object.create(null) as TemplateObject;
        for (const [name, inner] of Object.entries(inputs)) {
            const converted = this.input(inner);
            if (converted === undefined) {
                return undefined;
            }
            result[name] = converted;
        }
        return result;
    }

    #isEmpty(parameter: string): boolean {
        const declaration = this.#parameters[parameter];
        return isObject(declaration) && declaration["Default"] === "";
    }

    /** The parameter that a condition demands to be given, where that is all it demands. */
    #isGiven(condition: string): string | undefined {
        const not = intrinsicOf(this.#conditions[condition]);
        const equals = intrinsicOf(
            not?.name === "Fn::Not" && Array.isArray(not.argument) ? not.argument[0] : undefined,
        );
        const sides = equals?.name === "Fn::Equals" && Array.isArray(equals.argument) ? equals.argument : [];
        const reference = sides.map(intrinsicOf).find((call) => call?.name === "Ref")?.argument;
        return sides.length === 2 && sides.includes("") && typeof reference === "string" ? reference : undefined;
    }
}

function isNoValue(value: TemplateValue | undefined): boolean {
    return isObject(value) && value["Ref"] === NO_VALUE;
}
