/** The schema files that packs, stacks, waivers and baselines refer to in their first line. */
import type { Catalogue } from "../catalogue/catalogue.ts";
import { baselineSchema } from "./baseline.ts";
import { type JsonSchema, schemaText } from "./json-schema.ts";
import { packSchema } from "./pack.ts";
import { stackSchema } from "./stack.ts";
import { waiversSchema } from "./waivers.ts";

export const SCHEMA_FOLDER = "schema";

const SCHEMAS = {
    pack: packSchema,
    stack: stackSchema,
    waivers: waiversSchema,
    baseline: baselineSchema,
} satisfies Record<string, (catalogue: Catalogue) => JsonSchema>;

export type SchemaName = keyof typeof SCHEMAS;

export const SCHEMA_NAMES = Object.keys(SCHEMAS) as SchemaName[];

/** The text of `schema/<name>.json`. */
export function schemaFile(name: SchemaName, catalogue: Catalogue): string {
    return schemaText(SCHEMAS[name](catalogue));
}
