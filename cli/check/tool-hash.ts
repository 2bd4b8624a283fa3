/** What the findings of this version of the tool depend on besides the files of a project. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..", "..");

/** Everything that checks, the catalogue among it; a clone changes them without a new version. */
const SOURCES = ["lib", "cli/check", "package.json"];

/** @returns the same for the same sources, dependencies and Node */
export function toolHash(): string {
    const hash = createHash("sha256").update(process.version);
    for (const source of SOURCES) {
        addFiles(join(ROOT, source), source, hash);
    }
    return hash.digest("base64url");
}

function addFiles(path: string, name: string, hash: ReturnType<typeof createHash>): void {
    if (name.includes(".")) {
        hash.update(`\n${name}\n`).update(readFileSync(path));
        return;
    }
    for (const entry of readdirSync(path).sort()) {
        addFiles(join(path, entry), `${name}/${entry}`, hash);
    }
}
