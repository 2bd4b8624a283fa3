import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Emulator } from "./emulator.ts";
import { isLock, tryLock } from "./lock-file.ts";
import type { Lock } from "./lock-file.ts";
import { UserError } from "./user-error.ts";

/** Another folder for the state, so that two sandboxes of one clone run side by side. */
export const HOME_VARIABLE = "CONFORMANCE_PACKS_SANDBOX_HOME";

/** Where one sandbox keeps everything it leaves on disk. */
export interface SandboxPaths {
    /** The folder itself: `.sandbox` in the project, unless {@link HOME_VARIABLE} says otherwise. */
    home: string;
    /** Pulumi's file backend: state and the locks of stacks. */
    backend: string;
    /** Pulumi's own home: credentials, plugins, workspaces; apart from the user's. */
    pulumiHome: string;
    /** Project and stack settings as the sandbox gives them to Pulumi. */
    workspace: string;
    /** What the emulator prints. */
    emulatorLog: string;
    /** Which emulator runs, as {@link Emulator}. */
    emulatorRecord: string;
    lock: string;
}

const PROJECT = resolve(import.meta.dirname, "..");

/** @param project folder of the project; the folder that holds this file's parent by default. */
export function sandboxPaths(project: string = PROJECT, env: NodeJS.ProcessEnv = process.env): SandboxPaths {
    const configured = env[HOME_VARIABLE];
    const home =
        configured === undefined || configured === "" ? join(project, ".sandbox") : resolve(project, configured);
    return {
        home,
        backend: join(home, "backend"),
        pulumiHome: join(home, "pulumi-home"),
        workspace: join(home, "workspace"),
        emulatorLog: join(home, "emulator.log"),
        emulatorRecord: join(home, "emulator.json"),
        lock: join(home, "lock"),
    };
}

/**
 * Makes this process the only one that works on the sandbox.
 *
 * @throws UserError when another one does.
 */
export function lockSandbox(paths: SandboxPaths): Lock {
    const outcome = tryLock(paths.lock);
    if (isLock(outcome)) {
        return outcome;
    }
    throw new UserError(
        `Another command works on the sandbox in ${paths.home} just now (process ${outcome.pid} on ${outcome.host}). ` +
            `Wait until it has finished, or set ${HOME_VARIABLE} to another folder for a sandbox of your own beside it.`,
    );
}

/** @returns the emulator that the last start recorded; whether it still runs is another question. */
export function readEmulatorRecord(paths: SandboxPaths): Emulator | undefined {
    if (!existsSync(paths.emulatorRecord)) {
        return undefined;
    }
    try {
        const value = JSON.parse(readFileSync(paths.emulatorRecord, "utf8")) as Partial<Emulator> | null;
        if (
            typeof value?.endpoint === "string" &&
            typeof value.pid === "number" &&
            typeof value.started === "string" &&
            typeof value.port === "number"
        ) {
            return { endpoint: value.endpoint, pid: value.pid, started: value.started, port: value.port };
        }
    } catch {
        // Cut short: as good as none.
    }
    return undefined;
}

export function writeEmulatorRecord(paths: SandboxPaths, record: Emulator): void {
    mkdirSync(paths.home, { recursive: true });
    const draft = `${paths.emulatorRecord}.new`;
    writeFileSync(draft, `${JSON.stringify(record)}\n`);
    renameSync(draft, paths.emulatorRecord);
}

/** Forgets what was deployed. The emulator keeps everything in memory, so its state and Pulumi's end together. */
export function discardState(paths: SandboxPaths): void {
    for (const path of [paths.backend, paths.workspace, paths.emulatorRecord]) {
        rmSync(path, { recursive: true, force: true });
    }
}
