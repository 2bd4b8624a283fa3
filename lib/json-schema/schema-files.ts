/** The schema files that packs, stacks, waivers, baselines and custom rules refer to in their first line. */
import type { Catalogue } from "../catalogue/catalogue.ts";
import { baselineSchema } from "./baseline.ts";
import { type JsonSchema, schemaText } from "./json-schema.ts";
import { packSchema } from "./pack.ts";
import { ruleCasesSchema, ruleSchema } from "./custom-rule.ts";
import type { NamedRule } from "./managed-rule.ts";
import { customRuleNames } from "../rules/find.ts";
import { readCustomRule } from "../rules/read-rule.ts";
import type { ProjectFiles } from "../project-files.ts";
import { stackSchema } from "./stack.ts";
import { waiversSchema } from "./waivers.ts";

export const SCHEMA_FOLDER = "schema";

const SCHEMAS = {
    pack: packSchema,
    stack: stackSchema,
    waivers: waiversSchema,
    baseline: baselineSchema,
    rule: ruleSchema,
    "rule-cases": ruleCasesSchema,
} satisfies Record<string, (catalogue: Catalogue, custom: readonly NamedRule[]) => JsonSchema>;

export type SchemaName = keyof typeof SCHEMAS;

export const SCHEMA_NAMES = Object.keys(SCHEMAS) as SchemaName[];

/**
 * The text of `schema/<name>.json`.
 *
 * @param files the project, whose own rules packs may name
 */
export function schemaFile(name: SchemaName, catalogue: Catalogue, files: ProjectFiles): string {
    const custom = customRuleNames(files).flatMap((rule) => readCustomRule(rule, files, catalogue).rule ?? []);
    return schemaText(SCHEMAS[name](catalogue, custom));
}
