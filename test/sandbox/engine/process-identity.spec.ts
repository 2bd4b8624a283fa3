import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { identify, isRunning, programName } from "../../../sandbox/process-identity.ts";

describe("process identity", () => {
    it("stays the same while a process runs", () => {
        const first = identify(process.pid);
        assert.ok(first !== undefined);
        assert.deepEqual(identify(process.pid), first);
        assert.ok(isRunning(first));
    });

    it("is gone with the process", async () => {
        const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
        await once(child, "spawn");
        const identity = identify(child.pid ?? 0);
        assert.ok(identity !== undefined && isRunning(identity));
        child.kill("SIGKILL");
        await once(child, "exit");
        assert.equal(isRunning(identity), false);
        assert.equal(identify(child.pid ?? 0), undefined);
    });

    it("differs for another process with the same id", () => {
        assert.equal(isRunning({ pid: process.pid, started: "another boot/1" }), false);
    });

    it("does not exist for ids that no process can have", () => {
        for (const pid of [0, -1, Number.NaN, 1.5]) {
            assert.equal(identify(pid), undefined, String(pid));
        }
    });

    it("knows what program a process runs", async () => {
        const child = spawn("sleep", ["30"], { stdio: "ignore" });
        await once(child, "spawn");
        try {
            assert.equal(programName(child.pid ?? 0), "sleep");
        } finally {
            child.kill("SIGKILL");
            await once(child, "exit");
        }
        assert.equal(programName(child.pid ?? 0), undefined);
    });
});
