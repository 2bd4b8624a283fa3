/** `packs query`: what AWS Config knows of the resources of one account, or of all that an aggregator reaches. */
import { formatDiagnostics, hasErrors } from "../lib/diagnostic.ts";
import { type ProjectFiles, projectFolder } from "../lib/project-files.ts";
import { type CheckedQuery, checkQuery } from "../lib/query/check.ts";
import { queryFile, queryNames, readQuery } from "../lib/query/query-file.ts";
import { isAggregation } from "../lib/query/statement.ts";
import { suggestionHint } from "../lib/suggestion.ts";
import { check } from "./check.ts";
import { EXIT } from "./exit-code.ts";
import { elapsedProgress } from "./progress.ts";
import { explainFailure } from "./query/failure.ts";
import { QUERY_FORMATS, type QueryFormat } from "./query/formats.ts";
import { printQueries } from "./query/list.ts";
import { questionOf, unlessRefused } from "./refusal.ts";
import { type AskedScope, foreignAccount, scopeOf } from "./scope.ts";
import { meantStack } from "./stack-names.ts";
import type { Terminal } from "./terminal.ts";

export interface QueryOptions extends AskedScope {
    /** Text of a query, instead of a name. */
    readonly sql?: string;
    readonly output: QueryFormat;
    /** Rows. @default all */
    readonly limit?: number;
    /** Asks nobody: only looks for faults. */
    readonly check: boolean;
}

/**
 * Asks a query, or lists or checks those of the project. Changes nothing.
 *
 * @returns the exit code: 0 where AWS answered, however little; 1 where it or the query has a fault; 2 for an unknown name
 */
export async function query(
    root: string,
    name: string | undefined,
    options: QueryOptions,
    terminal: Terminal,
): Promise<number> {
    const files = projectFolder(root);
    if (name !== undefined && options.sql !== undefined) {
        terminal.note("packs query: either the name of a query or --sql, not both");
        return EXIT.usage;
    }
    if (name !== undefined && readQuery(name, files) === undefined) {
        const hint = meantStack(name, files) ?? suggestionHint(name, queryNames(files)) ?? "packs query lists them";
        terminal.note(`packs query: there is no file ${queryFile(name)} (${hint})`);
        return EXIT.usage;
    }
    if (options.check && options.sql === undefined) {
        const names = name === undefined ? queryNames(files) : [name];
        if (names.length === 0) {
            printQueries(files, terminal);
            return EXIT.success;
        }
        return check(
            root,
            names.map((one) => queryFile(one)),
            { format: "text", strict: false },
            terminal,
        );
    }
    const asked: CheckedQuery | undefined =
        options.sql !== undefined
            ? checkQuery("--sql", options.sql)
            : name !== undefined
              ? readQuery(name, files)
              : undefined;
    if (asked === undefined) {
        printQueries(files, terminal);
        return EXIT.success;
    }
    if (asked.diagnostics.length > 0) {
        terminal.note(formatDiagnostics(asked.diagnostics));
    }
    if (hasErrors(asked.diagnostics)) {
        return EXIT.errors;
    }
    return options.check ? EXIT.success : ask(asked, files, options, terminal);
}

async function ask(
    { expression = "", statement }: CheckedQuery,
    files: ProjectFiles,
    options: QueryOptions,
    terminal: Terminal,
): Promise<number> {
    const found = scopeOf("query", files, options);
    if ("fault" in found) {
        terminal.note(found.fault);
        return found.code;
    }
    const { scope, plan } = found;
    // Loaded late: the AWS clients are of no use to a question that cannot be asked.
    const [{ callerAccount }, { selectAll }] = await Promise.all([
        import("./caller-account.ts"),
        import("./query/select.ts"),
    ]);
    const foreign = plan?.account === undefined ? undefined : foreignAccount(await callerAccount(scope.region), plan);
    if (foreign !== undefined) {
        terminal.note(foreign);
        return EXIT.errors;
    }
    const progress = elapsedProgress(terminal);
    const asking = async (): Promise<number> => {
        const answer = await selectAll({
            ...scope,
            expression,
            aggregation: statement !== undefined && isAggregation(statement),
            limit: options.limit ?? Number.POSITIVE_INFINITY,
            onPage: (rows) => progress(() => `${rows} rows so far`),
        });
        terminal.line(QUERY_FORMATS[options.output](answer));
        return EXIT.success;
    };
    return unlessRefused(asking, explainFailure, questionOf("query", found), terminal);
}
