/** The pack files of a project, by name. */
import type { ProjectFiles } from "../project-files.ts";

export const PACKS_FOLDER = "packs";

/** The packs that come with the project. One of the same name in packs/ itself goes before. */
export const LIBRARY_FOLDER = `${PACKS_FOLDER}/library`;

const FOLDERS = [PACKS_FOLDER, LIBRARY_FOLDER];

const ENDINGS = [".yaml", ".yml", ".json"];

/** The path of a pack's file, for a name with or without its ending. */
export function findPack(name: string, files: ProjectFiles): string | undefined {
    const candidates = [name, ...ENDINGS.map((ending) => `${name}${ending}`)].filter(
        (candidate) => isPackFile(candidate) && !candidate.split(/[/\\]/).includes(".."),
    );
    return FOLDERS.flatMap((folder) => candidates.map((candidate) => `${folder}/${candidate}`)).find(
        (path) => files.read(path) !== undefined,
    );
}

/** The files in the packs folder and in the library, with their folders. */
export function packFiles(files: ProjectFiles): string[] {
    return FOLDERS.flatMap((folder) =>
        files
            .list(folder)
            .filter(isPackFile)
            .map((name) => `${folder}/${name}`),
    );
}

/** The packs in the packs folder and in the library, without their endings; each name once. */
export function packNames(files: ProjectFiles): string[] {
    const names = packFiles(files).map((path) => path.replace(/^.*\//, "").replace(/\.[^.]+$/, ""));
    return [...new Set(names)];
}

function isPackFile(name: string): boolean {
    return ENDINGS.some((ending) => name.endsWith(ending));
}
