/** Reads `baseline/<stack>.yaml`, with the line of everything in it. */
import type { Diagnostic, Location } from "../diagnostic.ts";
import { schemaFaults } from "../schema-faults.ts";
import { type Path, readYaml } from "../yaml-source.ts";
import { baselineSchema, type Coverage } from "./schema.ts";

export interface Baseline {
    readonly file: string;
    readonly coverage: Coverage;
    readonly locate: (path: Path) => Location;
}

/**
 * Reads the text of a baseline.
 *
 * @param file path for messages
 * @returns the baseline where the file has no fault, else every fault at once; never throws
 */
export function readBaseline(file: string, text: string): { baseline?: Baseline; diagnostics: readonly Diagnostic[] } {
    const { source, diagnostics } = readYaml(file, text);
    if (source === undefined) {
        return { diagnostics: diagnostics.map(withoutAws) };
    }
    const checked = { schema: baselineSchema, whole: "the baseline", key: "key" };
    const result = baselineSchema.safeParse(source.value, { reportInput: true });
    return result.success
        ? { baseline: { file, coverage: result.data, locate: source.locate }, diagnostics: [] }
        : { diagnostics: schemaFaults(checked, result.error.issues, (path) => source.locate(path)) };
}

/** The reader's words are about packs, which AWS reads after us. */
function withoutAws(diagnostic: Diagnostic): Diagnostic {
    return diagnostic.code === "yaml-alias"
        ? { ...diagnostic, message: "a baseline takes no YAML aliases: each line is compared by itself" }
        : diagnostic;
}
