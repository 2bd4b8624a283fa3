/** Values of a compact pack as a native template has them: `${Parameter}` becomes Ref, Fn::Sub or Fn::If. */
import type { Location } from "../diagnostic.ts";
import { escapeSub, splitSub } from "../pack/sub-text.ts";
import { NO_VALUE } from "../pack/template.ts";
import type { TemplateObject, TemplateValue } from "../pack/template-value.ts";
import type { CompactFindings, EffectivePack } from "./effective-pack.ts";
import type { CompactValue } from "./schema.ts";

export class ValueCompiler {
    /** Conditions that optional parameters need, in the order in which they are first needed. */
    readonly conditions = new Map<string, TemplateValue>();
    readonly #pack: EffectivePack;
    readonly #findings: CompactFindings;

    constructor(pack: EffectivePack, findings: CompactFindings) {
        this.#pack = pack;
        this.#findings = findings;
    }

    /** @param location of the value, for a reference that makes no sense */
    compile(value: CompactValue, location: () => Location): TemplateValue {
        if (typeof value !== "string" && !Array.isArray(value)) {
            return value;
        }
        const parts = splitSub(Array.isArray(value) ? value.join(",") : value);
        const [first] = parts;
        if (parts.length === 1 && first !== undefined) {
            return typeof first === "string" ? first : this.#reference(first.name, first.optional);
        }
        const pieces = parts.map((part) => {
            if (typeof part === "string") {
                return escapeSub(part);
            }
            if (part.optional) {
                this.#findings.error(
                    location(),
                    "optional-inside-text",
                    `\${${part.name}?} leaves a whole value out; it cannot stand inside a longer text`,
                    `write \${${part.name}}`,
                );
            }
            return `\${${part.name}}`;
        });
        return { "Fn::Sub": pieces.join("") };
    }

    /**
     * An input parameter of a rule. AWS Config refuses empty ones: a reference to a parameter whose default is empty is
     * left out while the parameter is empty.
     */
    compileInput(value: CompactValue, location: () => Location): TemplateValue {
        const compiled = this.compile(value, location);
        const name = typeof value === "string" ? (compiled as TemplateObject)["Ref"] : undefined;
        return typeof name === "string" && this.#pack.parameters.get(name)?.value.default === ""
            ? this.#reference(name, true)
            : compiled;
    }

    #reference(name: string, optional: boolean): TemplateValue {
        return optional ? { "Fn::If": [this.#condition(name), { Ref: name }, { Ref: NO_VALUE }] } : { Ref: name };
    }

    /** Named as AWS names them in its own packs: the parameter's name with a small first letter. */
    #condition(parameter: string): string {
        const expression = givenCondition(parameter);
        const small = `${parameter.charAt(0).toLowerCase()}${parameter.slice(1)}`;
        const name = small === parameter || this.#pack.conditions.has(small) ? `${parameter}IsGiven` : small;
        this.conditions.set(name, expression);
        return name;
    }
}

/** True where the parameter is not empty. */
export function givenCondition(parameter: string): TemplateObject {
    return { "Fn::Not": [{ "Fn::Equals": ["", { Ref: parameter }] }] };
}
