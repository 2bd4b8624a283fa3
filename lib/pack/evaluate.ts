/** Evaluates a template as far as its parameters are known; what is not known stays an intrinsic function. */
import { escapeSub, splitSub } from "./sub-text.ts";
import { intrinsicOf, NO_VALUE, type PackTemplate, scalarText, section } from "./template.ts";
import { isObject, type TemplateObject, type TemplateValue } from "./template-value.ts";

/** By name; pseudo parameters such as `AWS::Region` where they are known. */
export type Values = Readonly<Record<string, string>>;

/** The defaults of a template's parameters. */
export function defaultsOf(template: PackTemplate): Record<string, string> {
    return Object.fromEntries(
        Object.entries(section(template, "Parameters")).flatMap(([name, declaration]) => {
            const text = isObject(declaration) ? scalarText(declaration["Default"]) : undefined;
            return text === undefined ? [] : [[name, text]];
        }),
    );
}

export class Evaluator {
    readonly #values: Values;
    readonly #conditions: TemplateObject;
    readonly #evaluating = new Set<string>();
    readonly #decided = new Map<string, boolean | undefined>();

    constructor(template: PackTemplate, values: Values) {
        this.#values = values;
        this.#conditions = section(template, "Conditions");
    }

    /** @returns true or false; undefined where it depends on what is not known */
    condition(name: string): boolean | undefined {
        if (this.#decided.has(name)) {
            return this.#decided.get(name);
        }
        if (this.#evaluating.has(name) || !Object.hasOwn(this.#conditions, name)) {
            return undefined;
        }
        this.#evaluating.add(name);
        const result = this.#truth(this.#conditions[name] ?? null);
        this.#evaluating.delete(name);
        // Within a circle the answer depends on where it was entered.
        if (this.#evaluating.size === 0) {
            this.#decided.set(name, result);
        }
        return result;
    }

    /** @returns the value; undefined where it is `AWS::NoValue`, so that the key has to be left out */
    value(value: TemplateValue): TemplateValue | undefined {
        if (Array.isArray(value)) {
            return value.flatMap((item) => this.value(item) ?? []);
        }
        if (!isObject(value)) {
            return value;
        }
        const call = intrinsicOf(value);
        if (call === undefined) {
            const result = Object.create(null) as TemplateObject;
            for (const key of Object.keys(value)) {
                const inner = this.value(value[key] ?? null);
                if (inner !== undefined) {
                    result[key] = inner;
                }
            }
            return result;
        }
        return this.#call(call.name, call.argument, value);
    }

    #call(name: string, argument: TemplateValue, written: TemplateObject): TemplateValue | undefined {
        const list = Array.isArray(argument) ? argument : [];
        switch (name) {
            case "Ref":
                return argument === NO_VALUE ? undefined : (this.#known(argument) ?? written);
            case "Fn::If": {
                const truth = typeof list[0] === "string" ? this.condition(list[0]) : undefined;
                if (truth !== undefined) {
                    return this.value(list[truth ? 1 : 2] ?? null);
                }
                const none = { Ref: NO_VALUE };
                return {
                    "Fn::If": [
                        list[0] ?? null,
                        this.value(list[1] ?? null) ?? none,
                        this.value(list[2] ?? null) ?? none,
                    ],
                };
            }
            case "Fn::Sub":
                return typeof argument === "string" ? this.#sub(argument) : written;
            case "Fn::Join": {
                const [separator, items] = list;
                const texts = this.value(items ?? null);
                return typeof separator === "string" && Array.isArray(texts) && texts.every(isText)
                    ? texts.join(separator)
                    : written;
            }
            default:
                return written;
        }
    }

    #known(name: TemplateValue | undefined): string | undefined {
        return typeof name === "string" && Object.hasOwn(this.#values, name) ? this.#values[name] : undefined;
    }

    /** What is known is filled in, even where the rest is not. */
    #sub(text: string): TemplateValue {
        const parts = splitSub(text).map((part) => {
            if (typeof part === "string") {
                return { known: part };
            }
            const value = this.#known(part.name);
            return value === undefined ? { reference: `\${${part.name}}` } : { known: value };
        });
        return parts.every((part) => part.known !== undefined)
            ? parts.map((part) => part.known).join("")
            : { "Fn::Sub": parts.map((part) => part.reference ?? escapeSub(part.known ?? "")).join("") };
    }

    #truth(expression: TemplateValue): boolean | undefined {
        const call = intrinsicOf(expression);
        const list = Array.isArray(call?.argument) ? call.argument : [];
        switch (call?.name) {
            case "Condition":
                return typeof call.argument === "string" ? this.condition(call.argument) : undefined;
            case "Fn::Equals": {
                const [a, b] = list.map((side) => scalarText(this.value(side)));
                return a === undefined || b === undefined ? undefined : a === b;
            }
            case "Fn::Not": {
                const truth = this.#truth(list[0] ?? null);
                return truth === undefined ? undefined : !truth;
            }
            case "Fn::And":
            case "Fn::Or": {
                const decisive = call.name === "Fn::Or";
                const truths = list.map((inner) => this.#truth(inner));
                return truths.includes(decisive) ? decisive : truths.includes(undefined) ? undefined : !decisive;
            }
            default:
                return undefined;
        }
    }
}

function isText(value: TemplateValue): value is string {
    return typeof value === "string";
}
