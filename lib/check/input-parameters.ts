/** Whether a managed rule's input parameters are those that it has, all that it needs, and of their types. */
import type { ManagedRule, ParameterData, ParameterType } from "../catalogue/managed-rule.ts";
import { defaultsOf, Evaluator } from "../pack/evaluate.ts";
import { intrinsicOf, NO_VALUE, scalarText } from "../pack/template.ts";
import { isObject, type TemplateValue } from "../pack/template-value.ts";
import { isInPolicy } from "../rules/guard/policy.ts";
import { isRequired } from "../rules/parameters.ts";
import { suggestionHint } from "../suggestion.ts";
import type { Path } from "../yaml-source.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Pack } from "../pack/parse.ts";
import { CheckContext, identifierOf, type PackResource } from "./context.ts";
import { checkLength } from "./input-parameters-length.ts";
import { fits, PARAMETER_NAMES } from "./parameter-types.ts";

/** What the catalogue does not know - parameters, whether one is optional, its type - is never an error. */
export function checkInputParameters(context: CheckContext): void {
    const defaults = defaultsOf(context.pack.template);
    const evaluator = new Evaluator(context.pack.template, defaults);
    for (const rule of context.rules) {
        const identifier = identifierOf(rule);
        const known = identifier === undefined ? ownRule(context, rule) : context.catalogue.byIdentifier(identifier);
        checkLength(context, rule, evaluator, defaults);
        // A rule of another service is a fault of its own.
        if (known?.parameters !== undefined && known.creator !== "firewall-manager") {
            checkAgainst(context, rule, { ...known, parameters: known.parameters }, defaults);
        }
    }
}

/** A rule of the project's own, as the catalogue has those of AWS. Its source holds what is no text, checked by then. */
function ownRule({ pack }: CheckContext, { logicalId }: PackResource): ManagedRule | undefined {
    const own = pack.custom?.rules.get(logicalId);
    return (
        own && {
            identifier: own.name,
            name: own.name,
            parameters: Object.fromEntries(
                Object.entries(own.parameters).map(([name, parameter]): [string, ParameterData] => [
                    name,
                    { type: "string", optional: isInPolicy(parameter) || !isRequired(parameter) },
                ]),
            ),
        }
    );
}

type KnownRule = ManagedRule & { readonly parameters: Readonly<Record<string, ParameterData>> };

interface Given {
    readonly name: string;
    readonly value: TemplateValue;
    readonly path: Path;
}

function checkAgainst(
    context: CheckContext,
    rule: PackResource,
    known: KnownRule,
    defaults: Readonly<Record<string, string>>,
): void {
    const written = rule.properties["InputParameters"] ?? null;
    const given = written === null ? [] : givenParameters(written, [...rule.path, "Properties", "InputParameters"]);
    if (given === undefined) {
        return;
    }
    const names = Object.keys(known.parameters);
    const what = context.word(known.name, known.identifier);
    for (const { name, value, path: at } of given) {
        const parameter = Object.hasOwn(known.parameters, name) ? known.parameters[name] : undefined;
        if (parameter === undefined) {
            context.error(
                at,
                "unknown-rule-parameter",
                `${what} has no input parameter ${name}`,
                names.length === 0
                    ? "it has none at all: remove the parameter"
                    : (suggestionHint(name, names) ?? `its parameters are ${names.join(", ")}`),
            );
        } else if (parameter.type !== undefined) {
            checkType(context, what, name, parameter.type, value, at, defaults);
        }
    }
    for (const [name, parameter] of Object.entries(known.parameters)) {
        if (parameter.optional === false && !given.some((one) => one.name === name)) {
            const example = parameter.default ?? EXAMPLES[parameter.type ?? "string"];
            context.error(
                [...rule.path, "Properties", "InputParameters"],
                "missing-rule-parameter",
                `${what} needs the input parameter ${name}`,
                parameter.default === undefined
                    ? `write ${context.word("parameters", "InputParameters")}: { ${name}: ${example} }`
                    : `write ${context.word("parameters", "InputParameters")}: { ${name}: ${example} }; ` +
                          "the default that the console shows is not applied to packs",
            );
        }
    }
}

