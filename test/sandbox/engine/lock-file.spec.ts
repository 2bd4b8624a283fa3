import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isLock, tryLock, waitForLock } from "../../../sandbox/lock-file.ts";
import type { Lock, LockOwner } from "../../../sandbox/lock-file.ts";

const HOLDER = join(import.meta.dirname, "hold-lock.ts");

describe("lock file", () => {
    let folder: string;
    let path: string;
    const children: ChildProcess[] = [];

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "lock-file-"));
        path = join(folder, "deeper", "lock");
    });

    afterEach(() => {
        children.splice(0).forEach((child) => child.kill("SIGKILL"));
        rmSync(folder, { recursive: true, force: true });
    });

    async function startHolder(): Promise<{ child: ChildProcess; says: string }> {
        const child = spawn(process.execPath, [HOLDER, path], { stdio: ["pipe", "pipe", "inherit"] });
        children.push(child);
        const [says] = (await once(child.stdout, "data")) as [Buffer];
        return { child, says: says.toString().trim() };
    }

    function taken(): Lock {
        const outcome = tryLock(path);
        assert.ok(isLock(outcome), JSON.stringify(outcome));
        return outcome;
    }

    function refused(): LockOwner {
        const outcome = tryLock(path);
        assert.ok(!isLock(outcome));
        return outcome;
    }

    it("is taken once, and again after it was given back", () => {
        const lock = taken();
        assert.equal(refused().pid, process.pid);
        lock.release();
        lock.release();
        taken().release();
        assert.deepEqual(readdirSync(join(folder, "deeper")), []);
    });

    it("is respected while another process holds it, and cleared once that process was killed", async () => {
        const { child, says } = await startHolder();
        assert.equal(says, "held");
        assert.equal(refused().pid, child.pid);
        child.kill("SIGKILL");
        await once(child, "exit");
        assert.ok(existsSync(path), "a killed process cannot give its lock back");
        taken().release();
    });

    it("is cleared when its owner's id belongs to another process by now", () => {
        taken();
        const owner = JSON.parse(readFileSync(path, "utf8")) as LockOwner;
        writeFileSync(path, JSON.stringify({ ...owner, started: "another boot/1" }));
        taken().release();
    });

    it("is left alone when its owner is on another host", () => {
        taken();
        const owner = JSON.parse(readFileSync(path, "utf8")) as LockOwner;
        writeFileSync(path, JSON.stringify({ ...owner, pid: 2 ** 22 + 1, host: "elsewhere" }));
        assert.equal(refused().host, "elsewhere");
    });

    it("is cleared when a crash left it cut short", () => {
        taken();
        writeFileSync(path, '{"pid":');
        taken().release();
    });

    it("goes to exactly one of several processes that find a dead owner's file", async function () {
        this.timeout(20_000);
        const { child } = await startHolder();
        child.kill("SIGKILL");
        await once(child, "exit");
        const outcomes = await Promise.all(Array.from({ length: 4 }, () => startHolder()));
        assert.equal(
            outcomes.filter(({ says }) => says === "held").length,
            1,
            JSON.stringify(outcomes.map((o) => o.says)),
        );
    });

    it("is waited for, with one word about whom it is waited for", async () => {
        const first = taken();
        const told: number[] = [];
        const waiting = waitForLock(path, { intervalMs: 5, onWait: (owner) => told.push(owner.pid) });
        setTimeout(() => first.release(), 40);
        (await waiting).release();
        assert.deepEqual(told, [process.pid]);
    });

    it("is no longer waited for once the wait is interrupted", async () => {
        const first = taken();
        const controller = new AbortController();
        const waiting = waitForLock(path, { intervalMs: 5, signal: controller.signal });
        controller.abort();
        await assert.rejects(waiting, { name: "AbortError" });
        first.release();
    });
});
