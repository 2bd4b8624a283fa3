/** The Automation documents of a project, by name. */
import type { ProjectFiles } from "../project-files.ts";
import { DOCUMENTS_FOLDER } from "./document-script.ts";

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
