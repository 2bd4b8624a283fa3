/** `packs remediation`: which remediations failed, at which step and why, and another try. */
import { createInterface } from "node:readline/promises";
import { formatCount } from "../lib/cost/format.ts";
import { formatDiagnostics } from "../lib/diagnostic.ts";
import { loadPlanWithoutBaseline } from "../lib/plan/load.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { regionsOf } from "../lib/plan/regions.ts";
import { projectFolder } from "../lib/project-files.ts";
import { type ExecutionFilter, retryBatches } from "../lib/remediation/executions.ts";
import { knownDocuments } from "../lib/remediation/known-documents.ts";
import { explainFailure } from "./compliance/failure.ts";
import { EXIT } from "./exit-code.ts";
import { formatJson, type RemediationReport } from "./remediation/report.ts";
import { formatText } from "./remediation/text.ts";
import { unlessRefused } from "./refusal.ts";
import { foreignAccount } from "./scope.ts";
import type { Terminal } from "./terminal.ts";

export interface RemediationOptions {
    readonly stack?: string;
    /** Default: those of the stack, or the one of the environment. */
    readonly regions?: readonly string[];
    /** Of the AWS configuration file; default: as for the AWS CLI. */
    readonly profile?: string;
    readonly filter: ExecutionFilter;
    readonly output: "text" | "json";
    /** Causes and resources that are printed for people. */
    readonly limit: number;
}

export interface RetryOptions extends RemediationOptions {
    readonly yes: boolean;
    readonly dryRun: boolean;
}

/**
 * Asks AWS Config and prints. Changes nothing.
 *
 * @returns the exit code: 0 where AWS answered, 1 where it refused; with `failOnFailed` also where a remediation failed
 */
export async function remediationStatus(
    root: string,
    options: RemediationOptions & { readonly failOnFailed: boolean },
    terminal: Terminal,
): Promise<number> {
    return asking(root, "status", options, terminal, (report) => {
        terminal.line(options.output === "json" ? formatJson(report) : formatText(report));
        const failed = report.executions.some(({ state }) => state === "FAILED");
        return Promise.resolve(options.failOnFailed && failed ? EXIT.errors : EXIT.success);
    });
}

/**
 * Runs failed remediations once more, after somebody has agreed.
 *
 * @returns the exit code: 0 where all were started or there was nothing to start, 1 where AWS refused or nobody agreed
 */
export async function remediationRetry(root: string, options: RetryOptions, terminal: Terminal): Promise<number> {
    const canAsk = process.stdin.isTTY && terminal.isInteractive;
    if (!options.yes && !options.dryRun && !canAsk) {
        terminal.note(
            "packs remediation retry: nobody is there to be asked: write --yes, or --dry-run to see what it is about",
        );
        return EXIT.usage;
    }
    const failed = { ...options, filter: { ...options.filter, states: ["FAILED"] as const } };
    return asking(root, "retry", failed, terminal, async (report) => {
        const batches = retryBatches(report.executions);
        if (options.output === "text" || batches.length === 0) {
            printBatches(root, report, terminal);
        }
        if (batches.length === 0 || options.dryRun) {
            if (options.output === "json") {
                terminal.line(
                    JSON.stringify({ account: report.account, dryRun: options.dryRun, batches }, undefined, 2),
                );
            }
            return EXIT.success;
        }
        if (!options.yes && !(await isAgreed(report))) {
            terminal.note("nothing was started");
            return EXIT.errors;
        }
        const { startAgain } = await import("./remediation/ask.ts");
        const { started, refused } = await startAgain(batches, (count) => {
            terminal.transient(`${formatCount(count, "resource")} started …`);
        });
        if (options.output === "json") {
            terminal.line(JSON.stringify({ account: report.account, started, refused }, undefined, 2));
        } else {
            terminal.line(
                `started for ${formatCount(started, "resource")}: packs remediation status tells what becomes of it`,
            );
        }
        for (const { batch, resources, reason } of refused) {
            const names = resources.map(({ resourceType, resourceId }) => `${resourceType}/${resourceId}`).join(", ");
            terminal.note(`AWS Config refuses ${batch.rule} for ${names}: ${reason}`);
        }
        return refused.length > 0 ? EXIT.errors : EXIT.success;
    });
}

