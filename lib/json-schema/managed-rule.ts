/** Managed rules as entries of `rules:`: what they look at, when, and which parameters they take. */
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { ManagedRule, ParameterData } from "../catalogue/managed-rule.ts";
import { parameterSchema } from "./input-parameter.ts";
import { type JsonSchema, ref } from "./json-schema.ts";

const PAGES = "https://docs.aws.amazon.com/config/latest/developerguide/";

/** As the rules' pages call them. */
const TRIGGERS = {
    change: "configuration changes",
    periodic: "periodic",
    both: "configuration changes and periodic",
};

/**
 * An entry whose parameters are not those of the rule that its key names: it names another one, or it is left out.
 */
export const EXEMPT: JsonSchema = {
    type: "object",
    anyOf: [{ required: ["rule"] }, { properties: { enabled: { const: false } }, required: ["enabled"] }],
};

/** A rule of the project's own. */
export interface NamedRule {
    readonly name: string;
    readonly description: string;
}

/**
 * `rules:` of a compact pack. Names are offered; identifiers are accepted just as well, without being offered beside
 * them. Any other key is a name of the author's own, which has to say what rule it stands for.
 */
export function rulesSchema(catalogue: Catalogue, custom: readonly NamedRule[]): JsonSchema {
    const rules = catalogue.all();
    return {
        type: "object",
        // Every entry has this shape; the definitions below add the parameters.
        allOf: [{ additionalProperties: ref("rule") }],
        properties: Object.fromEntries([
            ...custom.map(({ name, description }): [string, JsonSchema] => [
                name,
                { description: `A rule of this project: packs/rules/${name}\n\n${description}`, anyOf: [{}] },
            ]),
            ...rules.map(({ name, identifier }): [string, JsonSchema] => [name, ref(identifier)]),
        ]),
        patternProperties: Object.fromEntries(rules.map(({ identifier }) => [`^${identifier}$`, ref(identifier)])),
        additionalProperties: ref("ownRule"),
    };
}

/** Definitions by identifier, and of entries under a name of the author's own. */
export function ruleDefinitions(catalogue: Catalogue): Record<string, JsonSchema> {
    const rules = catalogue.all();
    return {
        exempt: EXEMPT,
        ownRule: {
            type: "object",
            required: ["rule"],
            errorMessage:
                "no rule that is known has this name; for a newer one, or for a name of your own, write rule: <rule> " +
                "below it; of a new rule in packs/rules/ the editor knows after packs schema --write",
        },
        managedRule: {
            description: "The name or the identifier of a managed rule.",
            type: "string",
            // The second alternative accepts rules that are newer than the catalogue.
            anyOf: [{ enum: rules.map(({ name }) => name) }, {}],
        },
        ...entryDefinitions(rules),
    };
}

/** Rules by identifier; parameters that several rules have in common are defined once. */
function entryDefinitions(rules: readonly ManagedRule[]): Record<string, JsonSchema> {
    const known = rules.flatMap(({ parameters }) => (parameters === undefined ? [] : [parameters]));
    const shared: Record<string, JsonSchema> = {};
    const names = new Map<string, string>();
    for (const [text, [parameters = {}, ...others]] of Map.groupBy(known, (one) => JSON.stringify(one))) {
        const name = `takes-${Object.keys(parameters).join("-") || "nothing"}`;
        if (others.length > 0 && !Object.hasOwn(shared, name)) {
            shared[name] = parametersSchema(parameters);
            names.set(text, name);
        }
    }
    const entries = rules.map((rule): [string, JsonSchema] => {
        // Where the catalogue does not know all parameters, any are accepted.
        const { parameters } = rule;
        const name = names.get(JSON.stringify(parameters));
        const accepted = name !== undefined ? ref(name) : parameters === undefined ? {} : parametersSchema(parameters);
        return [
            rule.identifier,
            {
                description: describeRule(rule),
                ...(rule.deprecated && { deprecationMessage: "AWS has deprecated this rule." }),
                // One alternative is all there is; what it makes editors write after the key is `key: `.
                anyOf: [accepted],
                ...snippet(parameters ?? {}),
            },
        ];
    });
    return { ...shared, ...Object.fromEntries(entries) };
}

/** What an editor writes for a rule that cannot do without parameters. */
function snippet(parameters: Readonly<Record<string, ParameterData>>): JsonSchema {
    const mandatory = Object.entries(parameters).filter(([, { optional }]) => optional === false);
    const values = mandatory.map(([name, parameter], index): [string, unknown] => [
        name,
        parameterSchema(parameter).default ?? `$${index + 1}`,
    ]);
    return values.length === 0 ? {} : { defaultSnippets: [{ body: { parameters: Object.fromEntries(values) } }] };
}

/** The parameters of an entry of `rules:`, unless it stands for another rule than its key says. */
function parametersSchema(parameters: Readonly<Record<string, ParameterData>>): JsonSchema {
    const names = Object.keys(parameters);
    const mandatory = names.filter((name) => parameters[name]?.optional === false);
    const given: JsonSchema = {
        ...(names.length > 0 && {
            properties: Object.fromEntries(Object.entries(parameters).map(([k, v]) => [k, parameterSchema(v)])),
        }),
        ...(mandatory.length > 0 && { required: mandatory }),
        additionalProperties: false,
    };
    return {
        if: ref("exempt"),
        else: {
            properties: { parameters: given },
            ...(mandatory.length > 0 && {
                type: "object",
                required: ["parameters"],
                errorMessage: `the rule needs parameters: ${mandatory.join(", ")}`,
            }),
        },
    };
}

function describeRule({ identifier, name, trigger, resourceTypes, creator, rule }: ManagedRule): string {
    const facts = [
        ...(trigger === undefined ? [] : [`Trigger: ${TRIGGERS[trigger]}.`]),
        ...(resourceTypes === undefined ? [] : [`Types: ${resourceTypes.join(", ")}.`]),
        ...(creator === "firewall-manager" ? ["Only Firewall Manager creates it: it cannot be deployed."] : []),
        ...(creator === "pack-only" ? ["Exists in conformance packs only."] : []),
    ];
    const parts = [identifier, facts.join(" "), rule === undefined ? "" : `${PAGES}${name}.html`];
    return parts.filter((part) => part !== "").join("\n\n");
}
