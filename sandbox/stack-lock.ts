import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { programName } from "./process-identity.ts";
import { UserError } from "./user-error.ts";

/** A lock that Pulumi's file backend wrote: `lockContent` in pkg/backend/diy/lock.go of pulumi/pulumi. */
export interface StackLock {
    path: string;
    pid: number;
    host: string;
}

export interface ClearOptions {
    signal?: AbortSignal;
    onMessage?: (message: string) => void;
    /** How long each request to end is given to be followed. */
    patienceMs?: number;
}

/** @returns the stack locks below a file backend's folder. */
export function findStackLocks(backend: string): StackLock[] {
    const folder = join(backend, ".pulumi", "locks");
    if (!existsSync(folder)) {
        return [];
    }
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".json"))
        .map((name) => parseStackLock(join(folder, name)))
        .filter((lock) => lock !== undefined);
}

/**
 * Clears the locks that an interrupted or killed Pulumi left behind. Only for a backend of the sandbox's own, and
 * only while this process holds the sandbox's lock: a Pulumi still found at work then has lost the process that
 * started it. It is given time to end by itself, is interrupted, and is ended.
 *
 * @returns the locks that were cleared.
 * @throws UserError for a lock from another host, whose owner cannot be seen from here.
 */
export async function clearStackLocks(backend: string, options: ClearOptions = {}): Promise<StackLock[]> {
    const locks = findStackLocks(backend);
    for (const lock of locks) {
        if (lock.host !== hostname()) {
            throw new UserError(
                `The sandbox's stack is locked by process ${lock.pid} on ${lock.host}, which cannot be seen from ` +
                    `${hostname()}. If it has ended, delete ${lock.path}.`,
            );
        }
        if (isHeld(lock)) {
            await endOwner(lock, options);
        }
        rmSync(lock.path, { force: true });
    }
    return locks;
}

/** A process id is used again sooner or later; then it belongs to a program of another name. */
function isHeld(lock: StackLock): boolean {
    return programName(lock.pid) === "pulumi";
}

async function endOwner(lock: StackLock, options: ClearOptions): Promise<void> {
    options.onMessage?.(`An interrupted Pulumi (process ${lock.pid}) is still at work; waiting for it to end`);
    for (const request of [undefined, "SIGINT", "SIGKILL"] as const) {
        if (request !== undefined && isHeld(lock)) {
            process.kill(lock.pid, request);
        }
        const deadline = Date.now() + (options.patienceMs ?? 15_000);
        while (isHeld(lock) && Date.now() < deadline) {
            await delay(100, undefined, { signal: options.signal });
        }
        if (!isHeld(lock)) {
            return;
        }
    }
    throw new UserError(`Process ${lock.pid} holds ${lock.path} and does not end. End it, then start again.`);
}

function parseStackLock(path: string): StackLock | undefined {
    try {
        const value = JSON.parse(readFileSync(path, "utf8")) as { pid?: unknown; hostname?: unknown } | null;
        if (typeof value?.pid === "number" && typeof value.hostname === "string") {
            return { path, pid: value.pid, host: value.hostname };
        }
    } catch {
        // Pulumi was killed while writing it, or has just given it back.
    }
    // Without an owner there is nobody to wait for: process 0 is never a Pulumi.
    return existsSync(path) ? { path, pid: 0, host: hostname() } : undefined;
}
