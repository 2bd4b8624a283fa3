/** Input parameters of managed rules, as compact packs give them. */
import type { ParameterData, ParameterType } from "../catalogue/managed-rule.ts";
import { type JsonSchema, ref } from "./json-schema.ts";

const FUNCTION_NAME = "^(Ref|Condition|Fn::.+)$";

/**
 * An intrinsic function as an editor sees it: a map with one key, or, behind a tag such as `!If`, the function's
 * arguments, since editors leave tags away.
 */
const FUNCTION: JsonSchema = {
    minItems: 2,
    maxItems: 4,
    minProperties: 1,
    maxProperties: 1,
    propertyNames: { pattern: FUNCTION_NAME },
};

/** A text that is a reference, or holds one, can become anything. */
const REFERENCE = "\\$\\{";

function valueSchema(types: readonly string[], pattern: string, what: string): JsonSchema {
    return {
        type: [...types, "string", "object", "array"],
        ...FUNCTION,
        pattern: `${pattern}|${REFERENCE}`,
        errorMessage: `${what}, or a reference such as \${Parameter}`,
    };
}

/** Values by type. What the types accept is what the check accepts. */
const VALUES = {
    integer: valueSchema(["integer"], "^\\s*[-+]?[0-9]+\\s*$", "a whole number"),
    number: valueSchema(["number"], "^\\s*[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)\\s*$", "a number"),
    boolean: valueSchema(["boolean"], "^\\s*([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])\\s*$", "true or false"),
    text: {
        type: ["string", "number", "boolean", "array", "object"],
        minProperties: 1,
        maxProperties: 1,
        propertyNames: { pattern: FUNCTION_NAME },
        errorMessage: "a text, a list (joined by commas), or a reference such as ${Parameter}",
    },
} satisfies Record<string, JsonSchema>;

const WORDS: Readonly<Record<ParameterType | "any", string>> = {
    integer: "Whole number",
    number: "Number",
    boolean: "true or false",
    string: "Text",
    csv: "List, or text separated by commas",
    map: "key:value, separated by commas",
    any: "A value",
};

/** All kinds of parameters that there are, shared by the rules; `any` is one whose type nobody documents. */
export function valueDefinitions(): Record<string, JsonSchema> {
    const kinds = Object.keys(WORDS) as (keyof typeof WORDS)[];
    const parameters = kinds.flatMap((kind) =>
        [true, false, undefined].map((optional): [string, JsonSchema] => [
            definitionName(kind, optional),
            {
                ...VALUES[kind === "integer" || kind === "number" || kind === "boolean" ? kind : "text"],
                description: describe(kind, optional),
            },
        ]),
    );
    return {
        function: { type: ["object", "array"], ...FUNCTION, errorMessage: "an intrinsic function, such as !If" },
        text: VALUES.text,
        ...Object.fromEntries(parameters),
    };
}

/** One parameter of a rule, with all that is known of it. */
export function parameterSchema({ type, optional, default: preset }: ParameterData): JsonSchema {
    const kind = type ?? "any";
    const shared = ref(definitionName(kind, optional));
    if (preset === undefined) {
        return shared;
    }
    const description = `${describe(kind, optional)}; ${optional === false ? "AWS suggests" : "default:"} ${preset}`;
    return { ...shared, description, default: plain(preset, kind) };
}

function definitionName(kind: keyof typeof WORDS, optional: boolean | undefined): string {
    return optional === undefined ? `${kind}-parameter` : `${optional ? "optional" : "mandatory"}-${kind}`;
}

function describe(kind: keyof typeof WORDS, optional: boolean | undefined): string {
    return optional === undefined ? WORDS[kind] : `${WORDS[kind]}, ${optional ? "optional" : "mandatory"}`;
}

/** As an author would write it: numbers and booleans without quotes. */
function plain(text: string, kind: keyof typeof WORDS): unknown {
    const number = kind === "integer" || kind === "number" ? Number(text) : Number.NaN;
    return Number.isNaN(number) ? (kind === "boolean" ? text.toLowerCase() === "true" : text) : number;
}
