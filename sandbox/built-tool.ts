/** Programs that are on PATH or in the user's cache directory, and are built once where they are neither. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { cacheDirectory } from "./cache-directory.ts";
import { waitForLock } from "./lock-file.ts";
import { UserError } from "./user-error.ts";

export interface ToolCommand {
    /** The program, as a path or as a name on PATH. */
    readonly path: string;
    readonly version: string;
}

export interface ToolOptions<Progress> {
    signal?: AbortSignal;
    /** One line for a person; called only when something takes longer than a look into the file system. */
    onMessage?: (message: string) => void;
    onProgress?: (progress: Progress) => void;
}

export interface BuiltTool<Progress> {
    /** Of the program, and of its folder in the cache directory. */
    readonly name: string;
    /** Which is built: three numbers with dots. */
    readonly pinned: string;
    /** With which the program tells its version. */
    readonly versionArguments: readonly string[];
    /** Finds the version, as its first group, in what the program prints. */
    readonly version: RegExp;
    /** Whether one of this version does, wherever it was found. */
    accepts(version: string): boolean;
    /** Whether this machine has what the build takes. */
    canBuild(): boolean;
    /** Who needs the program, and what to install, for a machine that has neither. */
    readonly missing: string;
    /** Puts the program into `bin/` of the folder, or nothing at all. */
    build(folder: string, options: ToolOptions<Progress>): Promise<void>;
}

/** The program that is there already: on PATH, else in the user's cache directory. */
export function findTool<Progress>(tool: BuiltTool<Progress>): ToolCommand | undefined {
    return [tool.name, join(builtFolder(tool), "bin", tool.name)]
        .flatMap((path): ToolCommand[] => {
            const version = versionOf(path, tool);
            return version === undefined ? [] : [{ path, version }];
        })
        .find(({ version }) => tool.accepts(version));
}

/**
 * Finds the program, or builds it once for the user. Safe to call from several processes at once: one of them builds, the
 * others wait.
 *
 * @throws UserError that says what to install when no way is open
 */
export async function getTool<Progress>(
    tool: BuiltTool<Progress>,
    options: ToolOptions<Progress> = {},
): Promise<ToolCommand> {
    const found = findTool(tool);
    if (found !== undefined) {
        return found;
    }
    if (!tool.canBuild()) {
        throw new UserError(tool.missing);
    }
    const lock = await waitForLock(join(toolFolder(tool), "lock"), {
        signal: options.signal,
        onWait: (owner) => options.onMessage?.(`Waiting for process ${owner.pid}, which builds ${tool.name} just now`),
    });
    try {
        const built = findTool(tool);
        if (built !== undefined) {
            return built;
        }
        await tool.build(builtFolder(tool), options);
    } finally {
        lock.release();
    }
    const built = findTool(tool);
    if (built === undefined) {
        throw new UserError(`${tool.name} ${tool.pinned} was built, and does not run on this machine`);
    }
    return built;
}

function versionOf<Progress>(path: string, tool: BuiltTool<Progress>): string | undefined {
    const { status, stdout } = spawnSync(path, [...tool.versionArguments], { encoding: "utf8", timeout: 10_000 });
    return status === 0 ? tool.version.exec(stdout)?.[1] : undefined;
}

function toolFolder<Progress>(tool: BuiltTool<Progress>): string {
    return join(cacheDirectory(), tool.name);
}

function builtFolder<Progress>(tool: BuiltTool<Progress>): string {
    return join(toolFolder(tool), `v${tool.pinned}`);
}
