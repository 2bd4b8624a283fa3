/** JSON Schema as editors read it, and the text of a schema file. */
import { z } from "zod";

/**
 * Draft 7, which every editor's YAML support knows, with what the YAML language server adds to it:
 * https://github.com/redhat-developer/yaml-language-server
 */
export interface JsonSchema {
    readonly $schema?: string;
    readonly $ref?: string;
    readonly title?: string;
    readonly description?: string;
    readonly default?: unknown;
    readonly type?: string | readonly string[];
    readonly enum?: readonly unknown[];
    readonly const?: unknown;
    readonly pattern?: string;
    readonly minItems?: number;
    readonly maxItems?: number;
    readonly minProperties?: number;
    readonly maxProperties?: number;
    readonly minimum?: number;
    readonly maximum?: number;
    readonly required?: readonly string[];
    readonly properties?: Readonly<Record<string, JsonSchema>>;
    readonly patternProperties?: Readonly<Record<string, JsonSchema | false>>;
    readonly propertyNames?: JsonSchema;
    readonly additionalProperties?: JsonSchema | boolean;
    readonly items?: JsonSchema;
    readonly allOf?: readonly JsonSchema[];
    readonly anyOf?: readonly JsonSchema[];
    readonly not?: JsonSchema;
    readonly if?: JsonSchema;
    readonly then?: JsonSchema;
    readonly else?: JsonSchema;
    readonly definitions?: Readonly<Record<string, JsonSchema>>;
    /** What the editor says where a text does not match its pattern. */
    readonly patternErrorMessage?: string;
    /** What the editor says instead of its own words. */
    readonly errorMessage?: string;
    /** What the editor writes, with places to fill in such as `$1`. */
    readonly defaultSnippets?: readonly { readonly body: unknown }[];
    /** What the editor says of something that is used and should not be. */
    readonly deprecationMessage?: string;
}

export const DRAFT = "http://json-schema.org/draft-07/schema#";

/** The definition of this name in the same file. */
export function ref(name: string): JsonSchema {
    return { $ref: `#/definitions/${name}` };
}

/**
 * What a zod schema accepts, before it fills in defaults.
 *
 * A map in which `name:` alone is an entry (a preprocessed one) accepts nothing behind the colon; zod does not say so.
 *
 * @param custom stands for alternatives that zod checks by a function
 */
export function fromZod(schema: z.ZodType, custom: JsonSchema = {}): JsonSchema {
    const made = z.toJSONSchema(schema, {
        io: "input",
        target: "draft-7",
        unrepresentable: "any",
        override: ({ zodSchema, jsonSchema, path }) => {
            const definition = zodSchema._zod.def as { type: string; in?: z.core.$ZodType };
            if (definition.type === "pipe" && definition.in?._zod.def.type === "transform") {
                jsonSchema.type = [jsonSchema.type, "null"] as unknown as NonNullable<typeof jsonSchema.type>;
            }
            const message = typeof jsonSchema.pattern === "string" ? patternMessage(zodSchema) : undefined;
            if (message !== undefined) {
                Object.assign(jsonSchema, { patternErrorMessage: message });
            }
            if (definition.type === "custom" && path.at(-2) === "anyOf") {
                Object.assign(jsonSchema, custom);
            }
            // Editors write a default when they complete a key: an empty one is only in the way.
            if (isEmpty(jsonSchema.default)) {
                delete jsonSchema.default;
            }
            if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) {
                delete jsonSchema.maximum;
            }
            if (JSON.stringify(jsonSchema.propertyNames) === '{"type":"string"}') {
                delete jsonSchema.propertyNames;
            }
        },
    });
    delete made.$schema;
    return JSON.parse(JSON.stringify(made)) as JsonSchema;
}

/** What the check says where a text does not match its pattern. */
function patternMessage(schema: z.core.$ZodType): string | undefined {
    const { checks = [] } = schema._zod.def;
    const messages = checks.flatMap((check) => {
        const { error, check: kind } = check._zod.def as { error?: (issue: object) => unknown; check: string };
        const said = kind === "string_format" ? error?.({}) : undefined;
        return typeof said === "string" ? [said] : [];
    });
    return messages[0];
}

/** Longer than this, a value gets a line for each of its parts. */
const MAX_LINE = 1000;

/** The text of a schema file: short parts on one line, so that a comparison of two versions reads as a list of rules. */
export function schemaText(schema: JsonSchema): string {
    return `${write(schema, "")}\n`;
}

function write(value: unknown, indent: string): string {
    const line = JSON.stringify(value);
    const isList = Array.isArray(value) && value.every((item) => typeof item !== "object");
    if (indent !== "" && (line.length <= MAX_LINE || isList || typeof value !== "object" || value === null)) {
        return line;
    }
    const deeper = `${indent}  `;
    const parts = Array.isArray(value)
        ? value.map((item) => `${deeper}${write(item, deeper)}`)
        : Object.entries(value as object).map(
              ([key, item]) => `${deeper}${JSON.stringify(key)}: ${write(item, deeper)}`,
          );
    const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
    return `${open}\n${parts.join(",\n")}\n${indent}${close}`;
}

function isEmpty(value: unknown): boolean {
    return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
