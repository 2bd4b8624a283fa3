/** Where a project has its files, by path alone: for what looks for them without reading any. */
import type { ProjectFiles } from "./project-files.ts";

/** In the root of the project, beside the stacks, since a waiver holds whichever stack deploys the rule. */
export const WAIVERS_FILE = "waivers.yaml";

/** In the folder of the project. Not beside the stacks: Pulumi takes every `Pulumi.<name>.yaml` for a stack. */
export const BASELINE_FOLDER = "baseline";

const BASELINE_FILE = /^baseline\/(.+)\.yaml$/;

/** The file of a stack's baseline; it may be absent. */
export function baselineFile(stack: string): string {
    return `${BASELINE_FOLDER}/${stack}.yaml`;
}

/** The stack whose baseline a path is, relative to the project; undefined for any other path. */
export function stackOfBaseline(path: string): string | undefined {
    return BASELINE_FILE.exec(path)?.[1];
}

/** The stacks that have a baseline, or something in its place. */
export function guardedStacks(files: ProjectFiles): string[] {
    return [...files.list(BASELINE_FOLDER), ...files.others(BASELINE_FOLDER)]
        .flatMap((name) => stackOfBaseline(`${BASELINE_FOLDER}/${name}`) ?? [])
        .sort();
}

/** Queries in the SQL of AWS Config. */
export const QUERIES_FOLDER = "queries";

/** Its files are Athena's SQL, unlike those of the folder above. */
export const HISTORY_QUERIES_FOLDER = `${QUERIES_FOLDER}/athena`;

const QUERY_ENDING = ".sql";

/** Names of the queries of a folder, sorted. */
export function queryNames(files: ProjectFiles, folder: string = QUERIES_FOLDER): string[] {
    return files
        .list(folder)
        .filter((name) => name.endsWith(QUERY_ENDING))
        .map((name) => name.slice(0, -QUERY_ENDING.length));
}

/** Path of a query's file. */
export function queryFile(name: string, folder: string = QUERIES_FOLDER): string {
    return `${folder}/${name}${QUERY_ENDING}`;
}

/** The queries of both kinds, by path. */
export function queryFiles(files: ProjectFiles): string[] {
    return [QUERIES_FOLDER, HISTORY_QUERIES_FOLDER].flatMap((folder) =>
        queryNames(files, folder).map((name) => queryFile(name, folder)),
    );
}
