/** Whether two templates deploy the same rules, with whatever values their parameters get. */
import { canonical } from "../check/repeated-rules.ts";
import { defaultsOf, Evaluator } from "../pack/evaluate.ts";
import { REMEDIATION_TYPE, RULE_TYPE } from "../pack/limits.ts";
import type { Pack } from "../pack/parse.ts";
import { propertiesOf, type PackTemplate, scalarText, section } from "../pack/template.ts";
import { isObject, type TemplateObject, type TemplateValue } from "../pack/template-value.ts";

/**
 * Compares with the parameters at their defaults, all empty, and all filled.
 *
 * @returns what differs, one line each; nothing where the two are the same
 */
export function differences(a: Pack, b: Pack): string[] {
    const names = Object.keys(section(a.template, "Parameters"));
    const defaults = defaultsOf(a.template);
    const found: string[] = [];
    if (canonical(declarations(a.template)) !== canonical(declarations(b.template))) {
        found.push("the parameters differ");
    }
    const empty = Object.fromEntries(names.map((name) => [name, ""]));
    for (const values of [
        { ...empty, ...defaults },
        empty,
        Object.fromEntries(names.map((name) => [name, `value of ${name}`])),
        Object.fromEntries(names.map((name) => [name, "true"])),
    ]) {
        const [left, right] = [deployed(a.template, values), deployed(b.template, values)];
        for (const key of new Set([...left.keys(), ...right.keys()])) {
            if (left.get(key) !== right.get(key)) {
                found.push(`${key} differs`);
            }
        }
    }
    return [...new Set(found)];
}

function declarations(template: PackTemplate): TemplateObject {
    return textual(section(template, "Parameters")) as TemplateObject;
}

/** By logical ID, what AWS Config would get. */
function deployed(template: PackTemplate, values: Readonly<Record<string, string>>): Map<string, string> {
    const evaluator = new Evaluator(template, values);
    const result = new Map<string, string>();
    for (const [id, resource] of Object.entries(section(template, "Resources"))) {
        if (!isObject(resource)) {
            continue;
        }
        const condition = scalarText(resource["Condition"]);
        const truth = condition === undefined ? true : (evaluator.condition(condition) ?? condition);
        if (truth === false || (resource["Type"] !== RULE_TYPE && resource["Type"] !== REMEDIATION_TYPE)) {
            continue;
        }
        const properties = evaluator.value(propertiesOf(resource)) ?? {};
        result.set(
            id,
            canonical([resource["Type"] ?? null, truth, withoutEmpty(textual(properties)), resource["Controls"]]),
        );
    }
    return result;
}

/** AWS Config knows only strings. */
function textual(value: TemplateValue): TemplateValue {
    if (Array.isArray(value)) {
        return value.map(textual);
    }
    return isObject(value)
        ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, textual(inner)]))
        : (scalarText(value) ?? null);
}

/** No parameters, and empty ones: the same. */
function withoutEmpty(value: TemplateValue): TemplateValue {
    const isEmpty = (inner: TemplateValue): boolean =>
        inner === null || (isObject(inner) && Object.keys(inner).length === 0);
    const optional = ["InputParameters", "Parameters", "Description"];
    return isObject(value)
        ? Object.fromEntries(
              Object.entries(value).filter(([key, inner]) => !(optional.includes(key) && isEmpty(inner))),
          )
        : value;
}
