/** `packs render`: the native template that AWS Config is going to get. */
import { findPack, packNames } from "../lib/pack/find.ts";
import { parsePack } from "../lib/pack/parse.ts";
import { formatDiagnostics } from "../lib/diagnostic.ts";
import { type ProjectFiles, projectFolder } from "../lib/project-files.ts";
import { suggestionHint } from "../lib/suggestion.ts";
import { EXIT } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Prints the template of a pack.
 *
 * @param name of a pack in packs/, or the path of its file
 */
export function render(root: string, name: string, terminal: Terminal): number {
    const files = projectFolder(root);
    const file = packFile(name, files);
    if (file === undefined) {
        terminal.note(noSuchPack("render", name, files));
        return EXIT.usage;
    }
    const { pack, diagnostics } = parsePack(file, files.read(file) ?? "", files);
    if (pack === undefined) {
        terminal.note(formatDiagnostics(diagnostics));
        return EXIT.errors;
    }
    terminal.line(pack.body.trimEnd());
    return EXIT.success;
}

/** The file of a pack by its name or by its path, relative to the project. */
export function packFile(name: string, files: ProjectFiles): string | undefined {
    return files.read(name) === undefined ? findPack(name, files) : name;
}

export function noSuchPack(command: string, name: string, files: ProjectFiles): string {
    const hint = suggestionHint(name, packNames(files));
    return `packs ${command}: there is no pack ${name}${hint === undefined ? "" : ` (${hint})`}`;
}
