import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { clearStackLocks } from "../../../sandbox/stack-lock.ts";
import { ACCOUNT } from "../end-to-end/account.ts";
import type { Project } from "../end-to-end/project-fixture.ts";

/** A moment of a run: just before AWS carries out a call, or when it has and nobody has heard of it. */
export interface KillPoint {
    readonly service: string;
    readonly operation: string;
    /** Which of the calls of this operation, from 1. */
    readonly nth: number;
    readonly when: "before" | "after";
    /** The engine alone, whose provider and program then have nobody to answer; or all three at once. */
    readonly victims: "engine" | "everything";
}

const RUN = join(import.meta.dirname, "run-operation.ts");

/** Longer than it takes a busy machine to see that the call has come, and to kill; then the call is let go. */
const HOLD_MS = 20_000;

/** Longer than a run may be at work while calls are held. */
const LONG_HOLD_MS = 120_000;

/** Who asks AWS for nothing in such a time waits for the calls that are held. */
const STANDSTILL_MS = 2000;

export function describePoint({ service, operation, nth, when, victims }: KillPoint): string {
    return `${victims} killed ${when} ${service}:${operation} ${nth}`;
}

/**
 * Runs an operation and kills it at a point. Afterwards nothing of it runs, the call at which it was killed has been
 * carried out or has not, and the stack's lock is cleared.
 *
 * @returns whether the point was reached; if not, the operation has ended well.
 */
export async function killAt(project: Project, operation: "up" | "destroy", point: KillPoint): Promise<boolean> {
    const begun = await project.account.now();
    await setFault(project.endpoint, {
        service: point.service,
        operation: point.operation,
        skip: point.nth - 1,
        delayMilliseconds: HOLD_MS,
        // With a status the call is never carried out: only the wait comes before it.
        ...(point.when === "before" && { status: 503 }),
    });
    const { child, exit, ...run } = spawnRun(project, operation);
    try {
        while (!run.ended() && (await met(project.endpoint)) === 0) {
            await delay(15);
        }
        if (run.ended()) {
            assert.equal(child.exitCode, 0, run.printed());
            return false;
        }
        await killFamily(child.pid ?? 0, point.victims);
        await exit;
    } finally {
        child.kill("SIGKILL");
        await fetch(new URL("/sandbox/faults", project.endpoint), { method: "DELETE" });
    }
    await answered(project, point, begun);
    await clearStackLocks(join(project.folder, "backend"));
    return true;
}

/**
 * Runs an update, holds all calls of these operations and kills everything once nothing else goes on, which an engine's few
 * workers bring about. Afterwards AWS has carried the calls out, and nobody has heard of it.
 *
 * @returns whether there was such a call; if not, the update has ended well.
 */
export async function killHolding(
    project: Project,
    operations: readonly (readonly [service: string, operation: string])[],
): Promise<boolean> {
    for (const [service, operation] of operations) {
        const fault = { service, operation, account: ACCOUNT, count: null, delayMilliseconds: LONG_HOLD_MS };
        await setFault(project.endpoint, fault);
    }
    const { child, exit, ...run } = spawnRun(project, "up");
    try {
        for (let [last, since] = [-1, Date.now()]; Date.now() - since < STANDSTILL_MS; await delay(100)) {
            if (run.ended()) {
                assert.equal(child.exitCode, 0, run.printed());
                return false;
            }
            const now = await project.account.now();
            if (now !== last || (await met(project.endpoint)) === 0) {
                [last, since] = [now, Date.now()];
            }
        }
        await killFamily(child.pid ?? 0, "everything");
        await exit;
    } finally {
        child.kill("SIGKILL");
        await fetch(new URL("/sandbox/faults", project.endpoint), { method: "DELETE" });
    }
    await quiet(project);
    await clearStackLocks(join(project.folder, "backend"));
    return true;
}

/**
 * Runs an operation and kills all of it after a time, whatever it is at. Afterwards nothing of it runs, and the stack's lock
 * is cleared.
 *
 * @returns whether it was killed; if not, the operation has ended by itself.
 */
export async function killAfter(project: Project, operation: "up" | "destroy", milliseconds: number): Promise<boolean> {
    const { child, exit, ended } = spawnRun(project, operation);
    await Promise.race([exit, delay(milliseconds)]);
    const isKilled = !ended();
    if (isKilled) {
        await killFamily(child.pid ?? 0, "everything");
        await exit;
        // What the emulator had begun by then, it ends.
        await quiet(project);
    }
    await clearStackLocks(join(project.folder, "backend"));
    return isKilled;
}

