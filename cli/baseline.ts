/** `packs baseline`: what each stack has to go on covering, compared with its plan or written anew. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type BaselineChanges, baselineChanges } from "../lib/baseline/changes.ts";
import { loadBaseline, lossesOf, noBaselineFile } from "../lib/baseline/check.ts";
import { coverageOf } from "../lib/baseline/coverage.ts";
import { baselineFile, guardedStacks } from "../lib/project-layout.ts";
import { baselineText } from "../lib/baseline/write.ts";
import { formatCount } from "../lib/cost/format.ts";
import { type Diagnostic, formatDiagnostics } from "../lib/diagnostic.ts";
import { loadPlanWithoutBaseline } from "../lib/plan/load.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { type ProjectFiles, projectFolder } from "../lib/project-files.ts";
import { EXIT } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

export interface BaselineOptions {
    /** Default: every stack that has a baseline. */
    readonly stack?: string;
    readonly write: boolean;
    /** A baseline that asks for less than is covered counts as a loss, and so does one that is not there. */
    readonly strict: boolean;
}

const STACK_FILE = /^Pulumi\.(.+)\.yaml$/;

/**
 * Compares plans with their baselines, or writes the baselines from the plans.
 *
 * @returns the exit code: 1 where a plan has errors or covers less, or with `strict` where a baseline is not what would be
 *     written; 2 where it is not clear which stack is meant
 */
export function baseline(root: string, options: BaselineOptions, terminal: Terminal): number {
    const files = projectFolder(root);
    const stacks = options.stack === undefined ? guardedStacks(files) : [options.stack];
    const known = files.list(".").flatMap((name) => STACK_FILE.exec(name)?.[1] ?? []);
    if (stacks.length === 0 && options.write && known.length === 1) {
        stacks.push(...known);
    }
    if (stacks.length === 0) {
        const which = known.length > 1 ? ` --stack <stack> begins one, for ${known.join(", ")}` : " begins one";
        terminal.note(`no stack has a baseline yet: packs baseline --write${which}`);
        return options.write ? EXIT.usage : options.strict ? EXIT.errors : EXIT.success;
    }
    const one = options.write ? write : compare;
    const results = stacks.map((stack) => one(stack, root, files, options, terminal));
    return results.every((passed) => passed) ? EXIT.success : EXIT.errors;
}

/** @returns whether a baseline was written */
function write(
    stack: string,
    root: string,
    files: ProjectFiles,
    _options: BaselineOptions,
    terminal: Terminal,
): boolean {
    const plan = planOf(stack, files, terminal);
    if (plan === undefined) {
        return false;
    }
    const inTheWay = noBaselineFile(stack, files);
    if (inTheWay.length > 0) {
        terminal.note(formatDiagnostics(inTheWay));
        return false;
    }
    const file = baselineFile(stack);
    const coverage = coverageOf(plan);
    // Whatever is wrong with the old one, the new one takes its place.
    const { baseline: old } = loadBaseline(stack, files);
    const text = baselineText(stack, coverage);
    if (sameText(files.read(file), text)) {
        terminal.line(`${file} is up to date: ${summary(plan)}`);
        return true;
    }
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
    terminal.line(`wrote ${file}: ${summary(plan)}`);
    if (old !== undefined) {
        print(baselineChanges(old.coverage, coverage), terminal);
        const lost = lossesOf(old, plan);
        if (lost.length > 0) {
            terminal.line(`${formatCount(lost.length, "thing")} given up:`);
            lost.forEach(({ message }) => terminal.line(`  ${message}`));
        }
    }
    return true;
}

/** @returns whether nothing is lost, and with `strict` nothing to be written */
function compare(
    stack: string,
    _root: string,
    files: ProjectFiles,
    { strict }: BaselineOptions,
    terminal: Terminal,
): boolean {
    const file = baselineFile(stack);
    const plan = planOf(stack, files, terminal);
    if (plan === undefined) {
        return false;
    }
    const { baseline: asked, diagnostics } = loadBaseline(stack, files);
    const findings: Diagnostic[] = [...diagnostics, ...(asked === undefined ? [] : lossesOf(asked, plan))];
    if (findings.length > 0) {
        terminal.note(formatDiagnostics(findings));
        return false;
    }
    if (asked === undefined) {
        terminal.line(`there is no ${file} yet: packs baseline --write --stack ${stack} begins it`);
        return !strict;
    }
    const coverage = coverageOf(plan);
    if (sameText(files.read(file), baselineText(stack, coverage))) {
        terminal.line(`${file}: nothing is lost, and nothing is to be written: ${summary(plan)}`);
        return true;
    }
    terminal.line(`${file}: nothing is lost, but it is not up to date: packs baseline --write --stack ${stack}`);
    print(baselineChanges(asked.coverage, coverage), terminal);
    return !strict;
}

function planOf(stack: string, files: ProjectFiles, terminal: Terminal): DeploymentPlan | undefined {
    const { plan, diagnostics } = loadPlanWithoutBaseline({ stack, files });
    if (plan === undefined) {
        terminal.note(formatDiagnostics(diagnostics));
    }
    return plan;
}

function print({ added, removed }: BaselineChanges, terminal: Terminal): void {
    removed.forEach((line) => terminal.line(terminal.style("red", `  - ${line}`)));
    added.forEach((line) => terminal.line(terminal.style("green", `  + ${line}`)));
}

function summary({ packs }: DeploymentPlan): string {
    const rules = packs.reduce((sum, pack) => sum + pack.rules.length, 0);
    return `${formatCount(packs.length, "pack")}, ${formatCount(rules, "rule")}`;
}

/** Git may have given the lines other ends. */
function sameText(old: string | undefined, now: string): boolean {
    return old?.replaceAll("\r\n", "\n") === now;
}
