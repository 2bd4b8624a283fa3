/** `packs convert`: a pack in AWS's own format, in the compact form. */
import { convert as convertPack } from "../lib/compact/convert.ts";
import { differences } from "../lib/compact/equivalence.ts";
import { formatDiagnostics } from "../lib/diagnostic.ts";
import { parsePack } from "../lib/pack/parse.ts";
import { projectFolder, readText } from "../lib/project-files.ts";
import { readYaml } from "../lib/yaml-source.ts";
import { EXIT } from "./exit-code.ts";
import { noSuchPack, packFile } from "./render.ts";
import type { Terminal } from "./terminal.ts";
import { resolve } from "node:path";

/**
 * Prints the compact form, after having read it back and compared it with the original.
 *
 * @param name of a pack in packs/, or the path of its file
 */
export function convert(root: string, name: string, terminal: Terminal): number {
    const files = projectFolder(root);
    const file = packFile(name, files) ?? (readText(resolve(root, name)) === undefined ? undefined : name);
    const text = file === undefined ? undefined : (files.read(file) ?? readText(resolve(root, file)));
    if (file === undefined || text === undefined) {
        terminal.note(noSuchPack("convert", name, files));
        return EXIT.usage;
    }
    const { pack, diagnostics } = parsePack(file, text, files);
    const { source } = readYaml(file, text);
    if (pack === undefined || source === undefined) {
        terminal.note(formatDiagnostics(diagnostics));
        return EXIT.errors;
    }
    if (pack.form === "compact") {
        terminal.note(`packs convert: ${file} is in the compact form already`);
        return EXIT.errors;
    }
    const converted = convertPack(pack, source);
    if (converted.text === undefined) {
        terminal.note(formatDiagnostics(converted.diagnostics));
        return EXIT.errors;
    }
    const back = parsePack(file, converted.text);
    const differing = back.pack === undefined ? [formatDiagnostics(back.diagnostics)] : differences(pack, back.pack);
    if (differing.length > 0) {
        terminal.note(
            `packs convert: ${file} cannot be converted without a change of meaning; keep it as it is\n` +
                differing.map((line) => `  ${line}`).join("\n"),
        );
        return EXIT.errors;
    }
    terminal.line(converted.text.trimEnd());
    return EXIT.success;
}
