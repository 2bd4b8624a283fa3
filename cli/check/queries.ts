/** One query of either kind. */
import type { Diagnostic } from "../../lib/diagnostic.ts";
import { historyQueryFaults } from "../../lib/plan/history-queries.ts";
import type { ProjectFiles } from "../../lib/project-files.ts";
import { HISTORY_QUERIES_FOLDER } from "../../lib/project-layout.ts";
import { readQuery } from "../../lib/query/query-file.ts";

/** AWS Config and Athena each have an SQL of their own. */
export function checkQueryFile(file: string, files: ProjectFiles): readonly Diagnostic[] {
    const name = file.slice(file.lastIndexOf("/") + 1).replace(/\.sql$/, "");
    return file.startsWith(`${HISTORY_QUERIES_FOLDER}/`)
        ? historyQueryFaults(name, files.read(file) ?? "")
        : (readQuery(name, files)?.diagnostics ?? []);
}
