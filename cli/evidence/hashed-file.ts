/** A file that is written text by text, with the hash of what was written. */
import { createHash, type Hash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import type { TextSink } from "../terminal.ts";
import { writing } from "./unwritable.ts";

/** Compliance says where an organization is weak: for the owner's eyes alone, until the owner says otherwise. */
export const FILE_MODE = 0o600;

export interface WrittenFile {
    readonly bytes: number;
    /** Hexadecimal. */
    readonly sha256: string;
}

export class HashedFile implements TextSink {
    readonly #path: string;
    readonly #file: FileHandle;
    readonly #hash: Hash = createHash("sha256");
    #bytes = 0;

    private constructor(path: string, file: FileHandle) {
        this.#path = path;
        this.#file = file;
    }

    /** @throws UnwritableError where there is such a file already, or none can be */
    static async create(path: string): Promise<HashedFile> {
        return new HashedFile(path, await writing(path, () => open(path, "wx", FILE_MODE)));
    }

    async write(text: string): Promise<void> {
        if (text === "") {
            return;
        }
        const bytes = Buffer.from(text);
        this.#hash.update(bytes);
        this.#bytes += bytes.length;
        await writing(this.#path, () => this.#file.writeFile(bytes));
    }

    /** What is written is on the disk by then. */
    async close(): Promise<WrittenFile> {
        await writing(this.#path, async () => {
            await this.#file.sync();
            await this.#file.close();
        });
        return { bytes: this.#bytes, sha256: this.#hash.digest("hex") };
    }

    /** Closes it without a word about what it has become. */
    async abandon(): Promise<void> {
        await this.#file.close().catch(() => undefined);
    }
}
