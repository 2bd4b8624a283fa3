/** A folder that appears whole or not at all: it is written beside its place, and then moved there. */
import { mkdir, mkdtemp, readdir, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import {
    type EvidenceFile,
    formatManifest,
    formatSums,
    type Manifest,
    MANIFEST_FILE,
    SUMS_FILE,
} from "../../lib/evidence/manifest.ts";
import type { TextSink } from "../terminal.ts";
import { HashedFile } from "./hashed-file.ts";
import { UnwritableError, writing } from "./unwritable.ts";

/** As for its files: for the owner's eyes alone. */
const FOLDER_MODE = 0o700;

export class EvidenceFolder {
    readonly #target: string;
    readonly #draft: string;
    readonly #files: EvidenceFile[] = [];

    private constructor(target: string, draft: string) {
        this.#target = target;
        this.#draft = draft;
    }

    /**
     * @param path of the folder, which does not exist or is empty
     * @throws UnwritableError where there is something in its place, or nothing can be written beside it
     */
    static async create(path: string): Promise<EvidenceFolder> {
        const target = resolve(path);
        await requireNothing(target, path);
        await writing(path, () => mkdir(dirname(target), { recursive: true }));
        // Only the owner can enter what this makes: FOLDER_MODE.
        const draft = await writing(path, () => mkdtemp(join(dirname(target), `.${basename(target)}.partial-`)));
        return new EvidenceFolder(target, draft);
    }

    get files(): readonly EvidenceFile[] {
        return this.#files;
    }

    /** @param path relative to the folder; @param title what it is */
    async write(path: string, title: string, work: (sink: TextSink) => Promise<void>): Promise<EvidenceFile> {
        const [file] = await this.writeTogether([{ path, title }], ([sink]) =>
            sink === undefined ? Promise.resolve() : work(sink),
        );
        if (file === undefined) {
            throw new Error(`${path} was not written`);
        }
        return file;
    }

    async writeText(path: string, title: string, text: string): Promise<EvidenceFile> {
        return this.write(path, title, (sink) => sink.write(text));
    }

    async writeJson(path: string, title: string, value: unknown): Promise<EvidenceFile> {
        return this.writeText(path, title, `${JSON.stringify(value, undefined, 2)}\n`);
    }

    /** Several files from one pass over what they are made of. */
    async writeTogether(
        wanted: readonly Pick<EvidenceFile, "path" | "title">[],
        work: (sinks: readonly TextSink[]) => Promise<void>,
    ): Promise<readonly EvidenceFile[]> {
        const opened: HashedFile[] = [];
        try {
            for (const { path } of wanted) {
                opened.push(await this.#open(path));
            }
            await work(opened);
            const written: EvidenceFile[] = [];
            for (const [at, file] of opened.entries()) {
                const { path = "", title = "" } = wanted[at] ?? {};
                written.push({ path, title, ...(await file.close()) });
            }
            this.#files.push(...written);
            return written;
        } catch (reason) {
            await Promise.all(opened.map((file) => file.abandon()));
            throw reason;
        }
    }

    /**
     * Writes manifest and sums, and moves the folder to its place.
     *
     * @returns the top hash: of the sums, and so of everything
     */
    async finish(manifest: Omit<Manifest, "files">): Promise<string> {
        const listed = [...this.#files];
        const { sha256 } = await this.writeText(
            MANIFEST_FILE,
            "what there is, with hashes",
            formatManifest({ ...manifest, files: listed }),
        );
        const sums = await this.writeText(
            SUMS_FILE,
            "hashes",
            formatSums([...listed, { path: MANIFEST_FILE, sha256 }]),
        );
        await writing(this.#target, async () => {
            // Takes away an empty folder only.
            await rmdir(this.#target).catch((reason: NodeJS.ErrnoException) => {
                if (reason.code !== "ENOENT") {
                    throw reason;
                }
            });
            await rename(this.#draft, this.#target);
        });
        return sums.sha256;
    }

    /** Leaves nothing behind. */
    async discard(): Promise<void> {
        await rm(this.#draft, { recursive: true, force: true });
    }

    async #open(path: string): Promise<HashedFile> {
        const place = join(this.#draft, path);
        await writing(path, () => mkdir(dirname(place), { recursive: true, mode: FOLDER_MODE }));
        return HashedFile.create(place);
    }
}

async function requireNothing(target: string, path: string): Promise<void> {
    const entries = await readdir(target).catch((reason: NodeJS.ErrnoException) => {
        if (reason.code === "ENOENT") {
            return [];
        }
        throw new UnwritableError(path, reason.code === "ENOTDIR" ? "it is a file" : reason.message);
    });
    if (entries.length > 0) {
        throw new UnwritableError(path, "there is something in it already: name a folder that does not exist");
    }
}
