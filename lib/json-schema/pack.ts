/** The schema of a pack, in either form: generated from the catalogue and from the shape that is checked. */
import type { Catalogue } from "../catalogue/catalogue.ts";
import { compactSchema, ruleSchema } from "../compact/schema.ts";
import { valueDefinitions } from "./input-parameter.ts";
import { DRAFT, fromZod, type JsonSchema, ref } from "./json-schema.ts";
import { type NamedRule, ruleDefinitions, rulesSchema } from "./managed-rule.ts";
import { IS_NATIVE, nativeDefinitions } from "./native-template.ts";

/**
 * Completes rule names and their parameters, and refuses what the check refuses, as far as one file can tell.
 *
 * @param custom the project's own rules
 */
export function packSchema(catalogue: Catalogue, custom: readonly NamedRule[]): JsonSchema {
    return {
        $schema: DRAFT,
        title: "Conformance pack",
        if: IS_NATIVE,
        then: ref("native"),
        else: ref("compact"),
        definitions: {
            compact: compactPack(),
            rules: rulesSchema(catalogue, custom),
            rule: ruleEntry(),
            ...valueDefinitions(),
            ...nativeDefinitions(catalogue.all().map(({ identifier }) => identifier)),
            ...ruleDefinitions(catalogue),
        },
    };
}

function compactPack(): JsonSchema {
    const schema = fromZod(compactSchema, ref("function"));
    const { rules, include, resources, ...others } = schema.properties ?? {};
    const included = typeof include?.additionalProperties === "object" ? include.additionalProperties : {};
    const overrides = { ...included.properties?.["rules"], additionalProperties: ref("rule") };
    return {
        ...schema,
        properties: {
            ...others,
            include: {
                ...include,
                additionalProperties: { ...included, properties: { ...included.properties, rules: overrides } },
            },
            rules: { description: rules?.description ?? "", ...ref("rules") },
            resources: { ...resources, additionalProperties: ref("resource") },
        },
    };
}

/** What every entry of `rules:` may say; its own parameters are added rule by rule. */
function ruleEntry(): JsonSchema {
    const schema = fromZod(ruleSchema, ref("function"));
    const { parameters, ...others } = schema.properties ?? {};
    return {
        ...schema,
        // `name:` with nothing behind it is an entry.
        type: ["object", "null"],
        properties: {
            ...others,
            rule: { ...ref("managedRule"), ...others["rule"] },
            parameters: { ...parameters, additionalProperties: ref("text") },
        },
    };
}
