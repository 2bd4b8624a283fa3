import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { clearStackLocks, findStackLocks } from "../../../sandbox/stack-lock.ts";

describe("stack lock of the file backend", () => {
    let backend: string;
    let locks: string;
    const children: ChildProcess[] = [];

    beforeEach(() => {
        backend = mkdtempSync(join(tmpdir(), "stack-lock-"));
        locks = join(backend, ".pulumi", "locks", "organization", "project", "dev");
        mkdirSync(locks, { recursive: true });
    });

    afterEach(() => {
        children.splice(0).forEach((child) => child.kill("SIGKILL"));
        rmSync(backend, { recursive: true, force: true });
    });

    function writeLock(pid: number, host = hostname()): void {
        const content = { pid, username: "somebody", hostname: host, timestamp: "2026-01-01T00:00:00Z" };
        writeFileSync(join(locks, "0b0c.json"), JSON.stringify(content));
    }

    /** A process whose program is called `pulumi`: what it does does not matter. */
    async function startFakePulumi(): Promise<ChildProcess> {
        const program = join(backend, "pulumi");
        copyFileSync("/bin/sleep", program);
        const child = spawn(program, ["60"], { stdio: "ignore" });
        children.push(child);
        await once(child, "spawn");
        return child;
    }

    it("is cleared when its owner is dead", async () => {
        const child = await startFakePulumi();
        child.kill("SIGKILL");
        await once(child, "exit");
        writeLock(child.pid ?? 0);
        assert.equal(findStackLocks(backend).length, 1);
        assert.equal((await clearStackLocks(backend)).length, 1);
        assert.deepEqual(readdirSync(locks), []);
    });

    it("is cleared when its owner's id belongs to another program by now", async () => {
        writeLock(process.pid);
        await clearStackLocks(backend);
        assert.deepEqual(readdirSync(locks), []);
    });

    it("is cleared after its owner has ended by itself", async () => {
        const child = await startFakePulumi();
        writeLock(child.pid ?? 0);
        const messages: string[] = [];
        const ended = once(child, "exit");
        setTimeout(() => child.kill("SIGKILL"), 300);
        await clearStackLocks(backend, { onMessage: (message) => messages.push(message) });
        assert.deepEqual(await ended, [null, "SIGKILL"]);
        assert.match(messages.join(), new RegExp(`process ${child.pid}`));
        assert.deepEqual(readdirSync(locks), []);
    });

    it("ends an owner that does not end by itself", async () => {
        const child = await startFakePulumi();
        writeLock(child.pid ?? 0);
        const ended = once(child, "exit");
        await clearStackLocks(backend, { patienceMs: 200 });
        assert.deepEqual(await ended, [null, "SIGINT"]);
        assert.deepEqual(readdirSync(locks), []);
    });

    it("is left alone when its owner is on another host", async () => {
        writeLock(process.pid, "elsewhere");
        await assert.rejects(clearStackLocks(backend), { name: "UserError", message: /elsewhere.*delete/s });
        assert.deepEqual(readdirSync(locks), ["0b0c.json"]);
    });

    it("is absent where nothing was ever deployed", async () => {
        rmSync(join(backend, ".pulumi"), { recursive: true });
        assert.deepEqual(await clearStackLocks(backend), []);
    });
});
