/** The Automation documents of a project: `packs/documents/<name>/`, a folder each. */
import { type Diagnostic, error, formatDiagnostics, type Location } from "../diagnostic.ts";
import { isObject, templateValue } from "../pack/template-value.ts";
import type { ProjectFiles } from "../project-files.ts";
import { schemaFaults } from "../schema-faults.ts";
import { readYaml, type YamlSource } from "../yaml-source.ts";
import type { AutomationDocument } from "./automation-document.ts";
import { readContent } from "./document-content.ts";
import { type DocumentDescription, documentSchema } from "./document-schema.ts";
import { DOCUMENTS_FOLDER } from "./document-script.ts";

/** What is known of the document beside its content. */
export const DESCRIPTION_FILE = "document.yaml";

/** What Systems Manager gets, without the scripts. */
export const CONTENT_FILE = "content.yaml";

/** What every document's name starts with: Systems Manager has one room for the names of an account. */
export const DOCUMENT_PREFIX = "ConformancePacks-";

const FOLDER_NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

const checked = { schema: documentSchema, whole: "the document", key: "key" };

/** `delete-unattached-security-group` becomes `ConformancePacks-DeleteUnattachedSecurityGroup`. */
export function documentName(folderName: string): string {
    const words = folderName.split("-").map((word) => word.charAt(0).toUpperCase() + word.slice(1));
    return DOCUMENT_PREFIX + words.join("");
}

/**
 * Every document of the project, in the order of their names.
 *
 * @throws where one cannot be read: all findings, as `readDocument` gives them
 */
export function ownDocuments(files: ProjectFiles): readonly AutomationDocument[] {
    const read = documentFolderNames(files).map((name) => readDocument(name, files));
    const diagnostics = read.flatMap((one) => one.diagnostics);
    if (diagnostics.length > 0) {
        throw new Error(formatDiagnostics(diagnostics));
    }
    return read.flatMap(({ document }) => document ?? []);
}

/**
 * Reads one document.
 *
 * @param name of its folder
 * @returns the document where it has no error, and all findings; never throws
 */
export function readDocument(
    name: string,
    files: ProjectFiles,
): { document?: AutomationDocument; diagnostics: Diagnostic[] } {
    const folder = `${DOCUMENTS_FOLDER}/${name}`;
    const start: Location = { file: `${folder}/${DESCRIPTION_FILE}`, line: 1, column: 1 };
    if (!FOLDER_NAME.test(name)) {
        const message = `${name} is no name of a document's folder: small letters, digits and hyphens`;
        return { diagnostics: [error(start, { code: "invalid-document-name", message, hint: "rename the folder" })] };
    }
    const { description, source, diagnostics } = readDescription(start, files);
    const content = readContent(folder, `${folder}/${CONTENT_FILE}`, files);
    diagnostics.push(...content.diagnostics);
    if (description === undefined || source === undefined || content.read === undefined) {
        return { diagnostics };
    }
    const { parameters } = content.read;
    if (!Object.hasOwn(parameters, description.resourceParameter)) {
        const message = `the content has no parameter ${description.resourceParameter}`;
        const hint = `its parameters are ${Object.keys(parameters).join(", ")}`;
        const at = source.locate(["resourceParameter"]);
        return { diagnostics: [...diagnostics, error(at, { code: "unknown-document-parameter", message, hint })] };
    }
    if (diagnostics.length > 0) {
        return { diagnostics };
    }
    const { permissions, ...described } = description;
    const document: AutomationDocument = {
        name: documentName(name),
        folder,
        ...described,
        ...content.read,
        format: "YAML",
        permissions: permissions.map(({ actions, resources, conditions }) => ({
            actions,
            resources,
            ...(conditions && { conditions }),
        })),
    };
    return { document, diagnostics };
}

/** Folders in `packs/documents/`, sorted; what lies there as a file is shared by several documents. */
export function documentFolderNames(files: ProjectFiles): string[] {
    return files.others(DOCUMENTS_FOLDER).filter((name) => !name.startsWith(".") && !name.startsWith("__"));
}

/** The folder's name of the document that a file or a folder belongs to; undefined for any other. */
export function documentOfFile(path: string): string | undefined {
    const [name = ""] = path.startsWith(`${DOCUMENTS_FOLDER}/`)
        ? path.slice(DOCUMENTS_FOLDER.length + 1).split("/")
        : [];
    return name === "" ? undefined : name;
}

function readDescription(
    start: Location,
    files: ProjectFiles,
): { description?: DocumentDescription; source?: YamlSource; diagnostics: Diagnostic[] } {
    const text = files.read(start.file);
    if (text === undefined) {
        const message = `there is no file ${start.file}`;
        const hint = "docs/remediation.md shows what a document's files say";
        return { diagnostics: [error(start, { code: "missing-document-description", message, hint })] };
    }
    const { source, diagnostics } = readYaml(start.file, text);
    if (source === undefined) {
        return { diagnostics };
    }
    const value = templateValue(source.document.contents);
    const result = documentSchema.safeParse(isObject(value) ? value : {}, { reportInput: true });
    return result.success
        ? { description: result.data, source, diagnostics }
        : { diagnostics: schemaFaults(checked, result.error.issues, (path) => source.locate(path)) };
}
