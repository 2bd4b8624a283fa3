/** The project's waivers, against the rules that its packs have. */
import type { Diagnostic } from "../../lib/diagnostic.ts";
import type { CheckedPacks } from "../../lib/pack/checked-packs.ts";
import { packFiles } from "../../lib/pack/find.ts";
import type { ProjectFiles } from "../../lib/project-files.ts";
import { checkWaivers } from "../../lib/waivers/check.ts";

/** @param today YYYY-MM-DD */
export function checkWaiversFile(files: ProjectFiles, today: string, packs: CheckedPacks): readonly Diagnostic[] {
    return checkWaivers(files, today, deployedRules(files, packs));
}

/** Names and identifiers of the rules that any pack of the project has: what a waiver may speak of. */
function deployedRules(files: ProjectFiles, packs: CheckedPacks): Set<string> {
    const rules = packFiles(files).flatMap((file) => packs.read(file, files).pack?.rules ?? []);
    return new Set(
        rules.flatMap(({ name, sourceIdentifier }) => [name, sourceIdentifier]).filter((name) => name !== undefined),
    );
}
