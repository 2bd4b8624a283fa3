/** A machine of the test's own: a folder for programs that comes first on PATH, and an empty cache directory. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

export interface ScratchTools {
    /** Everything is in it; deleted after each test. */
    readonly folder: string;
    /** The first folder on PATH. */
    readonly bin: string;
    /** The tool's folder in the cache directory. */
    readonly cache: string;
}

/**
 * Makes one before each test of the suite, and gives the process its own environment back afterwards.
 *
 * @param tool whose folder in the cache directory is meant
 * @param environment variables besides PATH and the cache directory's
 * @returns what holds during a test
 */
export function useScratchTools(
    tool: string,
    environment: (folder: string) => Readonly<Record<string, string>>,
): ScratchTools {
    const saved = { ...process.env };
    const tools = { folder: "", bin: "", cache: "" };

    beforeEach(() => {
        tools.folder = mkdtempSync(join(tmpdir(), `${tool}-command-`));
        tools.bin = join(tools.folder, "bin");
        tools.cache = join(tools.folder, "cache", "conformance-packs", tool);
        Object.assign(process.env, {
            PATH: [tools.bin, "/usr/bin", "/bin"].join(delimiter),
            XDG_CACHE_HOME: join(tools.folder, "cache"),
            ...environment(tools.folder),
        });
    });

    afterEach(() => {
        for (const name of Object.keys(process.env)) {
            if (!(name in saved)) {
                Reflect.deleteProperty(process.env, name);
            }
        }
        Object.assign(process.env, saved);
        rmSync(tools.folder, { recursive: true, force: true });
    });

    return tools;
}

/** Writes a program of `sh`, in a folder that need not be there yet. */
export function writeProgram(path: string, script: string): void {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
}
