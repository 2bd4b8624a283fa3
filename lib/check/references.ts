/** Whether every parameter and condition that is referred to exists, and every one that exists is referred to. */
import { splitSub } from "../pack/sub-text.ts";
import { intrinsicOf, section, walk } from "../pack/template.ts";
import { isObject, type TemplateValue } from "../pack/template-value.ts";
import { suggestionHint } from "../suggestion.ts";
import type { Path } from "../yaml-source.ts";
import type { CheckContext } from "./context.ts";

export function checkReferences(context: CheckContext): void {
    const { template } = context.pack;
    const parameters = Object.keys(section(template, "Parameters"));
    const declared = new Set(parameters);
    const conditions = Object.keys(section(template, "Conditions"));
    const resources = Object.keys(section(template, "Resources"));
    const used = { parameters: new Set<string>(), conditions: new Set<string>() };
    const parameter = (name: string, path: Path): void => {
        used.parameters.add(name);
        if (!declared.has(name) && !name.startsWith("AWS::") && !resources.includes(name)) {
            context.error(
                path,
                "undefined-parameter",
                `the pack has no parameter ${name}`,
                suggestionHint(name, parameters) ??
                    `declare it under ${context.word("parameters", "Parameters")}: at the top of the pack`,
            );
        }
    };
    const condition = (name: string, path: Path): void => {
        used.conditions.add(name);
        if (!conditions.includes(name)) {
            context.error(
                path,
                "undefined-condition",
                `the pack has no condition ${name}`,
                suggestionHint(name, conditions) ?? `declare it under ${context.word("conditions", "Conditions")}:`,
            );
        }
    };
    const visit = (value: TemplateValue, path: Path): void => findReferences(value, path, parameter, condition);
    for (const name of conditions) {
        walk(section(template, "Conditions")[name] ?? null, ["Conditions", name], visit);
    }
    for (const [id, resource] of Object.entries(section(template, "Resources"))) {
        walk(resource, ["Resources", id], visit);
        const named = isObject(resource) ? resource["Condition"] : undefined;
        if (typeof named === "string") {
            condition(named, ["Resources", id, "Condition"]);
        }
    }
    parameters
        .filter((name) => !used.parameters.has(name))
        .forEach((name) =>
            context.warning(
                ["Parameters", name],
                "unused-parameter",
                `nothing in the pack uses the parameter ${name}`,
                `remove it, or refer to it by ${context.word(`\${${name}}`, `!Ref ${name}`)}`,
            ),
        );
    conditions
        .filter((name) => !used.conditions.has(name))
        .forEach((name) =>
            context.warning(
                ["Conditions", name],
                "unused-condition",
                `nothing in the pack uses the condition ${name}`,
                "remove it",
            ),
        );
}

type Referred = (name: string, path: Path) => void;

function findReferences(value: TemplateValue, path: Path, parameter: Referred, condition: Referred): void {
    const call = intrinsicOf(value);
    if (call === undefined) {
        return;
    }
    const { argument } = call;
    const first = Array.isArray(argument) ? argument[0] : undefined;
    if (call.name === "Ref" && typeof argument === "string") {
        parameter(argument, path);
    } else if (call.name === "Condition" && typeof argument === "string") {
        condition(argument, path);
    } else if (call.name === "Fn::If" && typeof first === "string") {
        condition(first, path);
    } else if (call.name === "Fn::Sub") {
        const [text, variables] = Array.isArray(argument) ? argument : [argument, null];
        const local = isObject(variables) ? Object.keys(variables) : [];
        splitSub(typeof text === "string" ? text : "").forEach((part) => {
            // `${Resource.Attribute}` is an Fn::GetAtt.
            if (typeof part !== "string" && !local.includes(part.name) && !part.name.includes(".")) {
                parameter(part.name, path);
            }
        });
    }
}
