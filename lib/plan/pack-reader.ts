/** Reads and checks the packs that a stack names. */
import { CheckedPacks } from "../pack/checked-packs.ts";
import { findPack, packNames, PACKS_FOLDER } from "../pack/find.ts";
import type { Pack } from "../pack/parse.ts";
import type { ProjectFiles } from "../project-files.ts";
import type { FunctionOwner } from "../rules/functions.ts";
import { formatPath } from "../schema-faults.ts";
import { suggestionHint } from "../suggestion.ts";
import type { Path } from "../yaml-source.ts";
import type { Findings } from "./context.ts";

/**
 * Several entries may name one file, and several regions have the same entries: a file is read once, its faults are told
 * once, and so is each entry that leads nowhere.
 */
export class PackReader {
    readonly #files: ProjectFiles;
    readonly #findings: Findings;
    readonly #owner: FunctionOwner | undefined;
    readonly #packs: CheckedPacks;
    readonly #known = new Map<string, Pack | undefined>();
    readonly #missing = new Set<string>();

    /**
     * @param owner who has the functions of rules in AWS Lambda; absent: packs are only looked at
     * @param packs read before, also for other stacks
     */
    constructor(files: ProjectFiles, findings: Findings, owner?: FunctionOwner, packs = new CheckedPacks()) {
        this.#files = files;
        this.#findings = findings;
        this.#owner = owner;
        this.#packs = packs;
    }

    /**
     * @param written the pack's name, or its file in packs/
     * @param path where the configuration names it
     * @returns undefined where there is no such pack, or where it has errors of structure
     */
    read(written: string, path: Path): Pack | undefined {
        const file = findPack(written, this.#files);
        if (file === undefined) {
            const entry = formatPath(path);
            if (this.#missing.has(entry)) {
                return undefined;
            }
            this.#missing.add(entry);
            this.#findings.error(
                path,
                "no-such-pack",
                `there is no pack ${written} in ${PACKS_FOLDER}/`,
                suggestionHint(written, packNames(this.#files)) ??
                    `put the file at ${PACKS_FOLDER}/${written}.yaml, or name another one by file:`,
            );
            return undefined;
        }
        if (!this.#known.has(file)) {
            const { pack, findings: found } = this.#packs.read(file, this.#files, this.#owner);
            // A custom rule's faults come with every pack that names it.
            const told = new Set(this.#findings.all.map((one) => JSON.stringify(one)));
            this.#findings.all.push(...found.filter((one) => !told.has(JSON.stringify(one))));
            this.#known.set(file, pack);
        }
        return this.#known.get(file);
    }
}