/**
 * Runs an update in a process of its own, which later runs have nothing to do with.
 *
 * @returns whether it went well, and what it printed
 */
export async function runApart(project: Project): Promise<{ readonly isWell: boolean; readonly printed: string }> {
    const { child, exit, printed } = spawnRun(project, "up");
    await exit;
    return { isWell: child.exitCode === 0, printed: printed() };
}

function spawnRun(project: Project, operation: "up" | "destroy") {
    const child = spawn(process.execPath, [RUN, project.folder, project.endpoint, operation], {
        stdio: ["ignore", "pipe", "pipe"],
    });
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (text: string) => (printed += text));
    }
    let isEnded = false;
    const exit = once(child, "close").then(() => (isEnded = true));
    return { child, exit, ended: () => isEnded, printed: () => printed };
}

/** Waits until the emulator has answered nothing for a while. */
async function quiet(project: Project): Promise<void> {
    for (let attempt = 0, last = -1; attempt < 50; attempt++) {
        const now = await project.account.now();
        if (now === last) {
            return;
        }
        last = now;
        await delay(200);
    }
    throw new Error("the emulator is still asked after all were killed");
}

/** Kills a process and all that it started, or only the engine among them, and waits until none of them runs. */
export async function killFamily(root: number, victims: KillPoint["victims"]): Promise<void> {
    const family = descendants(root);
    const killed = family.filter(({ command }) => victims === "everything" || command === "pulumi");
    assert.ok(killed.length > 0, `no engine among ${JSON.stringify(family)}`);
    killed.forEach(({ pid }) => kill(pid));
    await gone(family.map(({ pid }) => pid));
}

interface Process {
    readonly pid: number;
    readonly command: string;
}

/** A process and all that it started, however deep, the youngest last. */
function descendants(root: number): Process[] {
    const all = execFileSync("ps", ["-A", "-o", "pid=,ppid=,comm="], { encoding: "utf8" })
        .trim()
        .split("\n")
        .map((line) => {
            const [pid = "", parent = "", ...command] = line.trim().split(/\s+/);
            return { pid: Number(pid), parent: Number(parent), command: command.join(" ").split("/").at(-1) ?? "" };
        });
    const found: Process[] = all.filter(({ pid }) => pid === root);
    for (const { pid } of found) {
        found.push(...all.filter(({ parent }) => parent === pid));
    }
    return found;
}

function kill(pid: number): void {
    try {
        process.kill(pid, "SIGKILL");
    } catch {
        // It ended with one that was killed before it.
    }
}

async function gone(pids: readonly number[]): Promise<void> {
    for (let attempt = 0; attempt < 500; attempt++) {
        const alive = pids.filter((pid) => {
            try {
                return process.kill(pid, 0);
            } catch {
                return false;
            }
        });
        if (alive.length === 0) {
            return;
        }
        await delay(20);
    }
    throw new Error("what was killed still runs");
}

/** See sandbox/emulator/fault_injection.py. */
export async function setFault(endpoint: string, fault: object): Promise<void> {
    const answer = await fetch(new URL("/sandbox/faults", endpoint), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(fault),
    });
    assert.equal(answer.status, 201, await answer.text());
}

/** How many calls met the faults that are set. */
async function met(endpoint: string): Promise<number> {
    const answer = await fetch(new URL("/sandbox/faults", endpoint));
    const { faults } = (await answer.json()) as { faults: { met: number }[] };
    return faults.reduce((sum, fault) => sum + fault.met, 0);
}

/** Waits, for a minute at most, until so many calls have met the faults. */
export async function untilMet(endpoint: string, calls: number): Promise<void> {
    for (let attempt = 0; attempt < 4000; attempt++) {
        if ((await met(endpoint)) >= calls) {
            return;
        }
        await delay(15);
    }
    throw new Error(`no ${calls} calls met the faults`);
}

/** Waits until the emulator has carried out the call that it held, although nobody waits for its answer. */
async function answered(project: Project, point: KillPoint, begun: number): Promise<void> {
    for (let attempt = 0; attempt < 200; attempt++) {
        const writes = await project.account.writesSince(begun);
        const name = `${point.service}:${point.operation}`;
        if (writes.filter((write) => write === name).length >= point.nth) {
            return;
        }
        await delay(20);
    }
    throw new Error(`the emulator never answered ${describePoint(point)}`);
}
