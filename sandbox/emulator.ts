import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { prepareEmulator } from "./emulator-environment.ts";
import type { EmulatorEnvironmentOptions } from "./emulator-environment.ts";
import { identify, isRunning } from "./process-identity.ts";
import type { ProcessIdentity } from "./process-identity.ts";
import { UserError } from "./user-error.ts";

export { findPython, prepareEmulator, PYTHON_INSTALL_COMMAND } from "./emulator-environment.ts";

/** A running emulator; plain data, to be written to a file and read by another process. */
export interface Emulator extends ProcessIdentity {
    /** Such as `http://127.0.0.1:40123`; for every service, region and account. */
    endpoint: string;
    port: number;
}

export interface StartEmulatorOptions extends EmulatorEnvironmentOptions {
    /** @default 0, a free port */
    port?: number;
    /** Errors inside the emulator are appended to it. */
    logFile: string;
    /** True lets it outlive this process; false ends it with this process, however that ends. */
    detached: boolean;
}

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 5_000;
const HEALTH_TIMEOUT_MS = 2_000;
const LOG_TAIL_BYTES = 4_000;

/**
 * Starts an AWS emulator on loopback, with nothing in it, and waits until it answers.
 *
 * @throws UserError with the end of its log when it does not start; the signal's reason when it is aborted.
 */
export async function startEmulator(options: StartEmulatorOptions): Promise<Emulator> {
    const python = await prepareEmulator(options);
    options.signal?.throwIfAborted();
    mkdirSync(dirname(options.logFile), { recursive: true });
    const log = openSync(options.logFile, "a");
    const logStart = statSync(options.logFile).size;
    const args = ["-m", "emulator", "--port", String(options.port ?? 0), ...functionRuntime()];
    const child = spawn(python, options.detached ? args : [...args, "--end-with-stdin"], {
        cwd: dirname(options.logFile),
        env: environment(),
        detached: options.detached,
        // Standard input is what tells it of our end: the system closes the pipe even when we are killed.
        stdio: [options.detached ? "ignore" : "pipe", "pipe", log],
    });
    closeSync(log);
    try {
        const emulator = await readiness(child, options.signal);
        release(child);
        return emulator;
    } catch (error) {
        child.kill("SIGKILL");
        options.signal?.throwIfAborted();
        const tail = readFileSync(options.logFile).subarray(logStart).toString("utf8").slice(-LOG_TAIL_BYTES).trim();
        const reason = error instanceof Error ? error.message : String(error);
        throw new UserError(`The AWS emulator did not start: ${reason}\n${tail}\nIts log is ${options.logFile}.`);
    }
}

/** @returns whether this very emulator answers, not another one that was given its port since. */
export async function isAlive(emulator: Pick<Emulator, "endpoint"> & Partial<Emulator>): Promise<boolean> {
    try {
        const response = await fetch(new URL("/sandbox/health", emulator.endpoint), {
            signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS),
        });
        const health = (await response.json()) as { pid?: number };
        return response.ok && (emulator.pid === undefined || health.pid === emulator.pid);
    } catch {
        return false;
    }
}

/**
 * Ends an emulator; its state is gone with it. Only exactly this process is ended, never one that has its id now.
 *
 * @returns whether there was one to end.
 */
export async function stopEmulator(emulator: ProcessIdentity): Promise<boolean> {
    if (!isRunning(emulator)) {
        return false;
    }
    for (const signal of ["SIGTERM", "SIGKILL"] as const) {
        try {
            process.kill(emulator.pid, signal);
        } catch {
            return true; // ended in between
        }
        const deadline = Date.now() + STOP_TIMEOUT_MS;
        while (Date.now() < deadline) {
            if (!isRunning(emulator)) {
                return true;
            }
            await delay(20);
        }
    }
    throw new UserError(`The AWS emulator (process ${emulator.pid}) does not end; end it by hand.`);
}

/** Functions of AWS Lambda run in this very Node, and find the AWS SDK as Lambda's own runtime brings it along. */
function functionRuntime(): string[] {
    return ["--node", process.execPath, "--node-modules", join(import.meta.dirname, "..", "node_modules")];
}

/** Settings of moto or of AWS in the user's shell must not change what the emulator does. */
function environment(): NodeJS.ProcessEnv {
    const foreign = /^(AWS|MOTO|PYTHON|FLASK|WERKZEUG)_?/;
    const inherited = Object.entries(process.env).filter(([name]) => !foreign.test(name));
    return {
        ...Object.fromEntries(inherited),
        PYTHONPATH: join(import.meta.dirname),
        PYTHONDONTWRITEBYTECODE: "1",
        PYTHONNOUSERSITE: "1",
    };
}

async function readiness(child: ChildProcess, signal?: AbortSignal): Promise<Emulator> {
    const limit = AbortSignal.any([AbortSignal.timeout(START_TIMEOUT_MS), ...(signal === undefined ? [] : [signal])]);
    const line = await new Promise<string>((resolve, reject) => {
        limit.addEventListener("abort", () => reject(new Error(`no answer within ${START_TIMEOUT_MS / 1000} s.`)));
        child.once("error", reject);
        child.once("exit", (code, ended) => reject(new Error(`it ended at once (${code ?? ended ?? "unknown"}).`)));
        createInterface({ input: child.stdout as Readable }).once("line", resolve);
    });
    const ready = JSON.parse(line) as { endpoint: string; port: number; pid: number };
    const identity = identify(ready.pid);
    if (identity === undefined) {
        throw new Error("it ended as soon as it was ready.");
    }
    return { ...identity, endpoint: ready.endpoint, port: ready.port };
}

/** Nothing of the child may keep this process's event loop going; its input stays open until this process ends. */
function release(child: ChildProcess): void {
    child.stdout?.destroy();
    child.unref();
    const input: unknown = child.stdin;
    if (typeof input === "object" && input !== null && "unref" in input && typeof input.unref === "function") {
        input.unref();
    }
}
