/** Scripts of Automation documents: one text each, with what they take from the modules that documents share. */
import { type Diagnostic, error, type Location } from "../diagnostic.ts";
import { PACKS_FOLDER } from "../pack/find.ts";
import type { ProjectFiles } from "../project-files.ts";
import type { DocumentValue } from "./automation-document.ts";

export const DOCUMENTS_FOLDER = `${PACKS_FOLDER}/documents`;

const FILE_NAME = /^[a-z][a-z0-9_]*\.py$/;

/** `from exemption import exemption_of`: Automation runs one text, and the module's stands where it is imported. */
const SHARED_IMPORT = /^from ([a-z][a-z0-9_]*) import [^\n]*\n/gm;

/**
 * @param folder of the document
 * @param name what `Script` says
 * @param at where it says so
 */
export function readScript(
    folder: string,
    name: DocumentValue | undefined,
    at: Location,
    files: ProjectFiles,
): { text: string; diagnostics: Diagnostic[] } {
    if (typeof name !== "string" || !FILE_NAME.test(name)) {
        const message = "the step does not name the file of its script";
        const hint = "write Script: <name>.py, and the script into that file beside content.yaml";
        return { text: "", diagnostics: [error(at, { code: "missing-document-script", message, hint })] };
    }
    const path = `${folder}/${name}`;
    const written = readLines(path, files);
    if (written === undefined) {
        const message = `there is no file ${path}`;
        return { text: "", diagnostics: [error(at, { code: "missing-document-script", message })] };
    }
    const shared = new Map<string, string>();
    const text = written.replaceAll(SHARED_IMPORT, (line, module: string) => {
        const modulePath = `${DOCUMENTS_FOLDER}/${module}.py`;
        const taken = readLines(modulePath, files);
        if (taken === undefined) {
            return line;
        }
        shared.set(modulePath, taken);
        return `${taken.trimEnd()}\n\n`;
    });
    const diagnostics = [...shared, [path, written] as const].flatMap(([file, one]) => braceFaults(file, one));
    return { text, diagnostics };
}

function readLines(path: string, files: ProjectFiles): string | undefined {
    return files.read(path)?.replaceAll(/\r\n?/g, "\n");
}

/** Automation takes every pair of double braces for a variable, in scripts too. */
function braceFaults(file: string, text: string): Diagnostic[] {
    return text.split("\n").flatMap((line, index) => {
        if (!line.includes("{{") && !line.includes("}}")) {
            return [];
        }
        const message = "Automation reads double braces as a variable, in scripts too";
        const hint = "put a space between the two braces";
        return [error({ file, line: index + 1, column: 1 }, { code: "braces-in-script", message, hint })];
    });
}
