/** What every output format of `packs diff` gets, and what it gives back. */
import type { StackComparison } from "../../lib/diff/comparison.ts";
import type { Terminal } from "../terminal.ts";

export interface DiffReport {
    /** What the working tree is compared with, as people call it. */
    readonly base: { readonly name: string; readonly commit: string };
    /** By name of the stack. */
    readonly stacks: readonly StackComparison[];
    /** What `--fail-on` found; empty where it found nothing, or was not given. */
    readonly violations: readonly string[];
}

/** @returns the whole text, without a line feed at its end */
export type DiffFormat = (report: DiffReport, style: Terminal["style"]) => string | Promise<string>;

/** `main (1a2b3c4)`. */
export function baseName({ base }: DiffReport): string {
    const short = base.commit.slice(0, 7);
    return base.commit.startsWith(base.name) ? short : `${base.name} (${short})`;
}
