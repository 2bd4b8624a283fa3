import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { identify, isRunning } from "./process-identity.ts";
import type { ProcessIdentity } from "./process-identity.ts";

/** Who holds a lock. The host matters where the folder is shared over a network. */
export interface LockOwner extends ProcessIdentity {
    host: string;
}

export interface Lock {
    /** Gives the lock back; harmless when called twice. */
    release(): void;
}

/**
 * Takes a lock file if nobody holds it. A file whose owner is seen to be dead is cleared first; one from another
 * host is left alone, because its owner cannot be seen from here.
 *
 * @returns the lock, or the owner who holds it.
 */
export function tryLock(path: string): Lock | LockOwner {
    mkdirSync(dirname(path), { recursive: true });
    const text = JSON.stringify({ ...identify(process.pid), pid: process.pid, host: hostname() });
    // Taken over at most a few times: each round another process may win the cleared place.
    for (let round = 0; round < 10; round++) {
        if (createExclusively(path, text)) {
            return { release: () => removeIfUnchanged(path, text) };
        }
        const held = read(path);
        if (held === undefined) {
            continue; // given back in between
        }
        const owner = parseOwner(held);
        if (owner !== undefined && (owner.host !== hostname() || isRunning(owner))) {
            return owner;
        }
        removeIfUnchanged(path, held);
    }
    return { pid: 0, started: "", host: "" };
}

/**
 * Waits for a lock.
 *
 * @param onWait called once with the owner when there is one to wait for.
 * @throws AbortError when the signal is aborted while waiting.
 */
export async function waitForLock(
    path: string,
    options: { signal?: AbortSignal; onWait?: (owner: LockOwner) => void; intervalMs?: number } = {},
): Promise<Lock> {
    let told = false;
    for (;;) {
        const outcome = tryLock(path);
        if (isLock(outcome)) {
            return outcome;
        }
        if (!told) {
            told = true;
            options.onWait?.(outcome);
        }
        await delay(options.intervalMs ?? 500, undefined, { signal: options.signal });
    }
}

export function isLock(outcome: Lock | LockOwner): outcome is Lock {
    return "release" in outcome;
}

/** A hard link appears with its whole content at once and never replaces a file, unlike open-then-write. */
function createExclusively(path: string, text: string): boolean {
    const draft = `${path}.${randomUUID()}`;
    writeFileSync(draft, text);
    try {
        linkSync(draft, path);
        return true;
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EEXIST") {
            return false;
        }
        throw error;
    } finally {
        rmSync(draft, { force: true });
    }
}

/**
 * Moves the file aside and looks at what was moved: between reading and removing, another process may have
 * cleared the same stale file and put its own lock there, which then goes back.
 */
function removeIfUnchanged(path: string, expected: string): void {
    const aside = `${path}.${randomUUID()}`;
    try {
        renameSync(path, aside);
    } catch {
        return; // already gone
    }
    if (readFileSync(aside, "utf8") !== expected) {
        try {
            linkSync(aside, path);
        } catch {
            // A third process took the place; the one moved aside finds out when it gives its lock back.
        }
    }
    rmSync(aside, { force: true });
}

function read(path: string): string | undefined {
    try {
        return readFileSync(path, "utf8");
    } catch {
        return undefined;
    }
}

function parseOwner(text: string): LockOwner | undefined {
    try {
        const value = JSON.parse(text) as Partial<LockOwner> | null;
        if (typeof value?.pid === "number" && typeof value.started === "string" && typeof value.host === "string") {
            return { pid: value.pid, started: value.started, host: value.host };
        }
    } catch {
        // Cut short by a crash of the machine: nobody's lock.
    }
    return undefined;
}
