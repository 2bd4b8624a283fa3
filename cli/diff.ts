/** `packs diff`: what the working tree makes of each stack, compared with a commit. No credentials, no network. */
import { compareBaselines } from "../lib/baseline/comparison.ts";
import { loadUsage } from "../lib/cost/usage.ts";
import { type Diagnostic, formatDiagnostics, hasErrors, sortDiagnostics } from "../lib/diagnostic.ts";
import { comparePlans } from "../lib/diff/comparison.ts";
import { type FailOn, parseFailOn, violations } from "../lib/diff/fail-on.ts";
import { CheckedPacks } from "../lib/pack/checked-packs.ts";
import { loadPlanWithoutBaseline } from "../lib/plan/load.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { rememberAnswers } from "../lib/observed-files.ts";
import { type ProjectFiles, projectFolder } from "../lib/project-files.ts";
import type { Terminal } from "./terminal.ts";
import { baseName } from "./diff/format.ts";
import { DIFF_FORMATS, type DiffFormatName } from "./diff/formats.ts";
import { EXIT } from "./exit-code.ts";
import { GitError, gitFiles, mergeBase, resolveCommit } from "./git-files.ts";
import { withProgress } from "./progress.ts";
import { meantStack, noSuchStack, stackNames } from "./stack-names.ts";

export interface DiffOptions {
    /** Default: every stack that either side has. */
    readonly stack?: string;
    readonly format: DiffFormatName;
    /** Classes, separated by commas. */
    readonly failOn?: string;
}

/**
 * Compares and prints.
 *
 * @param ref default: where the branch left the main branch
 * @returns the exit code: 0 with or without a difference, 1 where a side has errors or `failOn` finds something, 2 for a
 *     ref, a stack or a class that does not exist. Errors of the working tree leave nothing to compare; those of the base
 *     only the stacks that have them
 */
export async function diff(
    root: string,
    ref: string | undefined,
    options: DiffOptions,
    terminal: Terminal,
): Promise<number> {
    const parsed = options.failOn === undefined ? { classes: [] } : parseFailOn(options.failOn);
    if ("fault" in parsed) {
        terminal.note(parsed.fault);
        return EXIT.usage;
    }
    try {
        return await compare(root, ref, options, parsed.classes, terminal);
    } catch (reason) {
        if (reason instanceof GitError) {
            terminal.note(reason.message);
            return EXIT.usage;
        }
        throw reason;
    }
}

async function compare(
    root: string,
    ref: string | undefined,
    options: DiffOptions,
    classes: readonly FailOn[],
    terminal: Terminal,
): Promise<number> {
    const base = baseOf(root, ref);
    const [old, now] = [gitFiles(root, base.commit), projectFolder(root)].map((files) =>
        rememberAnswers(withProgress(files, "comparing", terminal)),
    ) as [ProjectFiles, ProjectFiles];
    const { usage, diagnostics } = loadUsage(now);
    const found = stackNames(now, old);
    const stacks = options.stack === undefined ? found : found.filter((stack) => stack === options.stack);
    if (stacks.length === 0) {
        terminal.note(
            options.stack === undefined
                ? "packs diff: there is no stack to compare: no Pulumi.<stack>.yaml is on either side"
                : noSuchStack("diff", options.stack, found),
        );
        return EXIT.usage;
    }
    const packs = new CheckedPacks();
    const sides = stacks.map((stack) => ({ stack, old: planOf(stack, old, packs), now: planOf(stack, now, packs) }));
    const errors = errorsOf([...diagnostics, ...sides.flatMap((side) => side.now.diagnostics)]);
    if (usage === undefined || errors.length > 0) {
        terminal.note(
            `The working tree has errors, so that there is nothing to compare:\n${formatDiagnostics(errors)}`,
        );
        return EXIT.errors;
    }
    const uncompared = sides.flatMap(({ stack, old: { diagnostics: found } }) =>
        // Errors of the base keep it from being compared; its warnings are nobody's business here.
        hasErrors(found) ? [{ stack, errors: errorsOf(found).map((one) => at(one, base.name)) }] : [],
    );
    const baselines = new Map(
        sides.map((side) => [side.stack, compareBaselines(side.stack, old, now, side.now.plan)] as const),
    );
    const comparisons = sides
        .filter(({ stack }) => !uncompared.some((one) => one.stack === stack))
        .map((side) => comparePlans(side.stack, side.old.plan, side.now.plan, usage, baselines.get(side.stack)));
    const report = { base, stacks: comparisons, uncompared, violations: violations(comparisons, classes) };
    const format = DIFF_FORMATS[options.format];
    terminal.line(await format(report, (style, text) => terminal.style(style, text)));
    const losses = [...baselines.values()].flatMap((baseline) => baseline?.refused ?? []);
    if (losses.length > 0) {
        terminal.note(`a deployment refuses this:\n${formatDiagnostics(losses)}`);
    }
    report.violations.forEach((one) => terminal.note(`refused by --fail-on: ${one}`));
    uncompared.forEach(({ stack }) =>
        terminal.note(`${stack}: not compared, since ${baseName(report)} has errors there`),
    );
    return report.violations.length > 0 || uncompared.length > 0 ? EXIT.errors : EXIT.success;
}

interface Side {
    /** Absent also where the stack does not exist. */
    readonly plan?: DeploymentPlan;
    readonly diagnostics: readonly Diagnostic[];
}

function baseOf(root: string, ref: string | undefined): { name: string; commit: string } {
    if (ref !== undefined) {
        return { name: ref, commit: commitOf(root, ref) };
    }
    const { commit, branch } = mergeBase(root);
    return { name: branch, commit };
}

/** @throws GitError, with what else may have been meant */
function commitOf(root: string, ref: string): string {
    try {
        return resolveCommit(root, ref);
    } catch (reason) {
        const stack = meantStack(ref, projectFolder(root));
        throw reason instanceof GitError && stack !== undefined ? new GitError(`${reason.message} (${stack})`) : reason;
    }
}

function planOf(stack: string, files: ProjectFiles, packs: CheckedPacks): Side {
    return files.read(`Pulumi.${stack}.yaml`) === undefined
        ? { diagnostics: [] }
        : loadPlanWithoutBaseline({ stack, files, packs });
}

/** A file of the base is not the one in the working tree. */
function at(diagnostic: Diagnostic, base: string): Diagnostic {
    return diagnostic.file === undefined ? diagnostic : { ...diagnostic, file: `${base}:${diagnostic.file}` };
}

/** Stacks share packs, and so their faults: each is told once, in the order of their places. */
function errorsOf(diagnostics: readonly Diagnostic[]): Diagnostic[] {
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    return sortDiagnostics([...new Map(errors.map((one) => [JSON.stringify(one), one])).values()]);
}
