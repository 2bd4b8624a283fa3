/** `packs status`: what is compliant right now, in all accounts of an aggregator or in one account. */
import { setTimeout as delay } from "node:timers/promises";
import { type FailOnLevel, failures } from "../lib/compliance/fail-on.ts";
import type { StatusFilter } from "../lib/compliance/filter.ts";
import type { GroupingName } from "../lib/compliance/groupings.ts";
import type { StatusProgress } from "../lib/compliance/read-status.ts";
import { formatCount } from "../lib/cost/format.ts";
import { projectFolder } from "../lib/project-files.ts";
import { inquire } from "./compliance/inquiry.ts";
import { EXIT } from "./exit-code.ts";
import { elapsedProgress } from "./progress.ts";
import type { AskedScope } from "./scope.ts";
import { STATUS_FORMATS, type StatusFormatName } from "./status/formats.ts";
import { formatJsonLine } from "./status/json.ts";
import { look } from "./status/look.ts";
import type { StatusReport } from "./status/report.ts";
import { watchStatus } from "./status/watch.ts";
import type { Terminal } from "./terminal.ts";

export interface StatusOptions extends AskedScope {
    readonly by: GroupingName;
    readonly filter: StatusFilter;
    readonly output: StatusFormatName;
    /** Groups. @default 50 for people, all for machines */
    readonly limit?: number;
    /** Seconds between two looks. @default one look only */
    readonly watch?: number;
    readonly failOn?: FailOnLevel;
}

/** What a person reads; machines get everything. */
const ROWS_FOR_PEOPLE = 50;

/**
 * Asks AWS and prints. Changes nothing.
 *
 * @returns the exit code: 0 where AWS answered, 1 where it refused, or where `--fail-on` found something
 */
export function status(root: string, options: StatusOptions, terminal: Terminal): Promise<number> {
    return inquire("status", projectFolder(root), options, terminal, {
        prepare: () => ({ ready: undefined }),
        work: async ({ source, plan, waivers }) => {
            const once = (): Promise<StatusReport> =>
                look({
                    ...options,
                    source,
                    ...(plan !== undefined && { plan }),
                    waivers,
                    on: new Date().toISOString().slice(0, 10),
                    limit:
                        options.limit ?? (isForMachines(options.output) ? Number.POSITIVE_INFINITY : ROWS_FOR_PEOPLE),
                    onProgress: progressOn(terminal),
                });
            const report =
                options.watch === undefined
                    ? printed(await once(), options, terminal)
                    : await watch(once, options.watch, options, terminal);
            const isFailure = options.failOn !== undefined && failsOn(report, options.failOn, terminal);
            return isFailure ? EXIT.errors : EXIT.success;
        },
    });
}

function isForMachines(output: StatusFormatName): boolean {
    return output === "json" || output === "csv";
}

function printed(report: StatusReport, { output }: StatusOptions, terminal: Terminal): StatusReport {
    terminal.line(STATUS_FORMATS[output](report, (style, text) => terminal.style(style, text)));
    return report;
}

/** Until an interruption, which is no failure. */
async function watch(
    once: () => Promise<StatusReport>,
    seconds: number,
    options: StatusOptions,
    terminal: Terminal,
): Promise<StatusReport> {
    const abort = new AbortController();
    const end = (): void => abort.abort();
    process.once("SIGINT", end);
    try {
        return await watchStatus({
            look: once,
            print: (report, changes) => {
                const at = new Date().toISOString().slice(11, 19);
                if (options.output === "json") {
                    terminal.line(formatJsonLine(report));
                    return;
                }
                printed(report, options, terminal);
                changes.forEach((line) => terminal.note(`${at} ${line}`));
                terminal.note(`${at} UTC: looking again in ${seconds} s (interrupt to end)`);
            },
            pause: (milliseconds) => delay(milliseconds, undefined, { signal: abort.signal }).catch(() => undefined),
            seconds,
            signal: abort.signal,
        });
    } finally {
        process.removeListener("SIGINT", end);
    }
}

function failsOn({ totals }: StatusReport, level: FailOnLevel, terminal: Terminal): boolean {
    const count = failures(totals, level);
    if (count > 0) {
        const what = level === "any" ? "failing" : `of severity ${level} or worse failing`;
        terminal.note(`packs status: --fail-on ${level} found ${formatCount(count, "rule")} ${what}`);
    }
    return count > 0;
}

function progressOn(terminal: Terminal): (progress: StatusProgress) => void {
    const progress = elapsedProgress(terminal);
    return ({ packs, rules, questions }) =>
        progress(() =>
            [
                ...(packs > 0 ? [formatCount(packs, "pack")] : []),
                `${formatCount(rules, "rule")} so far`,
                ...(questions > 0 ? [`${formatCount(questions, "rule")} asked about for waivers`] : []),
            ].join(", "),
        );
}
