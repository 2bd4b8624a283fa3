import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation/index.js";
import { cacheDirectory } from "./cache-directory.ts";
import { runChildProcess } from "./child-process.ts";
import { findGo } from "./go-toolchain.ts";
import { waitForLock } from "./lock-file.ts";
import type { Lock } from "./lock-file.ts";
import { buildPulumi, OLDEST_GO, PINNED_VERSION } from "./pulumi-build.ts";
import type { BuildProgress } from "./go-program.ts";
import { UserError } from "./user-error.ts";

export interface PulumiCommandOptions {
    signal?: AbortSignal;
    /** One line for a person; called only when something takes longer than a look into the file system. */
    onMessage?: (message: string) => void;
    onProgress?: (progress: BuildProgress) => void;
}

/** The vendor's installer gets this long; without a network it fails at once, behind a silent firewall never. */
const INSTALL_TIMEOUT_MS = 120_000;

/**
 * Finds the Pulumi CLI, or gets it: on PATH, in the user's cache directory, from the vendor's installer, built from
 * its Go module. Safe to call from several processes at once: one of them installs or builds, the others wait.
 *
 * @throws UserError that says what to install when no way is open.
 */
export async function findPulumiCommand(options: PulumiCommandOptions = {}): Promise<PulumiCommand> {
    const found = await findInstalledPulumi();
    if (found !== undefined) {
        return found;
    }
    const lock = await lockFolder(options);
    try {
        return (await findInstalledPulumi()) ?? (await runInstaller(options)) ?? (await build(options));
    } finally {
        lock.release();
    }
}

/** @returns the CLI that the vendor's installer brought, or undefined where it cannot be reached. */
export async function installPulumi(options: PulumiCommandOptions = {}): Promise<PulumiCommand | undefined> {
    const lock = await lockFolder(options);
    try {
        return (await findInstalledPulumi()) ?? (await runInstaller(options));
    } finally {
        lock.release();
    }
}

/** @returns a CLI of at least the pinned version that is there already, on PATH first, else from the cache. */
export async function findInstalledPulumi(): Promise<PulumiCommand | undefined> {
    const onPath = await PulumiCommand.get().catch(() => undefined);
    if (onPath !== undefined && isRecentEnough(onPath)) {
        return onPath;
    }
    for (const root of cachedRoots()) {
        const cached = await PulumiCommand.get({ root }).catch(() => undefined);
        if (cached !== undefined && isRecentEnough(cached)) {
            return cached;
        }
    }
    return undefined;
}

/** What to install where neither the CLI nor a way to get it is found. */
export function installMessage(): string {
    return (
        `the Pulumi CLI v${PINNED_VERSION} or newer (https://www.pulumi.com/docs/install/), ` +
        `or Go ${OLDEST_GO.major}.${OLDEST_GO.minor} or newer to build it from source (https://go.dev/doc/install)`
    );
}

function lockFolder(options: PulumiCommandOptions): Promise<Lock> {
    return waitForLock(join(pulumiFolder(), "lock"), {
        signal: options.signal,
        onWait: (owner) => options.onMessage?.(`Waiting for process ${owner.pid}, which gets the Pulumi CLI just now`),
    });
}

/**
 * Runs the Automation API's own installer in a process of its own: its download cannot be bounded from within.
 * Pulumi names the folder by version; the SDK asks for the version of its own release.
 */
async function runInstaller(options: PulumiCommandOptions): Promise<PulumiCommand | undefined> {
    const folder = pulumiFolder();
    mkdirSync(folder, { recursive: true });
    const root = mkdtempSync(join(folder, ".install-"));
    try {
        const program =
            'import { PulumiCommand } from "@pulumi/pulumi/automation/index.js";' +
            "await PulumiCommand.install({ root: process.argv[1] });";
        const result = await runChildProcess(
            process.execPath,
            ["--input-type=module", "--eval", program, root],
            // Resolves the package from here, whatever the user's working directory is.
            { cwd: import.meta.dirname, env: process.env, signal: options.signal, timeoutMs: INSTALL_TIMEOUT_MS },
        );
        const installed = result.code === 0 ? await PulumiCommand.get({ root }).catch(() => undefined) : undefined;
        if (installed === undefined || !isRecentEnough(installed)) {
            options.onMessage?.("Pulumi's own installer cannot be reached");
            return undefined;
        }
        const target = join(folder, `v${String(installed.version)}`);
        rmSync(target, { recursive: true, force: true });
        renameSync(root, target);
        return await PulumiCommand.get({ root: target });
    } finally {
        rmSync(root, { recursive: true, force: true });
    }
}

async function build(options: PulumiCommandOptions): Promise<PulumiCommand> {
    if (findGo() === undefined) {
        throw new UserError(`The sandbox needs ${installMessage()}.`);
    }
    const root = join(pulumiFolder(), `v${PINNED_VERSION}`);
    await buildPulumi(root, options);
    return PulumiCommand.get({ root });
}

/** Every version kept; the caller takes the first that passes the check. */
function cachedRoots(): string[] {
    const folder = pulumiFolder();
    if (!existsSync(folder)) {
        return [];
    }
    return readdirSync(folder)
        .filter((name) => name.startsWith("v"))
        .map((name) => join(folder, name));
}

function pulumiFolder(): string {
    return join(cacheDirectory(), "pulumi");
}

/** The version is null when the user switched the Automation API's own check off by its variable. */
function isRecentEnough(command: PulumiCommand): boolean {
    return command.version !== null && command.version.compare(PINNED_VERSION) >= 0;
}
