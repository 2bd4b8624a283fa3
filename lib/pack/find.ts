/** The pack files of a project, by name. */
import type { ProjectFiles } from "../project-files.ts";

export const PACKS_FOLDER = "packs";

const ENDINGS = [".yaml", ".yml", ".json"];

/** The path of a pack's file, for a name with or without its ending. */
export function findPack(name: string, files: ProjectFiles): string | undefined {
    return [name, ...ENDINGS.map((ending) => `${name}${ending}`)]
        .filter((candidate) => isPackFile(candidate) && !candidate.split(/[/\\]/).includes(".."))
        .map((candidate) => `${PACKS_FOLDER}/${candidate}`)
        .find((candidate) => files.read(candidate) !== undefined);
}

/** The files in the packs folder, with their folder. */
export function packFiles(files: ProjectFiles): string[] {
    return files
        .list(PACKS_FOLDER)
        .filter(isPackFile)
        .map((name) => `${PACKS_FOLDER}/${name}`);
}

/** The packs in the packs folder, without their endings. */
export function packNames(files: ProjectFiles): string[] {
    return files
        .list(PACKS_FOLDER)
        .filter(isPackFile)
        .map((name) => name.replace(/\.[^.]+$/, ""));
}

function isPackFile(name: string): boolean {
    return ENDINGS.some((ending) => name.endsWith(ending));
}
