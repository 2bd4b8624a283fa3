/** `packs schema`: the JSON Schemas by which editors complete and check what the project holds. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { catalogue } from "../lib/catalogue/catalogue.ts";
import { SCHEMA_FOLDER, SCHEMA_NAMES, schemaFile, type SchemaName } from "../lib/json-schema/schema-files.ts";
import { projectFolder } from "../lib/project-files.ts";
import type { Terminal } from "./terminal.ts";
import { EXIT } from "./exit-code.ts";

/**
 * Prints one schema, or writes every schema file.
 *
 * @param name which one to print
 * @returns the exit code
 */
export function schema(
    root: string,
    name: SchemaName,
    options: { readonly write: boolean },
    terminal: Terminal,
): number {
    if (!options.write) {
        terminal.line(schemaFile(name, catalogue(), projectFolder(root)).trimEnd());
        return EXIT.success;
    }
    mkdirSync(join(root, SCHEMA_FOLDER), { recursive: true });
    for (const one of SCHEMA_NAMES) {
        const file = `${SCHEMA_FOLDER}/${one}.json`;
        writeFileSync(join(root, file), schemaFile(one, catalogue(), projectFolder(root)));
        terminal.line(`wrote ${file}`);
    }
    return EXIT.success;
}
