/** The files of a project, wherever they come from: a folder today, a git tree in a comparison. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface ProjectFiles {
    /** The file's text, or undefined where there is none. Paths are relative, with forward slashes. */
    read(path: string): string | undefined;
    /** Names in a folder, sorted; empty where there is no such folder. */
    list(folder: string): readonly string[];
}

/** The project in a folder of this machine. */
export function projectFolder(root: string): ProjectFiles {
    return {
        read: (path) => {
            const full = join(root, path);
            return existsSync(full) ? readFileSync(full, "utf8") : undefined;
        },
        list: (folder) => {
            const full = join(root, folder);
            return existsSync(full) ? readdirSync(full).sort() : [];
        },
    };
}
