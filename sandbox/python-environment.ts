import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "./cache-directory.ts";
import { runChildProcess } from "./child-process.ts";
import { waitForLock } from "./lock-file.ts";
import { UserError } from "./user-error.ts";

/** What a virtual environment is for. */
export interface PythonEnvironment {
    /** Of its folder in the cache. */
    readonly name: string;
    /** Path of the pinned and hashed requirements: another content makes another environment. */
    readonly requirements: string;
    /** As a person knows it, such as "the AWS emulator". */
    readonly what: string;
    /** Such as "some 150 MB". */
    readonly size: string;
    /** Installs what the list names and nothing that it depends on: then the list has all that is used. @default false */
    readonly withoutDependencies?: boolean;
}

export interface PythonEnvironmentOptions {
    /** Where environments are kept. @default the user's cache directory */
    cacheDirectory?: string;
    signal?: AbortSignal;
    /** One line for a person; called only when something takes longer than a look into the file system. */
    onProgress?: (message: string) => void;
}

/** The oldest Python that every pinned release runs on. */
export const OLDEST_PYTHON = "3.10";

export const PYTHON_INSTALL_COMMAND =
    "`apt-get install python3 python3-venv` (Debian, Ubuntu), `dnf install python3` (Fedora) or " +
    "`brew install python3` (macOS)";

const CANDIDATES = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "python"];
const BUILD_TIMEOUT_MS = 600_000;

/** @returns the first Python on PATH that is recent enough and can make virtual environments, with its identity. */
export async function findPython(): Promise<{ command: string; identity: string } | undefined> {
    // Debian ships venv without ensurepip, and then no environment comes of it.
    const program =
        "import sys, platform, venv, ensurepip\n" +
        `assert sys.version_info >= (${OLDEST_PYTHON.replace(".", ", ")})\n` +
        "print(platform.python_implementation(), *sys.version_info[:2], sys.platform, platform.machine())";
    for (const command of CANDIDATES) {
        const result = await runChildProcess(command, ["-c", program], { timeoutMs: 30_000 });
        if (result.code === 0) {
            return { command, identity: result.stdout.trim() };
        }
    }
    return undefined;
}

/**
 * Makes a virtual environment once for each content of its requirements and each Python; later calls only look. It
 * appears complete or not at all, and of several callers at once one makes it while the others wait.
 *
 * @returns the path of the environment's Python.
 * @throws UserError when Python is missing or a package cannot be fetched; the signal's reason when it is aborted.
 */
export async function preparePythonEnvironment(
    wanted: PythonEnvironment,
    options: PythonEnvironmentOptions = {},
): Promise<string> {
    const python = await findPython();
    if (python === undefined) {
        throw new UserError(
            `${sentence(wanted.what)} needs Python ${OLDEST_PYTHON} or newer with its venv module, and none is on PATH.\n` +
                `Install it with ${PYTHON_INSTALL_COMMAND}.`,
        );
    }
    const folder = join(options.cacheDirectory ?? cacheDirectory(), wanted.name);
    const key = createHash("sha256").update(readFileSync(wanted.requirements)).update(python.identity).digest("hex");
    const environment = join(folder, key.slice(0, 16));
    const executable = join(environment, "bin", "python");
    if (await isUsable(executable)) {
        return executable;
    }
    mkdirSync(folder, { recursive: true });
    const lock = await waitForLock(join(folder, "lock"), {
        signal: options.signal,
        onWait: (owner) => options.onProgress?.(`Waiting for process ${owner.pid}, which prepares ${wanted.what}`),
    });
    try {
        if (!(await isUsable(executable))) {
            await build(wanted, python.command, environment, folder, options);
        }
        return executable;
    } finally {
        lock.release();
    }
}

/** An environment outlives the Python that it was made from only as broken links. */
async function isUsable(executable: string): Promise<boolean> {
    return (await runChildProcess(executable, ["-c", "pass"], { timeoutMs: 30_000 })).code === 0;
}

async function build(
    wanted: PythonEnvironment,
    python: string,
    environment: string,
    folder: string,
    options: PythonEnvironmentOptions,
): Promise<void> {
    options.onProgress?.(`Preparing the Python environment of ${wanted.what} (once; ${wanted.size}, under a minute)`);
    // Beside its final place, because a rename is atomic within one file system only. What an environment holds is
    // reached through its `bin/python`, which may be moved; its other scripts may not, and nothing calls them.
    const draft = mkdtempSync(join(folder, ".build-"));
    try {
        await run(wanted, python, ["-m", "venv", draft], options);
        await run(
            wanted,
            join(draft, "bin", "python"),
            [
                "-m",
                "pip",
                "install",
                "--require-hashes",
                "--no-input",
                "--disable-pip-version-check",
                ...(wanted.withoutDependencies === true ? ["--no-deps"] : []),
                "-r",
                wanted.requirements,
            ],
            options,
        );
        rmSync(environment, { recursive: true, force: true });
        renameSync(draft, environment);
    } finally {
        rmSync(draft, { recursive: true, force: true });
    }
}

async function run(
    wanted: PythonEnvironment,
    command: string,
    args: readonly string[],
    options: PythonEnvironmentOptions,
): Promise<void> {
    const result = await runChildProcess(command, args, { signal: options.signal, timeoutMs: BUILD_TIMEOUT_MS });
    if (result.code !== 0) {
        const why = result.timedOut ? `no end after ${BUILD_TIMEOUT_MS / 60_000} minutes` : result.stderr;
        throw new UserError(
            `Preparing ${wanted.what} failed in \`${command} ${args.slice(0, 3).join(" ")}\`:\n${why}\n` +
                "It needs Python's package index, or a mirror of it set in pip's own configuration.",
        );
    }
}

function sentence(text: string): string {
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
