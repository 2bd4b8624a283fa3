/** What Pulumi uploads, as files of this machine: a text that it is given as such stands in the stack's state, a file's hash does. */
import { createHash } from "node:crypto";
import { mkdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "../sandbox/cache-directory.ts";

/**
 * @param kind folder of the user's cache directory, such as `templates`
 * @param extension with its dot
 * @returns the path of a file with this content, named after its hash. Pulumi compares contents, so that another machine's
 * path is no change.
 */
export function contentFile(content: string | Uint8Array, kind: "functions" | "templates", extension: string): string {
    const folder = join(cacheDirectory(), kind);
    const file = join(folder, `${createHash("sha256").update(content).digest("hex")}${extension}`);
    if (statSync(file, { throwIfNoEntry: false })?.size !== Buffer.byteLength(content)) {
        mkdirSync(folder, { recursive: true });
        // Renamed into place, so that another process never finds half of it.
        const draft = `${file}.${process.pid}`;
        writeFileSync(draft, content);
        renameSync(draft, file);
    }
    return file;
}
