import { existsSync } from "node:fs";
import { isAlive, startEmulator, stopEmulator } from "./emulator.ts";
import type { Emulator } from "./emulator.ts";
import { clearStackLocks } from "./stack-lock.ts";
import { discardState, readEmulatorRecord, writeEmulatorRecord } from "./state.ts";
import type { SandboxPaths } from "./state.ts";

export interface SessionOptions {
    paths: SandboxPaths;
    signal: AbortSignal;
    onMessage: (message: string) => void;
}

export interface Session {
    emulator: Emulator;
    /** Whether the emulator holds what an earlier start deployed. */
    continued: boolean;
}

/**
 * Continues with the emulator that an earlier start left running, or begins with a new one. To be called with the
 * sandbox's lock held.
 */
export async function openSession(options: SessionOptions): Promise<Session> {
    const { paths, onMessage } = options;
    const cleared = await clearStackLocks(paths.backend, options);
    if (cleared.length > 0) {
        onMessage("The last command was ended half-way; the lock it left on the stack is cleared");
    }
    const recorded = readEmulatorRecord(paths);
    if (recorded !== undefined && (await isAlive(recorded))) {
        return { emulator: recorded, continued: existsSync(paths.backend) };
    }
    if (recorded !== undefined) {
        onMessage("The emulator of the last start has died, and with it what was deployed; beginning anew");
        // It may hang rather than be gone.
        await stopEmulator(recorded);
    }
    return beginAnew(options);
}

/** Ends the emulator, if any, forgets what was deployed, and starts a new one. */
export async function beginAnew(options: SessionOptions): Promise<Session> {
    const { paths, signal, onMessage } = options;
    await closeSession(paths);
    const emulator = await startEmulator({ logFile: paths.emulatorLog, detached: true, signal, onProgress: onMessage });
    writeEmulatorRecord(paths, emulator);
    return { emulator, continued: false };
}

/**
 * Ends the emulator and discards the state of both, it and Pulumi.
 *
 * @returns whether an emulator was running.
 */
export async function closeSession(paths: SandboxPaths): Promise<boolean> {
    const recorded = readEmulatorRecord(paths);
    const stopped = recorded !== undefined && (await stopEmulator(recorded));
    discardState(paths);
    return stopped;
}
