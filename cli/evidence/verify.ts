/** `packs evidence --verify`: reads a folder file by file, and says what is not as it was. Asks nobody. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { formatCount } from "../../lib/cost/format.ts";
import { MANIFEST_FILE, SUMS_FILE } from "../../lib/evidence/manifest.ts";
import { type FolderFault, type FoundFiles, verifyFolder } from "../../lib/evidence/verify-folder.ts";
import { EXIT } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";

const SHA256 = /^[0-9a-f]{64}$/i;

/**
 * @param folder as the user named it
 * @param expected the top hash that it had
 * @returns the exit code: 0 where everything is as it was, 1 where anything is not, 2 for a hash that is none
 */
export async function verifyEvidence(
    folder: string,
    expected: string | undefined,
    terminal: Terminal,
): Promise<number> {
    if (expected !== undefined && !SHA256.test(expected)) {
        terminal.note("packs evidence: --expect takes the 64 hexadecimal digits that were printed when it was written");
        return EXIT.usage;
    }
    let found: FoundFiles;
    try {
        found = await hashFiles(folder);
    } catch (reason) {
        terminal.note(`packs evidence: cannot read ${folder}: ${reason instanceof Error ? reason.message : ""}`);
        return EXIT.errors;
    }
    const read = (path: string): Promise<string | undefined> =>
        found.get(path) === undefined ? Promise.resolve(undefined) : readFile(join(folder, path), "utf8");
    const faults = verifyFolder({
        found,
        sums: await read(SUMS_FILE),
        manifest: await read(MANIFEST_FILE),
        ...(expected !== undefined && { expected }),
    });
    faults.forEach((fault) => terminal.line(faultWords(fault)));
    if (faults.length > 0) {
        terminal.note(`packs evidence: ${folder} is not as it was: ${formatCount(faults.length, "difference")}`);
        return EXIT.errors;
    }
    terminal.line(`${formatCount(found.size - 1, "file")} as listed`);
    terminal.line(`Top hash: ${found.get(SUMS_FILE) ?? ""}`);
    if (expected === undefined) {
        terminal.note(
            "Compare the top hash with the one that was printed when the folder was written, or give --expect.",
        );
    }
    return EXIT.success;
}

/** Names are anybody's to choose: they must not steer the terminal. */
function faultWords({ kind, path, detail }: FolderFault): string {
    const name = stripVTControlCharacters(path).replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "?");
    return `${kind}: ${name}${detail === undefined ? "" : ` (${detail})`}`;
}

/** Links are not followed, and are no files. */
async function hashFiles(folder: string): Promise<FoundFiles> {
    const found = new Map<string, string | undefined>();
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((one) => !one.isDirectory())) {
        const place = join(entry.parentPath, entry.name);
        const path = relative(folder, place).split(sep).join("/");
        found.set(path, entry.isFile() ? await hashOf(place) : undefined);
    }
    return found;
}

async function hashOf(path: string): Promise<string> {
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(path)) {
        hash.update(chunk as Buffer);
    }
    return hash.digest("hex");
}
