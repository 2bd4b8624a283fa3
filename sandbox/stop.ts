import { closeSession } from "./session.ts";
import { clearStackLocks } from "./stack-lock.ts";
import { lockSandbox } from "./state.ts";
import type { SandboxPaths } from "./state.ts";
import type { Terminal } from "../cli/terminal.ts";

/** Ends the emulator and discards what was deployed. Harmless when nothing runs. */
export async function stop(options: { terminal: Terminal; paths: SandboxPaths; signal: AbortSignal }): Promise<void> {
    const { terminal, paths, signal } = options;
    const lock = lockSandbox(paths);
    try {
        await clearStackLocks(paths.backend, { signal, onMessage: (text) => terminal.note(text) });
        const stopped = await closeSession(paths);
        terminal.line(
            stopped ? "The emulator has ended; its state is discarded." : "No emulator was running; nothing is left.",
        );
    } finally {
        lock.release();
    }
}
