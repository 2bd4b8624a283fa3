/** `packs query`: what AWS Config knows of the resources of one account, or of all that an aggregator reaches. */
import { formatDiagnostics, hasErrors } from "../lib/diagnostic.ts";
import { loadPlan } from "../lib/plan/load.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { type ProjectFiles, projectFolder } from "../lib/project-files.ts";
import { type CheckedQuery, checkQuery } from "../lib/query/check.ts";
import { queryFile, queryNames, readQuery } from "../lib/query/query-file.ts";
import { isAggregation } from "../lib/query/statement.ts";
import { suggestionHint } from "../lib/suggestion.ts";
import { check } from "./check.ts";
import { EXIT } from "./exit-code.ts";
import { explainFailure } from "./query/failure.ts";
import { QUERY_FORMATS, type QueryFormat } from "./query/formats.ts";
import { printQueries } from "./query/list.ts";
import type { QueryScope } from "./query/select.ts";
import { meantStack, stackNames } from "./stack-names.ts";
import type { Terminal } from "./terminal.ts";

export interface QueryOptions {
    /** Text of a query, instead of a name. */
    readonly sql?: string;
    readonly aggregator?: string;
    /** Only the account of the credentials, in one region. */
    readonly account: boolean;
    readonly region?: string;
    readonly stack?: string;
    readonly output: QueryFormat;
    /** Rows. @default all */
    readonly limit?: number;
    /** Asks nobody: only looks for faults. */
    readonly check: boolean;
}

/** The stack that is meant where none is named, as for other commands. */
const DEFAULT_STACK = "dev";

/** What is over sooner needs no progress. */
const QUIET_MS = 1000;

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
    const found = scopeOf(files, options);
    if ("fault" in found) {
        terminal.note(found.fault);
        return found.code;
    }
    const { scope, plan } = found;
    // Loaded late: the AWS clients are of no use to a question that cannot be asked.
    const { callerAccount, selectAll } = await import("./query/select.ts");
    if (plan?.account !== undefined) {
        const account = await callerAccount(scope.region);
        if (account !== plan.account) {
            terminal.note(
                `the credentials belong to account ${account}, but the stack ${plan.stack} belongs to ${plan.account}: ` +
                    "use credentials of that account",
            );
            return EXIT.errors;
        }
    }
    const begun = performance.now();
    try {
        const answer = await selectAll({
            ...scope,
            expression,
            aggregation: statement !== undefined && isAggregation(statement),
            limit: options.limit ?? Number.POSITIVE_INFINITY,
            onPage: (rows) => {
                const elapsed = performance.now() - begun;
                if (elapsed > QUIET_MS) {
                    terminal.transient(`${Math.floor(elapsed / 1000)} s: ${rows} rows so far`);
                }
            },
        });
        terminal.line(QUERY_FORMATS[options.output](answer));
        return EXIT.success;
    } catch (reason) {
        const words = explainFailure(reason, scope, plan?.aggregators.map(({ name }) => name) ?? []);
        if (words === undefined) {
            throw reason;
        }
        terminal.note(words);
        return EXIT.errors;
    }
}

type Found =
    { readonly scope: QueryScope; readonly plan?: DeploymentPlan } | { readonly fault: string; readonly code: number };

/**
 * What the command line leaves open, the stack says: its region, and its aggregator where it has one only.
 *
 * @param command for whom faults speak
 */
export function scopeOf(
    files: ProjectFiles,
    options: Pick<QueryOptions, "account" | "aggregator" | "region" | "stack">,
    command = "query",
): Found {
    const { region, aggregator, account } = options;
    if (account && aggregator !== undefined) {
        return { fault: `packs ${command}: either --aggregator or --account, not both`, code: EXIT.usage };
    }
    const named = options.stack ?? (stackNames(files).includes(DEFAULT_STACK) ? DEFAULT_STACK : undefined);
    if (named === undefined || (region !== undefined && (account || aggregator !== undefined))) {
        return account || aggregator !== undefined
            ? { scope: { region, aggregator } }
            : { fault: `packs ${command}: name a --stack, an --aggregator, or --account`, code: EXIT.usage };
    }
    const { plan, diagnostics } = loadPlan({ stack: named, files });
    if (plan === undefined) {
        return { fault: formatDiagnostics(diagnostics), code: EXIT.errors };
    }
    const names = plan.aggregators.map(({ name }) => name);
    if (!account && aggregator === undefined && names.length > 1) {
        return {
            fault: `packs ${command}: the stack ${named} has the aggregators ${names.join(", ")}: name one by --aggregator, or write --account`,
            code: EXIT.usage,
        };
    }
    const chosen = account ? undefined : (aggregator ?? names[0]);
    return { scope: { region: region ?? plan.region, aggregator: chosen }, plan };
}
