/** From a pack in AWS's own format to the compact form. What that cannot say stays as it is, under `resources:`. */
import { catalogue } from "../catalogue/catalogue.ts";
import { type Diagnostic, error } from "../diagnostic.ts";
import type { Pack } from "../pack/parse.ts";
import { type PackTemplate, scalarText, section, walk } from "../pack/template.ts";
import { isObject, type TemplateObject, type TemplateValue } from "../pack/template-value.ts";
import { REMEDIATION_TYPE, RULE_TYPE } from "../pack/limits.ts";
import type { YamlSource } from "../yaml-source.ts";
import { commentsOf } from "./comments.ts";
import { PARAMETER_KEYS } from "./compile.ts";
import { ReverseValues } from "./reverse-value.ts";
import { reverseRemediation } from "./reverse-remediation.ts";
import { type ReversedRule, reverseRule } from "./reverse-rule.ts";
import { writeCompact } from "./write.ts";

/** Sections that say nothing about rules. */
const WITHOUT_MEANING = ["AWSTemplateFormatVersion", "Metadata"];

/** A compact pack as plain values, in the order in which it is written. */
export interface CompactValues {
    readonly description?: string;
    readonly parameters: TemplateObject;
    readonly conditions: TemplateObject;
    readonly rules: TemplateObject;
    readonly resources: TemplateObject;
    /** Logical ID in the template, by key of `rules`: its comments belong there. */
    readonly origins: Readonly<Record<string, string>>;
}

/**
 * @param pack in AWS's own format
 * @param source of the same file, for its comments
 * @returns the text of a compact pack, or why there is none
 */
export function convert(pack: Pack, source: YamlSource): { text?: string; diagnostics: Diagnostic[] } {
    const { template } = pack;
    const known = ["Description", "Parameters", "Conditions", "Resources", ...WITHOUT_MEANING];
    const others = Object.keys(template.value).filter((key) => !known.includes(key));
    if (others.length > 0) {
        return { diagnostics: others.map((name) => refusal(template, name)) };
    }
    const values = convertValues(template);
    return { text: writeCompact(values, commentsOf(source)), diagnostics: [] };
}

function refusal(template: PackTemplate, name: string): Diagnostic {
    return error(template.locate([name]), {
        code: "not-convertible",
        message: `the compact form has nothing for the section ${name}`,
        hint: "keep this pack in AWS's own format: it works as it is",
    });
}

function convertValues(template: PackTemplate): CompactValues {
    const values = new ReverseValues(template);
    const rules: TemplateObject = Object.create(null) as TemplateObject;
    const resources: TemplateObject = {};
    const origins: Record<string, string> = Object.create(null) as Record<string, string>;
    const reversed = new Map<string, ReversedRule>();
    const entries = Object.entries(section(template, "Resources"));
    for (const [id, resource] of entries) {
        if (isObject(resource) && resource["Type"] === RULE_TYPE) {
            const rule = reverseRule(id, resource, values, catalogue(), (key) => Object.hasOwn(rules, key));
            if (rule === undefined) {
                resources[id] = resource;
            } else {
                rules[rule.key] = rule.entry;
                origins[rule.key] = id;
                reversed.set(rule.name, rule);
            }
        }
    }
    for (const [id, resource] of entries) {
        if (isObject(resource) && resource["Type"] === REMEDIATION_TYPE) {
            const found = reverseRemediation(id, resource, reversed, values);
            if (found === undefined) {
                resources[id] = resource;
            } else {
                found.rule.entry["remediation"] = found.remediation;
            }
        }
    }
    const description = scalarText(template.value["Description"]);
    return {
        ...(description !== undefined && { description }),
        parameters: convertParameters(template),
        conditions: neededConditions(template, rules, resources),
        rules,
        resources,
        origins,
    };
}

function convertParameters(template: PackTemplate): TemplateObject {
    const parameters: TemplateObject = Object.create(null) as TemplateObject;
    for (const [name, declaration] of Object.entries(section(template, "Parameters"))) {
        if (!isObject(declaration)) {
            continue;
        }
        const long: TemplateObject = {};
        for (const [native, compact] of PARAMETER_KEYS) {
            const value = declaration[native];
            if (value !== undefined && value !== null) {
                long[compact] = Array.isArray(value)
                    ? value.map((word) => scalarText(word) ?? "")
                    : (scalarText(value) ?? "");
            }
        }
        if (declaration["Type"] !== "String") {
            long["type"] = declaration["Type"] ?? null;
        }
        const keys = Object.keys(long);
        parameters[name] =
            keys.length === 0 ? null : keys.length === 1 && keys[0] === "default" ? (long["default"] ?? null) : long;
    }
    return parameters;
}

/** Those that something still names: `${Parameter?}` brings its own. */
function neededConditions(template: PackTemplate, rules: TemplateObject, resources: TemplateObject): TemplateObject {
    const all = section(template, "Conditions");
    const needed = new Set<string>();
    const need = (name: TemplateValue | undefined): void => {
        if (typeof name === "string" && Object.hasOwn(all, name) && !needed.has(name)) {
            needed.add(name);
            walk(all[name] ?? null, [], visit);
        }
    };
    const visit = (value: TemplateValue): void => {
        if (isObject(value)) {
            need(value["Condition"]);
            need(value["condition"]);
            need(Array.isArray(value["Fn::If"]) ? value["Fn::If"][0] : undefined);
        }
    };
    walk(rules, [], visit);
    walk(resources, [], visit);
    return Object.fromEntries(Object.entries(all).filter(([name]) => needed.has(name)));
}
