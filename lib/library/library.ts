/** The packs that come with the project. */
import { LIBRARY_FOLDER, packFiles } from "../pack/find.ts";
import { type Pack, parsePack } from "../pack/parse.ts";
import type { ProjectFiles } from "../project-files.ts";

export interface LibraryPack {
    /** As a stack names it. */
    readonly name: string;
    readonly pack: Pack;
}

/**
 * Every pack of the library, in alphabetical order.
 *
 * @throws where one cannot be read: `packs check` tells why
 */
export function libraryPacks(files: ProjectFiles): LibraryPack[] {
    return packFiles(files)
        .filter((file) => file.startsWith(`${LIBRARY_FOLDER}/`))
        .map((file) => {
            const { pack } = parsePack(file, files.read(file) ?? "", files);
            if (pack === undefined) {
                throw new Error(`${file} cannot be read: packs check ${file} tells why`);
            }
            return { name: file.slice(LIBRARY_FOLDER.length + 1).replace(/\.[^.]+$/, ""), pack };
        });
}
