/** `packs report`: what is compliant right now, as one page or for machines. */
import { accessSync, constants, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { estimateCost } from "../lib/cost/estimate.ts";
import { formatCount } from "../lib/cost/format.ts";
import { loadUsage, type UsageProfile } from "../lib/cost/usage.ts";
import type { FrameworkReport } from "../lib/coverage/report.ts";
import { formatDiagnostics, hasErrors } from "../lib/diagnostic.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { type ProjectFiles, projectFolder } from "../lib/project-files.ts";
import type { ComplianceReport } from "../lib/report/compliance/compliance-report.ts";
import { readReport, REPORT_LIMITS, type ReportProgress } from "../lib/report/compliance/read-report.ts";
import { percent } from "../lib/report/compliance/score.ts";
import { inquire, type Preparation } from "./compliance/inquiry.ts";
import { EXIT } from "./exit-code.ts";
import { formatJson } from "./report/json.ts";
import { elapsedProgress } from "./progress.ts";
import { coverageOf } from "./report/coverage.ts";
import { explainSnapshots, snapshotsIn } from "./report/snapshots.ts";
import type { AskedScope } from "./scope.ts";
import type { Terminal } from "./terminal.ts";

export interface ReportOptions extends AskedScope {
    readonly format: "html" | "json";
    /** A file. @default standard output */
    readonly output?: string;
    readonly framework?: string;
    /** A folder or `s3://<bucket>/<prefix>` of snapshots. */
    readonly trend?: string;
    /** @default as in REPORT_LIMITS */
    readonly resources?: number;
    readonly timelines?: number;
    readonly countResources?: number;
}

/**
 * Asks AWS and writes. Changes nothing in AWS.
 *
 * @returns the exit code: 0 where AWS answered, 1 where it refused or something of the project has errors, 2 for an unknown
 *     framework
 */
export function report(root: string, options: ReportOptions, terminal: Terminal): Promise<number> {
    const files = projectFolder(root);
    return inquire("report", files, options, terminal, {
        prepare: ({ plan }) => prepare(files, options, plan),
        explain: (refusal) => explainSnapshots(refusal, options.trend),
        work: async ({ source, scope, plan, waivers, at }, { usage, coverage }) => {
            // Loaded late: the AWS clients are of no use to a question that cannot be asked.
            const [{ AccountHistorySource }, { QueriedVerdicts }, { callerAccount }] = await Promise.all([
                import("./compliance/account-history.ts"),
                import("./report/resource-verdict-source.ts"),
                import("./caller-account.ts"),
            ]);
            const account = await callerAccount(scope.region);
            const snapshots =
                options.trend === undefined ? undefined : await snapshotsIn(options.trend, scope, plan?.stack);
            const told = await readReport({
                source,
                verdicts: new QueriedVerdicts(source.scope),
                history: { account, source: new AccountHistorySource(account, []) },
                ...(snapshots && { snapshots }),
                ...(plan && { plan, cost: estimateCost(plan, usage) }),
                ...(coverage && { coverage }),
                waivers,
                at,
                limits: {
                    ...REPORT_LIMITS,
                    ...(options.resources !== undefined && { resources: options.resources }),
                    ...(options.timelines !== undefined && { timelines: options.timelines }),
                    ...(options.countResources !== undefined && { countResources: options.countResources }),
                },
                onProgress: progressOn(terminal),
            });
            await write(told, options, terminal);
            return EXIT.success;
        },
    });
}

interface Ready {
    readonly usage: UsageProfile;
    readonly coverage?: FrameworkReport;
}

/** Before minutes of reading, not after them. */
function prepare(files: ProjectFiles, options: ReportOptions, plan: DeploymentPlan | undefined): Preparation<Ready> {
    const { usage, diagnostics } = loadUsage(files);
    if (usage === undefined || hasErrors(diagnostics)) {
        return { fault: formatDiagnostics(diagnostics), code: EXIT.errors };
    }
    const { coverage, fault } = options.framework === undefined ? {} : coverageOf(options.framework, plan, files);
    if (fault !== undefined) {
        return { fault: fault.words, code: fault.code };
    }
    const folder = options.output === undefined ? undefined : unwritableFolder(options.output);
    return folder === undefined
        ? { ready: { usage, ...(coverage && { coverage }) } }
        : {
              fault: `packs report: nothing can be written to the folder ${folder}; name another --output`,
              code: EXIT.errors,
          };
}

/** The folder of a file, if it is not there, or not to be written to. */
function unwritableFolder(file: string): string | undefined {
    const folder = dirname(file);
    try {
        accessSync(folder, constants.W_OK);
        return undefined;
    } catch {
        return folder;
    }
}

async function write(told: ComplianceReport, options: ReportOptions, terminal: Terminal): Promise<void> {
    // Loaded late: plots and their document are of no use to machines.
    const text = options.format === "json" ? formatJson(told) : (await import("./report/page.ts")).reportPage(told);
    if (options.output === undefined) {
        terminal.line(text);
        return;
    }
    writeFileSync(options.output, `${text}\n`);
    const { accounts, verdicts } = told.totals;
    terminal.note(
        `${options.output}: ${formatCount(accounts, "account")}, ${formatCount(verdicts.NON_COMPLIANT, "rule")} failing, ` +
            `score ${percent(told.score.share)}`,
    );
}

const STAGES: Readonly<Record<ReportProgress["stage"], string>> = {
    packs: "packs",
    rules: "rules",
    resources: "resources for the score",
    findings: "resources that fail",
    timelines: "timelines of resources",
    histories: "histories of packs",
};

function progressOn(terminal: Terminal): (progress: ReportProgress) => void {
    const progress = elapsedProgress(terminal);
    return ({ stage, done, of }) =>
        progress(() => {
            const count = `${done.toLocaleString("en")}${of === undefined ? "" : ` of ${of.toLocaleString("en")}`}`;
            return `${count} ${STAGES[stage]}`;
        });
}
