/**
 * What the pack library holds, and what its profiles save: the tables of docs/library.md.
 *
 * `npm run library` prints them, `npm run library -- --write` puts them into the document.
 */
import { join } from "node:path";
import { formatTable } from "../cli/table.ts";
import { openTerminal } from "../cli/terminal.ts";
import { usageSchema } from "../lib/cost/usage.ts";
import { packTable, profileTable } from "../lib/library/tables.ts";
import { projectFolder } from "../lib/project-files.ts";
import { writeTables } from "./document.ts";

const ROOT = join(import.meta.dirname, "..");

const files = projectFolder(ROOT);
const terminal = openTerminal();
const tables = [packTable(files), profileTable(files, usageSchema.parse({}))];
if (process.argv.includes("--write")) {
    writeTables(join(ROOT, "docs", "library.md"), tables);
    terminal.line("docs/library.md is written; npm run format puts its tables in line");
} else {
    for (const { name, header, rows } of tables) {
        terminal.line(terminal.style("bold", name));
        formatTable(header, rows).forEach((line) => terminal.line(line));
        terminal.line();
    }
}
