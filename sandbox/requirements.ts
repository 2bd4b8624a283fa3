import { existsSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { cacheDirectory } from "./cache-directory.ts";
import { findPython, OLDEST_PYTHON, PYTHON_INSTALL_COMMAND } from "./emulator-environment.ts";
import { findGo } from "./go-toolchain.ts";
import { installMessage } from "./pulumi-command.ts";
import { UserError } from "./user-error.ts";

/** What is seen of the machine; gathered apart from the judgement so that each can be tested alone. */
export interface Machine {
    node: string;
    /** A Python for the emulator, with venv and ensurepip (which Debian packs apart). */
    hasPython: boolean;
    hasPulumi: boolean;
    go: string | undefined;
    /** Bytes free where the cache directory is, or will be. */
    freeDisk: number;
}

/** Where the CLI is to be built, Go's caches take 3 GB: 1.4 of modules and 1.6 of compiled packages. */
const DISK_FOR_BUILD = 4e9;
const DISK_OTHERWISE = 1e9;

/** @param hasPulumi whether a CLI was found: without one, Go is needed to build it. */
export async function inspectMachine(hasPulumi: boolean): Promise<Machine> {
    return {
        node: process.versions.node,
        hasPython: (await findPython()) !== undefined,
        hasPulumi,
        go: hasPulumi ? undefined : findGo(),
        freeDisk: freeDisk(cacheDirectory()),
    };
}

/** @returns a line for everything that is missing; empty when the sandbox can run. */
export function findMissing(machine: Machine): string[] {
    const missing: string[] = [];
    if (compareVersions(machine.node, "22.18.0") < 0) {
        missing.push(`Node 22.18 or newer; this is ${machine.node}. Run \`npm ci\`, then use \`npm start\``);
    }
    if (!machine.hasPython) {
        missing.push(`Python ${OLDEST_PYTHON} or newer with its venv and ensurepip modules: ${PYTHON_INSTALL_COMMAND}`);
    }
    if (!machine.hasPulumi && machine.go === undefined) {
        missing.push(installMessage());
    }
    const needed = machine.hasPulumi ? DISK_OTHERWISE : DISK_FOR_BUILD;
    if (machine.freeDisk < needed) {
        missing.push(
            `${gigabytes(needed)} of free disk for ${cacheDirectory()}; there are ${gigabytes(machine.freeDisk)}` +
                (machine.hasPulumi ? "" : " (most of it for building the Pulumi CLI, which an installed one avoids)"),
        );
    }
    return missing;
}

/** @throws UserError that names all that is missing at once. */
export function checkRequirements(machine: Machine): void {
    const missing = findMissing(machine);
    if (missing.length > 0) {
        throw new UserError(`The sandbox cannot run on this machine yet. It needs:\n  - ${missing.join("\n  - ")}`);
    }
}

/** The folder may not exist yet: its nearest parent that does is on the same disk. */
function freeDisk(path: string): number {
    let folder = path;
    while (!existsSync(folder) && dirname(folder) !== folder) {
        folder = dirname(folder);
    }
    const disk = statfsSync(folder);
    return disk.bavail * disk.bsize;
}

/** Numbers separated by dots; anything behind them is ignored. */
function compareVersions(a: string, b: string): number {
    const [left, right] = [a, b].map((text) => text.split(".").map((part) => Number.parseInt(part, 10)));
    for (let index = 0; index < 3; index++) {
        const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
        if (difference !== 0) {
            return difference;
        }
    }
    return 0;
}

function gigabytes(bytes: number): string {
    return `${(bytes / 1e9).toFixed(1)} GB`;
}
