/** `packs diff`: what the working tree makes of each stack, compared with a commit. No credentials, no network. */
import { compareBaselines } from "../lib/baseline/comparison.ts";
import { loadUsage } from "../lib/cost/usage.ts";
import { type Diagnostic, formatDiagnostics, hasErrors } from "../lib/diagnostic.ts";
import { comparePlans } from "../lib/diff/comparison.ts";
import { type FailOn, parseFailOn, violations } from "../lib/diff/fail-on.ts";
import { loadPlanWithoutBaseline } from "../lib/plan/load.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { type ProjectFiles, projectFolder } from "../lib/project-files.ts";
import type { Terminal } from "./terminal.ts";
import { DIFF_FORMATS, type DiffFormatName } from "./diff/formats.ts";
import { EXIT } from "./exit-code.ts";
import { GitError, gitFiles, mergeBase, resolveCommit } from "./git-files.ts";

export interface DiffOptions {
    /** Default: every stack that either side has. */
    readonly stack?: string;
    readonly format: DiffFormatName;
    /** Classes, separated by commas. */
    readonly failOn?: string;
}

const STACK_FILE = /^Pulumi\.(.+)\.yaml$/;

/**
 * Compares and prints.
 *
 * @param ref default: where the branch left the main branch
 * @returns the exit code: 0 with or without a difference, 1 where a side has errors or `failOn` finds something, 2 for a
 *     ref, a stack or a class that does not exist
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
    const [old, now] = [gitFiles(root, base.commit), projectFolder(root)];
    const { usage, diagnostics } = loadUsage(now);
    const found = stacksOf(now, old);
    const stacks = options.stack === undefined ? found : found.filter((stack) => stack === options.stack);
    if (stacks.length === 0) {
        const known =
            found.length === 0 ? "there is no Pulumi.<stack>.yaml on either side" : `there are ${found.join(", ")}`;
        terminal.note(`no stack ${options.stack ?? "to compare"}: ${known}`);
        return EXIT.usage;
    }
    const sides = stacks.map((stack) => ({ stack, old: planOf(stack, old), now: planOf(stack, now) }));
    const faults = sides.flatMap((side) => [
        ...side.now.diagnostics,
        // Errors of the base keep it from being compared; its warnings are nobody's business here.
        ...(hasErrors(side.old.diagnostics) ? side.old.diagnostics.map((one) => at(one, base.name)) : []),
    ]);
    const errors = [...diagnostics, ...faults.filter(({ severity }) => severity === "error")];
    if (usage === undefined || hasErrors(errors)) {
        terminal.note(formatDiagnostics(unique(errors)));
        return EXIT.errors;
    }
    const comparisons = sides.map((side) =>
        comparePlans(
            side.stack,
            side.old.plan,
            side.now.plan,
            usage,
            compareBaselines(side.stack, old, now, side.now.plan),
        ),
    );
    const refused = violations(comparisons, classes);
    const format = DIFF_FORMATS[options.format];
    const report = { base, stacks: comparisons, violations: refused };
    terminal.line(await format(report, (style, text) => terminal.style(style, text)));
    const losses = comparisons.flatMap(({ baseline }) => baseline?.refused ?? []);
    if (losses.length > 0) {
        terminal.note(`a deployment refuses this:\n${formatDiagnostics(losses)}`);
    }
    refused.forEach((one) => terminal.note(`refused by --fail-on: ${one}`));
    return refused.length > 0 ? EXIT.errors : EXIT.success;
}

interface Side {
    /** Absent also where the stack does not exist. */
    readonly plan?: DeploymentPlan;
    readonly diagnostics: readonly Diagnostic[];
}

function baseOf(root: string, ref: string | undefined): { name: string; commit: string } {
    if (ref !== undefined) {
        return { name: ref, commit: resolveCommit(root, ref) };
    }
    const { commit, branch } = mergeBase(root);
    return { name: branch, commit };
}

function stacksOf(...sides: readonly ProjectFiles[]): string[] {
    const names = sides.flatMap((files) => files.list(".")).flatMap((name) => STACK_FILE.exec(name)?.[1] ?? []);
    return [...new Set(names)].sort();
}

function planOf(stack: string, files: ProjectFiles): Side {
    return files.read(`Pulumi.${stack}.yaml`) === undefined
        ? { diagnostics: [] }
        : loadPlanWithoutBaseline({ stack, files });
}

/** A file of the base is not the one in the working tree. */
function at(diagnostic: Diagnostic, base: string): Diagnostic {
    return diagnostic.file === undefined ? diagnostic : { ...diagnostic, file: `${base}:${diagnostic.file}` };
}

/** Stacks share packs, and so their faults. */
function unique(diagnostics: readonly Diagnostic[]): Diagnostic[] {
    return [...new Map(diagnostics.map((one) => [JSON.stringify(one), one])).values()];
}
