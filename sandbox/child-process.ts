import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface ChildProcessOptions {
    cwd?: string;
    env?: NodeJS.ProcessEnv;
    /** Ends the process and everything it started. */
    signal?: AbortSignal;
    /** Ends the process likewise; unlimited when absent. */
    timeoutMs?: number;
    onErrorLine?: (line: string) => void;
}

export interface ChildProcessResult {
    /** Undefined when the process could not be started or was ended by a signal. */
    code: number | undefined;
    stdout: string;
    /** The last lines only, enough for a message. */
    stderr: string;
    timedOut: boolean;
}

const KEPT_LINES = 30;

/**
 * Runs a program as the leader of a process group of its own, so that what it starts in turn (compilers,
 * download scripts) ends with it and an interrupt typed in the terminal reaches only us.
 *
 * @throws the signal's reason when it was aborted; every other outcome is a result.
 */
export async function runChildProcess(
    command: string,
    args: readonly string[],
    options: ChildProcessOptions = {},
): Promise<ChildProcessResult> {
    options.signal?.throwIfAborted();
    const child = spawn(command, args, {
        cwd: options.cwd,
        env: options.env,
        detached: true,
        stdio: ["ignore", "pipe", "pipe"],
    });
    let timedOut = false;
    const end = (): void => endGroup(child.pid);
    const timer =
        options.timeoutMs === undefined
            ? undefined
            : setTimeout(() => {
                  timedOut = true;
                  end();
              }, options.timeoutMs);
    options.signal?.addEventListener("abort", end);
    process.on("exit", end);
    try {
        const lines: string[] = [];
        createInterface({ input: child.stderr }).on("line", (line) => {
            lines.push(line);
            lines.splice(0, lines.length - KEPT_LINES);
            options.onErrorLine?.(line);
        });
        const chunks: Buffer[] = [];
        child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
        const code = await new Promise<number | undefined>((resolve) => {
            child.on("error", (error) => {
                lines.push(error.message);
                resolve(undefined);
            });
            child.on("close", (exitCode) => resolve(exitCode ?? undefined));
        });
        options.signal?.throwIfAborted();
        return { code, stdout: Buffer.concat(chunks).toString("utf8"), stderr: lines.join("\n"), timedOut };
    } finally {
        clearTimeout(timer);
        options.signal?.removeEventListener("abort", end);
        process.off("exit", end);
    }
}

function endGroup(pid: number | undefined): void {
    if (pid === undefined) {
        return;
    }
    try {
        process.kill(-pid, "SIGKILL");
    } catch {
        // Already ended.
    }
}
