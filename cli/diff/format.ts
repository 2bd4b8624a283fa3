/** What every output format of `packs diff` gets, and what it gives back. */
import { type Diagnostic, formatDiagnostic } from "../../lib/diagnostic.ts";
import type { StackComparison } from "../../lib/diff/comparison.ts";
import type { Terminal } from "../terminal.ts";

export interface DiffReport {
    /** What the working tree is compared with, as people call it. */
    readonly base: { readonly name: string; readonly commit: string };
    /** By name of the stack. */
    readonly stacks: readonly StackComparison[];
    /** Stacks whose configuration has errors in the base, by name. */
    readonly uncompared: readonly UncomparedStack[];
    /** What `--fail-on` found; empty where it found nothing, or was not given. */
    readonly violations: readonly string[];
}

export interface UncomparedStack {
    readonly stack: string;
    /** Their files begin with the base's name. */
    readonly errors: readonly Diagnostic[];
}

/** @returns the whole text, without a line feed at its end */
export type DiffFormat = (report: DiffReport, style: Terminal["style"]) => string | Promise<string>;

/** `main (1a2b3c4)`. */
export function baseName({ base }: DiffReport): string {
    const short = base.commit.slice(0, 7);
    return base.commit.startsWith(base.name) ? short : `${base.name} (${short})`;
}

/** Why a stack is not compared, to go before what is wrong with it. */
export function uncomparedReason(report: DiffReport): string {
    return `not compared, since ${baseName(report)} has errors of its own; a commit without them can be named instead`;
}

/** An error as one line of words. */
export function errorLine(error: Diagnostic): string {
    return formatDiagnostic(error).replaceAll(/\s*\n\s*/g, "; ");
}
