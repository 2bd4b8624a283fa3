/** `packs render`: the native template that AWS Config is going to get. */
import { findPack, packNames } from "../lib/pack/find.ts";
import { parsePack } from "../lib/pack/parse.ts";
import { loadPlanWithoutBaseline } from "../lib/plan/load.ts";
import type { FunctionOwner } from "../lib/rules/functions.ts";
import { formatDiagnostics } from "../lib/diagnostic.ts";
import { type ProjectFiles, projectFolder } from "../lib/project-files.ts";
import { suggestionHint } from "../lib/suggestion.ts";
import { EXIT } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Prints the template of a pack.
 *
 * @param name of a pack in packs/, or the path of its file
 * @param stack whose functions custom rules run in; without it, `<stack>` stands for its name
 */
export function render(root: string, name: string, terminal: Terminal, stack?: string): number {
    const files = projectFolder(root);
    const file = packFile(name, files);
    if (file === undefined) {
        terminal.note(noSuchPack("render", name, files));
        return EXIT.usage;
    }
    const owner = stack === undefined ? undefined : ownerOfStack(stack, files);
    const { pack, diagnostics } = parsePack(file, files.read(file) ?? "", files, owner);
    if (pack === undefined) {
        terminal.note(formatDiagnostics(diagnostics));
        return EXIT.errors;
    }
    terminal.line(pack.body.trimEnd());
    if (owner === undefined && pack.rules.some(({ program }) => program !== undefined)) {
        terminal.note("<stack> stands for the stack whose functions evaluate: name it by --stack");
    }
    return EXIT.success;
}

/** What only the settings tell, which may have faults of their own: the stack's name is enough then. */
function ownerOfStack(stack: string, files: ProjectFiles): FunctionOwner {
    const { plan } = loadPlanWithoutBaseline({ stack, files });
    const account = plan?.ruleFunctions?.members === undefined ? undefined : plan.account;
    return { stack, ...(account !== undefined && { account }) };
}

/** The file of a pack by its name or by its path, relative to the project. */
export function packFile(name: string, files: ProjectFiles): string | undefined {
    return files.read(name) === undefined ? findPack(name, files) : name;
}

export function noSuchPack(command: string, name: string, files: ProjectFiles): string {
    const hint = suggestionHint(name, packNames(files));
    return `packs ${command}: there is no pack ${name}${hint === undefined ? "" : ` (${hint})`}`;
}
