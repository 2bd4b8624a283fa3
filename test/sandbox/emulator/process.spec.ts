import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import {
    findPython,
    isAlive,
    prepareEmulator,
    PYTHON_INSTALL_COMMAND,
    startEmulator,
    stopEmulator,
} from "../../../sandbox/emulator.ts";
import type { Emulator } from "../../../sandbox/emulator.ts";
import { isRunning } from "../../../sandbox/process-identity.ts";
import { skipWithout } from "../../requirements.ts";

const MODULE = pathToFileURL(join(import.meta.dirname, "../../../sandbox/emulator.ts")).href;

describe("AWS emulator: process", () => {
    let folder: string;
    let logFile: string;
    const started: Emulator[] = [];
    const start = async (detached = false, port = 0): Promise<Emulator> => {
        const emulator = await startEmulator({ logFile, detached, port });
        started.push(emulator);
        return emulator;
    };
    /** A process of its own that starts an emulator, tells where it is, and waits to be ended. */
    const startFromParent = async (detached: boolean): Promise<{ parent: number; emulator: Emulator }> => {
        const program =
            `const { startEmulator } = await import(${JSON.stringify(MODULE)});` +
            `const emulator = await startEmulator({ logFile: ${JSON.stringify(logFile)}, detached: ${detached} });` +
            "process.stdout.write(JSON.stringify(emulator) + '\\n'); setTimeout(() => {}, 60_000);";
        const parent = spawn(process.execPath, ["--input-type=module", "--eval", program], {
            stdio: ["ignore", "pipe", "inherit"],
        });
        const line = await new Promise<string>((resolve, reject) => {
            createInterface({ input: parent.stdout }).once("line", resolve);
            parent.once("exit", () => reject(new Error("The parent ended.")));
        });
        const emulator = JSON.parse(line) as Emulator;
        started.push(emulator);
        parent.removeAllListeners("exit");
        const ended = new Promise((resolve) => parent.once("exit", resolve));
        parent.kill("SIGKILL");
        await ended;
        return { parent: parent.pid ?? 0, emulator };
    };
    const eventually = async (condition: () => Promise<boolean>): Promise<boolean> => {
        for (let attempt = 0; attempt < 100; attempt++) {
            if (await condition()) {
                return true;
            }
            await delay(50);
        }
        return false;
    };

    before(async function () {
        this.timeout(600_000);
        const found = (await findPython()) !== undefined;
        skipWithout(this, { name: "Python with venv", found, install: PYTHON_INSTALL_COMMAND });
        await prepareEmulator();
    });

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "emulator-"));
        logFile = join(folder, "log", "emulator.log");
    });

    afterEach(async () => {
        for (const emulator of started.splice(0)) {
            await stopEmulator(emulator);
        }
        rmSync(folder, { recursive: true, force: true });
    });

    it("starts on a free port of loopback and ends when told", async () => {
        const emulator = await start();
        assert.equal(emulator.endpoint, `http://127.0.0.1:${emulator.port}`);
        assert.ok(await isAlive(emulator));
        assert.equal(await stopEmulator(emulator), true);
        assert.equal(await isAlive(emulator), false);
        assert.equal(await stopEmulator(emulator), false);
    });

    it("runs side by side with another, each with its own state", async () => {
        const [first, second] = [await start(), await start()];
        assert.notEqual(first.port, second.port);
        assert.equal(await isAlive({ endpoint: second.endpoint, pid: first.pid }), false);
        await stopEmulator(first);
        assert.ok(await isAlive(second));
    });

    it("starts on a given port, and says so when that is taken", async () => {
        const server = createServer().listen(0, "127.0.0.1");
        await new Promise((resolve) => server.once("listening", resolve));
        const { port } = server.address() as AddressInfo;
        try {
            await assert.rejects(start(false, port), {
                name: "UserError",
                message: new RegExp(`did not start[^]*Port ${port} of 127.0.0.1 is taken`),
            });
        } finally {
            await new Promise((resolve) => server.close(resolve));
        }
        assert.equal((await start(false, port)).port, port);
    });

    it("ends with its parent, even when that is killed", async () => {
        const { emulator } = await startFromParent(false);
        assert.ok(await eventually(() => Promise.resolve(!isRunning(emulator))));
    });

    it("outlives its parent when detached", async () => {
        const { emulator } = await startFromParent(true);
        await delay(300);
        assert.ok(await isAlive(emulator));
        assert.equal(await stopEmulator(emulator), true);
    });

    it("leaves alone a process that has its id now", async () => {
        const emulator = await start();
        assert.equal(await stopEmulator({ pid: emulator.pid, started: "another time" }), false);
        assert.ok(await isAlive(emulator));
    });

    it("writes to its log file only", async () => {
        const emulator = await start();
        await fetch(emulator.endpoint, { method: "POST" });
        assert.ok(existsSync(logFile));
        await stopEmulator(emulator);
        assert.doesNotMatch(readFileSync(logFile, "utf8"), /Traceback/);
    });

    it("says what to install where Python is missing", async () => {
        const path = process.env["PATH"];
        process.env["PATH"] = folder;
        try {
            await assert.rejects(prepareEmulator(), { name: "UserError", message: /needs Python[^]*apt-get install/ });
        } finally {
            process.env["PATH"] = path;
        }
    });

    it("takes a Python without venv for none", async () => {
        const path = process.env["PATH"];
        writeFileSync(join(folder, "python3"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
        process.env["PATH"] = folder;
        try {
            assert.equal(await findPython(), undefined);
        } finally {
            process.env["PATH"] = path;
        }
    });
});

describe("AWS emulator: environment", function () {
    // Each builds it anew, from packages that may have to be fetched.
    this.timeout(600_000);
    let cacheDirectory: string;

    before(async function () {
        const found = (await findPython()) !== undefined;
        skipWithout(this, { name: "Python with venv", found, install: PYTHON_INSTALL_COMMAND });
        cacheDirectory = mkdtempSync(join(tmpdir(), "emulator-cache-"));
    });

    after(() => rmSync(cacheDirectory, { recursive: true, force: true }));

    it("is built once, by one of several callers, and appears complete", async () => {
        const messages: string[] = [];
        const onProgress = (message: string): void => void messages.push(message);
        const prepare = (): Promise<string> => prepareEmulator({ cacheDirectory, onProgress });
        const [first, second] = await Promise.all([prepare(), prepare()]);
        assert.equal(first, second);
        assert.equal(messages.filter((message) => message.startsWith("Preparing")).length, 1);
        assert.equal(await prepare(), first);
        assert.equal(messages.filter((message) => message.startsWith("Preparing")).length, 1);
    });
});