const EXAMPLES: Readonly<Record<ParameterType, string>> = {
    integer: "<whole number>",
    number: "<number>",
    boolean: "true",
    string: "<text>",
    csv: "<values, separated by commas>",
    map: "<key:value, separated by commas>",
};

/**
 * The parameters that a rule may get: those in every branch of an `Fn::If`, since one of them is what AWS Config gets.
 *
 * @returns undefined where it cannot be told
 */
function givenParameters(value: TemplateValue, path: Path): Given[] | undefined {
    if (value === null) {
        return [];
    }
    if (typeof value === "string") {
        return parsedJson(value)?.map(([name, inner]) => ({ name, value: inner, path }));
    }
    const call = intrinsicOf(value);
    if (call?.name === "Fn::If" && Array.isArray(call.argument)) {
        const [, yes = null, no = null] = call.argument;
        const branches = [yes, no].map((branch, index) => givenParameters(branch, [...path, "Fn::If", index + 1]));
        return branches.includes(undefined) ? undefined : branches.flatMap((branch) => branch ?? []);
    }
    if (call?.name === "Ref" && call.argument === NO_VALUE) {
        return [];
    }
    return call === undefined && isObject(value)
        ? Object.keys(value).map((name) => ({ name, value: value[name] ?? null, path: [...path, name] }))
        : undefined;
}

/** The property's type is JSON, so a text that holds an object is fine too. */
function parsedJson(text: string): [string, TemplateValue][] | undefined {
    try {
        const value = JSON.parse(text) as TemplateValue;
        return isObject(value) ? Object.entries(value) : undefined;
    } catch {
        return undefined;
    }
}

function checkType(
    context: CheckContext,
    what: string,
    name: string,
    type: ParameterType,
    value: TemplateValue,
    path: Path,
    defaults: Readonly<Record<string, string>>,
): void {
    const call = intrinsicOf(value);
    if (call?.name === "Fn::If" && Array.isArray(call.argument)) {
        call.argument
            .slice(1)
            .forEach((branch, index) =>
                checkType(context, what, name, type, branch, [...path, "Fn::If", index + 1], defaults),
            );
        return;
    }
    const reference = call?.name === "Ref" && typeof call.argument === "string" ? call.argument : undefined;
    const text = reference === undefined ? scalarText(value) : defaults[reference];
    // An empty default is a parameter that somebody has to give, or that is left out.
    if (text === undefined || (reference !== undefined && text === "") || fits(text, type)) {
        return;
    }
    const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
    context.error(
        path,
        "invalid-rule-parameter",
        `${name} of ${what} takes ${PARAMETER_NAMES[type]}, not ${shown === "" ? "an empty text" : JSON.stringify(shown)}` +
            (reference === undefined ? "" : `, the default of ${reference}`),
        type === "boolean" ? "write true or false" : `write ${PARAMETER_NAMES[type]}`,
    );
}

/**
 * Of a value that a stack gives to a parameter of the pack: the rule's parameter that it does not fit; undefined where
 * it fits every one.
 */
export function misfit(pack: Pack, parameter: string, value: string, catalogue: Catalogue): string | undefined {
    const context = new CheckContext(pack, catalogue);
    if (value === "") {
        return undefined;
    }
    for (const rule of context.rules) {
        const known = catalogue.byIdentifier(identifierOf(rule) ?? "");
        for (const given of givenParameters(rule.properties["InputParameters"] ?? null, []) ?? []) {
            const declared = known?.parameters;
            const type = declared && Object.hasOwn(declared, given.name) ? declared[given.name]?.type : undefined;
            if (type !== undefined && refersTo(given.value, parameter) && !fits(value, type)) {
                return `${given.name} of ${known?.name} takes ${PARAMETER_NAMES[type]}`;
            }
        }
    }
    return undefined;
}

/** Whether the value, or a branch of it, is the parameter and nothing else. */
function refersTo(value: TemplateValue, parameter: string): boolean {
    const call = intrinsicOf(value);
    return call?.name === "Fn::If" && Array.isArray(call.argument)
        ? call.argument.slice(1).some((branch) => refersTo(branch, parameter))
        : call?.name === "Ref" && call.argument === parameter;
}