/** Whom to ask, and what AWS says; then whatever the command is about. */
async function asking(
    root: string,
    command: string,
    options: RemediationOptions,
    terminal: Terminal,
    then: (report: RemediationReport) => Promise<number>,
): Promise<number> {
    const loaded = planOf(root, options.stack);
    if ("fault" in loaded) {
        terminal.note(loaded.fault);
        return EXIT.errors;
    }
    if (options.profile !== undefined) {
        // What every client of the SDK reads; a profile with a role in it has the SDK assume that role.
        process.env["AWS_PROFILE"] = options.profile;
    }
    const { plan } = loaded;
    // Loaded late: the AWS clients are of no use to a question that cannot be asked.
    const [{ askExecutions }, { callerAccount }, { complianceClient }] = await Promise.all([
        import("./remediation/ask.ts"),
        import("./caller-account.ts"),
        import("../compliance/client.ts"),
    ]);
    const stated = options.regions ?? plan?.map(({ region }) => region);
    const ask = async (): Promise<number> => {
        const regions = stated ?? [await complianceClient(undefined).config.region()];
        const account = await callerAccount(regions[0]);
        const foreign =
            loaded.whole === undefined || options.profile !== undefined
                ? undefined
                : foreignAccount(account, loaded.whole);
        if (foreign !== undefined) {
            terminal.note(`${foreign}; of another account, --profile asks`);
            return EXIT.errors;
        }
        const { executions, remediations } = await askExecutions(account, regions, options.filter, (rules) => {
            terminal.transient(`${formatCount(rules, "remediation")} so far …`);
        });
        return then({ account, regions, executions, remediations, limit: options.limit });
    };
    const scope = { region: stated?.[0], aggregator: undefined };
    return unlessRefused(ask, explainRefusal, { command: `remediation ${command}`, scope, known: [] }, terminal);
}

function explainRefusal(refusal: Error): string | undefined {
    return refusal.name === "InsufficientPermissionsException"
        ? `AWS Config cannot start it: ${refusal.message}. Whoever starts a remediation needs iam:PassRole for its role`
        : explainFailure(refusal);
}

type Loaded =
    { readonly plan?: ReturnType<typeof regionsOf>; readonly whole?: DeploymentPlan } | { readonly fault: string };

/** Without a stack, only one region is asked. */
function planOf(root: string, stack: string | undefined): Loaded {
    if (stack === undefined) {
        return {};
    }
    const { plan, diagnostics } = loadPlanWithoutBaseline({ stack, files: projectFolder(root) });
    return plan === undefined ? { fault: formatDiagnostics(diagnostics) } : { plan: regionsOf(plan), whole: plan };
}

function printBatches(root: string, { executions, account }: RemediationReport, terminal: Terminal): void {
    if (executions.length === 0) {
        terminal.line(`nothing has failed in account ${account} of what was asked`);
        return;
    }
    const documents = knownDocuments(projectFolder(root));
    terminal.line(`${formatCount(executions.length, "remediation")} failed in account ${account}:`);
    const byRule = new Map<string, typeof executions>();
    for (const one of executions) {
        const key = `${one.pack === undefined ? "" : `${one.pack}/`}${one.rule} by ${one.document} in ${one.region}`;
        byRule.set(key, [...(byRule.get(key) ?? []), one]);
    }
    for (const [rule, group] of byRule) {
        const known = documents.find(group[0]?.document ?? "");
        const warning = known?.destructive === true ? `  (destructive: ${known.reason})` : "";
        terminal.line(`  ${rule}: ${formatCount(group.length, "resource")}${warning}`);
    }
}

/** Anything but yes is no. */
async function isAgreed({ executions }: RemediationReport): Promise<boolean> {
    const prompt = createInterface({ input: process.stdin, output: process.stderr });
    try {
        const answer = await prompt.question(`Run ${executions.length === 1 ? "it" : "them"} once more? (yes/no) `);
        return /^y(es)?$/i.test(answer.trim());
    } finally {
        prompt.close();
    }
}
