/** `packs report`: what is compliant right now, as one page or for machines. */
import { writeFileSync } from "node:fs";
import { UnreadableSnapshotError } from "../lib/compliance/snapshot.ts";
import type { TrendPoint } from "../lib/compliance/trend-point.ts";
import { catalogue } from "../lib/catalogue/catalogue.ts";
import { estimateCost } from "../lib/cost/estimate.ts";
import { formatCount } from "../lib/cost/format.ts";
import { loadUsage } from "../lib/cost/usage.ts";
import { namedChecks } from "../lib/coverage/named-checks.ts";
import { readProjectPacks } from "../lib/coverage/pack-rules.ts";
import { coverageNames, type FrameworkReport, reportFramework } from "../lib/coverage/report.ts";
import { stackPacks } from "../lib/coverage/stack-packs.ts";
import { type Diagnostic, formatDiagnostics, hasErrors } from "../lib/diagnostic.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { type ProjectFiles, projectFolder } from "../lib/project-files.ts";
import type { ComplianceReport } from "../lib/report/compliance/compliance-report.ts";
import { readReport, REPORT_LIMITS, type ReportProgress } from "../lib/report/compliance/read-report.ts";
import { percent } from "../lib/report/compliance/score.ts";
import { customRuleNames } from "../lib/rules/find.ts";
import { suggestionHint } from "../lib/suggestion.ts";
import { loadWaivers } from "../lib/waivers/load.ts";
import { explainFailure } from "./compliance/failure.ts";
import { EXIT } from "./exit-code.ts";
import { formatJson } from "./report/json.ts";
import { parseBucket, readTrend, snapshotBucket, snapshotFolder } from "./report/snapshots.ts";
import { type AskedScope, type AwsScope, scopeOf } from "./scope.ts";
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

/** What is over sooner needs no progress. */
const QUIET_MS = 1000;

/**
 * Asks AWS and writes. Changes nothing in AWS.
 *
 * @returns the exit code: 0 where AWS answered, 1 where it refused or something of the project has errors, 2 for an unknown
 *     framework
 */
export async function report(root: string, options: ReportOptions, terminal: Terminal): Promise<number> {
    const files = projectFolder(root);
    const found = scopeOf("report", files, options, true);
    if ("fault" in found) {
        terminal.note(found.fault);
        return found.code;
    }
    const { scope, plan } = found;
    const { waivers, diagnostics } = loadWaivers(files);
    if (waivers === undefined) {
        return refused(diagnostics, terminal);
    }
    const { usage, diagnostics: usageFaults } = loadUsage(files);
    if (usage === undefined || hasErrors(usageFaults)) {
        return refused(usageFaults, terminal);
    }
    const covered = options.framework === undefined ? {} : coverageOf(options.framework, plan, files);
    if (covered.fault !== undefined) {
        terminal.note(covered.fault.words);
        return covered.fault.code;
    }
    // Loaded late: the AWS clients are of no use to a question that cannot be asked.
    const [{ openSource }, { AccountHistorySource }, { QueriedVerdicts }, { callerAccount }] = await Promise.all([
        import("./compliance/open-source.ts"),
        import("./compliance/account-history.ts"),
        import("./report/resource-verdict-source.ts"),
        import("./caller-account.ts"),
    ]);
    try {
        const opened = await openSource(scope, options.region, plan);
        if ("fault" in opened) {
            terminal.note(opened.fault);
            return EXIT.errors;
        }
        const { source } = opened;
        const account = await callerAccount(scope.region);
        const snapshots = options.trend === undefined ? undefined : await trendFrom(options.trend, scope, plan);
        const told = await readReport({
            source,
            verdicts: new QueriedVerdicts(source.scope),
            history: { account, source: new AccountHistorySource(account, []) },
            ...(snapshots && { snapshots }),
            ...(plan && { plan, cost: estimateCost(plan, usage) }),
            ...(covered.coverage && { coverage: covered.coverage }),
            waivers,
            at: new Date().toISOString(),
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
    } catch (reason) {
        const words =
            reason instanceof UnreadableSnapshotError
                ? `packs report: ${reason.message}`
                : explainFailure("report", reason, scope, plan?.aggregators.map(({ name }) => name) ?? []);
        if (words === undefined) {
            throw reason;
        }
        terminal.note(words);
        return EXIT.errors;
    }
}

function refused(diagnostics: readonly Diagnostic[], terminal: Terminal): number {
    terminal.note(formatDiagnostics(diagnostics));
    return EXIT.errors;
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

interface Covered {
    readonly coverage?: FrameworkReport;
    readonly fault?: { readonly words: string; readonly code: number };
}

/** Of the stack's packs where there is a stack, else of all packs of the project. */
function coverageOf(framework: string, plan: DeploymentPlan | undefined, files: ProjectFiles): Covered {
    const { packs: project, diagnostics } = readProjectPacks(files);
    if (project === undefined) {
        return { fault: { words: formatDiagnostics(diagnostics), code: EXIT.errors } };
    }
    const selected = plan === undefined ? project : stackPacks(plan, project);
    const known = coverageNames([...selected, ...project]);
    if (!known.includes(framework)) {
        const hint = suggestionHint(framework, known) ?? "packs coverage lists them";
        return {
            fault: { words: `packs report: no pack names a framework ${framework} (${hint})`, code: EXIT.usage },
        };
    }
    const title = plan === undefined ? "all packs of the project" : `the stack ${plan.stack}`;
    const sources = { checks: namedChecks(), catalogue: catalogue(), ownRules: customRuleNames(files) };
    return { coverage: reportFramework(framework, { title, selected, project }, sources) };
}

async function trendFrom(
    where: string,
    { region }: AwsScope,
    plan: DeploymentPlan | undefined,
): Promise<{ where: string; points: readonly TrendPoint[] }> {
    const bucket = parseBucket(where);
    if (bucket === undefined && where.startsWith("s3:")) {
        throw new UnreadableSnapshotError(where, "a bucket is written s3://<bucket>/<prefix>");
    }
    const place = bucket === undefined ? snapshotFolder(where) : await snapshotBucket(bucket, region);
    return { where, points: await readTrend(place, where, plan?.stack) };
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
    const begun = performance.now();
    return ({ stage, done, of }) => {
        const elapsed = performance.now() - begun;
        if (elapsed > QUIET_MS) {
            const count = `${done.toLocaleString("en")}${of === undefined ? "" : ` of ${of.toLocaleString("en")}`}`;
            terminal.transient(`${Math.floor(elapsed / 1000)} s: ${count} ${STAGES[stage]}`);
        }
    };
}
