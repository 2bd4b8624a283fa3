import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { interruptForPulumi } from "../../../sandbox/interruption.ts";

const PROGRAM = join(import.meta.dirname, "interrupted-program.ts");

describe("interruption", () => {
    let child: ChildProcess;
    let printed: string;

    async function startProgram(lingersMs: number): Promise<void> {
        printed = "";
        child = spawn(process.execPath, [PROGRAM, String(lingersMs)], { stdio: ["ignore", "pipe", "inherit"] });
        const output = child.stdout;
        assert.ok(output);
        output.on("data", (text: Buffer) => (printed += text.toString()));
        await once(output, "data");
    }

    afterEach(() => {
        child?.kill("SIGKILL");
    });

    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
        it(`lets what is under way end in order after ${signal}`, async () => {
            await startProgram(200);
            child.kill(signal);
            assert.deepEqual(await once(child, "exit"), [42, null]);
            assert.equal(printed, "ready\ninterrupted\n");
        });
    }

    it("takes two signals at once for one, as Ctrl-C under npm sends them", async () => {
        await startProgram(500);
        child.kill("SIGINT");
        await delay(50);
        child.kill("SIGINT");
        assert.deepEqual(await once(child, "exit"), [42, null]);
    });

    it("ends at once when it is asked again later", async () => {
        await startProgram(20_000);
        child.kill("SIGINT");
        await delay(1300);
        child.kill("SIGINT");
        assert.deepEqual(await once(child, "exit"), [130, null]);
    });

    it("is handed on to Pulumi only when Pulumi has not noticed by itself", async () => {
        const controller = new AbortController();
        const noticed = interruptForPulumi(controller.signal, () => true);
        const unaware = interruptForPulumi(controller.signal, () => false);
        controller.abort(new Error("enough"));
        assert.equal(unaware.aborted, false, "a terminal's own interrupt needs a moment to arrive");
        await once(unaware, "abort");
        assert.equal(noticed.aborted, false);
    });
});
