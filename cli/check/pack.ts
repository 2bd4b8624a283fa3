/** One pack file by itself. */
import { CheckedPacks } from "../../lib/pack/checked-packs.ts";
import type { Diagnostic } from "../../lib/diagnostic.ts";
import type { ProjectFiles } from "../../lib/project-files.ts";

/** Everything that is wrong with one pack file. */
export function checkFile(file: string, files: ProjectFiles, packs = new CheckedPacks()): readonly Diagnostic[] {
    return packs.read(file, files).findings;
}
