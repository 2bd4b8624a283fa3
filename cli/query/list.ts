/** The queries of the project, with what each answers. */
import type { ProjectFiles } from "../../lib/project-files.ts";
import { QUERIES_FOLDER, queryNames } from "../../lib/project-layout.ts";
import { readQuery } from "../../lib/query/query-file.ts";
import { formatTable } from "../table.ts";
import type { Terminal } from "../terminal.ts";

export function printQueries(files: ProjectFiles, terminal: Terminal): void {
    const names = queryNames(files);
    if (names.length === 0) {
        terminal.line(`There is no query in ${QUERIES_FOLDER}/; packs query --sql 'SELECT …' asks one without a file.`);
        return;
    }
    const rows = names.map((name) => [name, readQuery(name, files)?.description ?? ""]);
    formatTable(["Query", "What it answers"], rows).forEach((line) => terminal.line(line));
}
