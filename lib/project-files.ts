/** The files of a project, wherever they come from: a folder today, a git tree in a comparison. */
import { closeSync, openSync, readdirSync, readSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";

export interface ProjectFiles {
    /** The file's text, or undefined where there is none. Paths are relative, with forward slashes. */
    read(path: string): string | undefined;
    /** Names of the files in a folder, sorted; empty where there is no such folder. */
    list(folder: string): readonly string[];
    /** Names of what else is in a folder, sorted: folders, and links that lead to no file. */
    others(folder: string): readonly string[];
}

/** The project in a folder of this machine. */
export function projectFolder(root: string): ProjectFiles {
    return {
        read: (path) => readText(join(root, path)),
        list: (folder) => names(join(root, folder)).filter((name) => isFile(join(root, folder, name))),
        others: (folder) => names(join(root, folder)).filter((name) => !isFile(join(root, folder, name))),
    };
}

function names(folder: string): string[] {
    return follow(folder)?.isDirectory() === true ? readdirSync(folder).sort() : [];
}

function isFile(path: string): boolean {
    return follow(path)?.isFile() === true;
}

/** What is at the end of all links; undefined where they go in a circle or nowhere. */
function follow(path: string): Stats | undefined {
    try {
        return statSync(path, { throwIfNoEntry: false });
    } catch (reason) {
        if ((reason as NodeJS.ErrnoException).code === "ELOOP") {
            return undefined;
        }
        throw reason;
    }
}

/** More than any reader of this project takes: what is beyond is not even looked at. */
const MAX_BYTES = 4_000_000;

/** @returns the first 4 MB of a file as text; undefined where there is no file */
export function readText(path: string): string | undefined {
    const stats = follow(path);
    if (stats?.isFile() !== true) {
        return undefined;
    }
    // A byte more, to see the end; a file that says nothing of its size may have any.
    const buffer = Buffer.allocUnsafe(stats.size === 0 ? MAX_BYTES : Math.min(stats.size + 1, MAX_BYTES));
    const file = openSync(path, "r");
    try {
        let length = 0;
        for (let read = -1; read !== 0 && length < buffer.length; length += read) {
            read = readSync(file, buffer, length, buffer.length - length, null);
        }
        return buffer.toString("utf8", 0, length);
    } finally {
        closeSync(file);
    }
}
