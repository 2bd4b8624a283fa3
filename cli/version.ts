/** The version of the project, from the one place that has it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export function readVersion(): string {
    const manifest = JSON.parse(readFileSync(join(import.meta.dirname, "../package.json"), "utf8")) as {
        version: string;
    };
    return manifest.version;
}
