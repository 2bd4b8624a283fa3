/** A file that is there when it is whole: it is written beside its place and then moved there. */
import { randomBytes } from "node:crypto";
import { rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { HashedFile } from "../evidence/hashed-file.ts";
import { UnwritableError, writing } from "../evidence/unwritable.ts";
import type { TextSink } from "../terminal.ts";

/**
 * Writes a file, in place of one that may be there.
 *
 * @throws what `work` throws, and then there is nothing new; UnwritableError
 */
export async function writeWhole(path: string, work: (sink: TextSink) => Promise<void>): Promise<void> {
    if ((await stat(path).catch(() => undefined))?.isDirectory() === true) {
        throw new UnwritableError(path, "it is a folder");
    }
    const draft = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString("hex")}.partial`);
    const file = await HashedFile.create(draft);
    try {
        await work(file);
        await file.close();
        await writing(path, () => rename(draft, path));
    } catch (reason) {
        await file.abandon();
        await rm(draft, { force: true });
        throw reason;
    }
}
