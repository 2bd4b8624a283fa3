import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import {
    findPython,
    isAlive,
    prepareEmulator,
    PYTHON_INSTALL_COMMAND,
    stopEmulator,
} from "../../../sandbox/emulator.ts";
import type { Emulator } from "../../../sandbox/emulator.ts";
import { findStackLocks } from "../../../sandbox/stack-lock.ts";
import { HOME_VARIABLE, readEmulatorRecord, sandboxPaths } from "../../../sandbox/state.ts";
import { skipWithout } from "../../requirements.ts";
import { CLI_TIMEOUT_MS, requirePulumi } from "./pulumi-cli.ts";

const COMMAND = join(import.meta.dirname, "stash-sandbox.ts");

interface Run {
    child: ChildProcess;
    /** Everything printed so far, on both streams. */
    printed: () => string;
    exit: Promise<number | null>;
}

describe("npm start and npm stop", function () {
    this.timeout(120_000);

    let project: string;
    const homes: string[] = [];
    const runs: Run[] = [];

    before(async function () {
        this.timeout(CLI_TIMEOUT_MS);
        skipWithout(this, {
            name: "Python 3.10 or newer with venv",
            found: (await findPython()) !== undefined,
            install: PYTHON_INSTALL_COMMAND,
        });
        await requirePulumi(this);
        await prepareEmulator();
    });

    beforeEach(() => {
        project = mkdtempSync(join(tmpdir(), "start-"));
        homes.push(join(project, ".sandbox"));
        writeFileSync(join(project, "Pulumi.yaml"), "name: probe\nruntime: nodejs\n");
        writeFileSync(join(project, "Pulumi.dev.yaml"), "config:\n  aws:region: eu-west-1\n");
    });

    afterEach(async () => {
        for (const { child, exit } of runs.splice(0)) {
            child.kill("SIGKILL");
            await exit;
        }
        for (const home of homes.splice(0)) {
            const emulator = recorded(home);
            if (emulator !== undefined) {
                await stopEmulator(emulator);
            }
        }
        rmSync(project, { recursive: true, force: true });
    });

    function run(command: "start" | "stop", environment: Record<string, string> = {}): Run {
        const child = spawn(process.execPath, [COMMAND, command, project], {
            env: { ...process.env, [HOME_VARIABLE]: "", ...environment },
            stdio: ["ignore", "pipe", "pipe"],
        });
        let text = "";
        for (const stream of [child.stdout, child.stderr]) {
            stream.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        }
        const exit = once(child, "close").then(([code]) => code as number | null);
        const started = { child, printed: () => text, exit };
        runs.push(started);
        return started;
    }

    async function finish(command: "start" | "stop", environment: Record<string, string> = {}): Promise<string> {
        const { exit, printed } = run(command, environment);
        assert.equal(await exit, 0, printed());
        return printed();
    }

    /** Waits until a run has printed something. */
    async function until(started: Run, pattern: RegExp): Promise<void> {
        for (let attempt = 0; attempt < 600 && !pattern.test(started.printed()); attempt++) {
            await delay(50);
        }
        assert.match(started.printed(), pattern);
    }

    function recorded(home = homes[0] ?? ""): Emulator | undefined {
        return readEmulatorRecord(sandboxPaths(project, { [HOME_VARIABLE]: home }));
    }

    it("deploys, then has nothing to do, then deploys what has changed, in one and the same emulator", async () => {
        const first = await finish("start", { VALUE: "one" });
        assert.match(first, /Preview of stack dev: 1 to create/);
        assert.match(first, /created +kept .*Stash/);
        assert.match(first, /^value +one$/m);
        const emulator = recorded();
        assert.ok(emulator !== undefined && (await isAlive(emulator)));
        assert.ok(first.includes(`--endpoint-url ${emulator.endpoint} --region eu-west-1`));

        const second = await finish("start", { VALUE: "one" });
        assert.match(second, /No changes/);
        assert.doesNotMatch(second, /created/);
        assert.match(second, /^value +one$/m);

        assert.match(await finish("start", { VALUE: "two" }), /updated +kept .*Stash/);
        assert.deepEqual(recorded(), emulator);
    });

    it("ends the emulator and leaves nothing to go on from, as often as asked", async () => {
        await finish("start");
        const emulator = recorded();
        assert.ok(emulator !== undefined);
        assert.match(await finish("stop"), /has ended; its state is discarded/);
        assert.equal(await isAlive(emulator), false);
        assert.match(await finish("stop"), /No emulator was running/);
        assert.equal(existsSync(join(project, ".sandbox", "backend")), false);
        assert.match(await finish("start"), /1 to create/);
    });

    it("says that the emulator has died, and begins anew", async () => {
        await finish("start");
        process.kill(recorded()?.pid ?? 0, "SIGKILL");
        const next = await finish("start");
        assert.match(next, /has died.*beginning anew/);
        assert.match(next, /1 to create/);
    });

    it("works after Ctrl-C in the middle of a deployment", async () => {
        const interrupted = run("start", { VALUE: "one", WAIT: "6000" });
        await until(interrupted, /created .*Stash/);
        interrupted.child.kill("SIGINT");
        assert.equal(await interrupted.exit, 130, interrupted.printed());
        assert.deepEqual(findStackLocks(sandboxPaths(project, {}).backend), []);
        assert.match(await finish("start", { VALUE: "one" }), /^value +one$/m);
    });

    it("works after it was killed in the middle of a deployment", async () => {
        const killed = run("start", { VALUE: "one", WAIT: "6000" });
        await until(killed, /created .*Stash/);
        killed.child.kill("SIGKILL");
        await killed.exit;
        assert.match(await finish("start", { VALUE: "one" }), /^value +one$/m);
        assert.deepEqual(findStackLocks(sandboxPaths(project, {}).backend), []);
    });

    it("works after Ctrl-C before anything was deployed", async () => {
        const interrupted = run("start");
        await until(interrupted, /AWS emulator at/);
        interrupted.child.kill("SIGINT");
        assert.equal(await interrupted.exit, 130, interrupted.printed());
        assert.match(await finish("start"), /1 to create/);
    });

    it("refuses to work on a sandbox that another command works on, and on no other", async () => {
        const other = join(project, "other");
        homes.push(other);
        const busy = run("start", { WAIT: "20000" });
        await until(busy, /created .*Stash/);

        const refused = run("start");
        assert.equal(await refused.exit, 1);
        assert.match(refused.printed(), new RegExp(`process ${busy.child.pid}.*${HOME_VARIABLE}`));

        assert.match(await finish("start", { [HOME_VARIABLE]: other }), /1 to create/);
        assert.notEqual(recorded(other)?.port, recorded()?.port);
    });

    it("names the setting that is missing, without a stack trace", async () => {
        writeFileSync(join(project, "Pulumi.dev.yaml"), "config: {}\n");
        const refused = run("start");
        assert.equal(await refused.exit, 1);
        assert.match(refused.printed(), /Pulumi\.dev\.yaml.* error missing-region: the stack names no region/);
        assert.doesNotMatch(refused.printed(), /^ +at .*:\d+\)?$/m);
        assert.deepEqual(readdirSync(project).sort(), ["Pulumi.dev.yaml", "Pulumi.yaml"]);
    });

    it("passes on what the Pulumi CLI itself finds wrong, and nothing around it", async () => {
        const declaration = "config: { packs: { type: object, default: {}, description: Packs } }";
        writeFileSync(join(project, "Pulumi.yaml"), `name: probe\nruntime: nodejs\n${declaration}\n`);
        writeFileSync(join(project, "Pulumi.dev.yaml"), "config:\n  aws:region: eu-west-1\n  probe:packs: nonsense\n");
        const refused = run("start");
        assert.equal(await refused.exit, 1);
        assert.match(refused.printed(), /^ *error: .*configuration key 'packs' must be of type 'object'$/m);
        assert.doesNotMatch(refused.printed(), /code: |stderr:|--non-interactive/);
    });
});
