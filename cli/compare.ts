/** `packs compare`: what a template in AWS's own format has that the project's packs lack, and the reverse. */
import { resolve } from "node:path";
import { catalogue } from "../lib/catalogue/catalogue.ts";
import { bestMatch } from "../lib/compare/best-match.ts";
import { compareTemplate } from "../lib/compare/compare-template.ts";
import { readProjectPacks } from "../lib/coverage/pack-rules.ts";
import { formatDiagnostics } from "../lib/diagnostic.ts";
import { parsePack } from "../lib/pack/parse.ts";
import { projectFolder, readText } from "../lib/project-files.ts";
import { COMPARE_FORMATS, type CompareFormatName } from "./compare/formats.ts";
import { EXIT } from "./exit-code.ts";
import { withProgress } from "./progress.ts";
import { noSuchPack } from "./render.ts";
import type { Terminal } from "./terminal.ts";

export interface CompareOptions {
    /** By name, separated by commas. Default: the pack that is most alike, with all its parts. */
    readonly pack?: string;
    readonly format: CompareFormatName;
    /** Ends with 1 where the template has a rule that the packs lack. */
    readonly strict: boolean;
}

/**
 * Compares and prints.
 *
 * @param template path of a file
 * @returns the exit code: 0 where both could be compared, 1 where either has errors, no pack is alike or `strict` finds a
 *     rule that is missing, 2 for an unknown file or pack
 */
export function compare(root: string, template: string, options: CompareOptions, terminal: Terminal): number {
    const folder = projectFolder(root);
    const text = readText(resolve(root, template));
    if (text === undefined) {
        terminal.note(`packs compare: there is no file ${template}: name a template that was downloaded`);
        return EXIT.usage;
    }
    const files = withProgress(folder, "reading packs", terminal);
    const theirs = parsePack(template, text, files);
    const project = readProjectPacks(files);
    if (theirs.pack === undefined || project.packs === undefined) {
        terminal.note(formatDiagnostics(theirs.pack === undefined ? theirs.diagnostics : project.diagnostics));
        return EXIT.errors;
    }
    const others = project.packs.filter(({ pack }) => resolve(root, pack.file) !== resolve(root, template));
    const names = options.pack?.split(",").map((name) => name.trim());
    const missing = names?.find((name) => !others.some((one) => one.name === name));
    if (missing !== undefined) {
        terminal.note(noSuchPack("compare", missing, folder));
        return EXIT.usage;
    }
    const match =
        names === undefined
            ? bestMatch(theirs.pack, others)
            : { packs: others.filter(({ name }) => names.includes(name)) };
    if (match === undefined) {
        terminal.note(`packs compare: no pack has a rule in common with ${template}; name one by --pack`);
        return EXIT.errors;
    }
    const comparison = compareTemplate(
        theirs.pack,
        match.packs.map(({ pack }) => pack),
        catalogue(),
    );
    const report = {
        template,
        packs: match.packs.map(({ name }) => name),
        ...("likeness" in match && { likeness: match.likeness }),
        ...comparison,
    };
    terminal.line(COMPARE_FORMATS[options.format](report, (style, words) => terminal.style(style, words)));
    return options.strict && comparison.missing.length > 0 ? EXIT.errors : EXIT.success;
}
