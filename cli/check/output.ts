/** One file per output format behind this interface. */
import type { Diagnostic } from "../../lib/diagnostic.ts";

export interface CheckedFiles {
    /** Sorted. */
    readonly findings: readonly Diagnostic[];
    /** How many files were looked at. */
    readonly files: number;
    /** The lines of a file, for code frames. */
    readonly linesOf: (file: string) => readonly string[];
}
