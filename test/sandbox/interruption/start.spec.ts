import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findPython, PYTHON_INSTALL_COMMAND, stopEmulator } from "../../../sandbox/emulator.ts";
import type { Emulator } from "../../../sandbox/emulator.ts";
import { HOME_VARIABLE, readEmulatorRecord, sandboxPaths } from "../../../sandbox/state.ts";
import { skipWithout } from "../../requirements.ts";
import { CLI_TIMEOUT_MS, requirePulumi } from "../engine/pulumi-cli.ts";
import { packOf, PROJECT } from "../end-to-end/project-fixture.ts";
import { killFamily, setFault, untilMet } from "./killed-run.ts";

const START = join(import.meta.dirname, "start-project.ts");

describe("npm start after a kill", function () {
    this.timeout(120_000);

    const project = mkdtempSync(join(tmpdir(), "start-killed-"));
    const paths = sandboxPaths(project, {});

    before(async function () {
        this.timeout(CLI_TIMEOUT_MS);
        const found = (await findPython()) !== undefined;
        skipWithout(this, { name: "Python 3.10 or newer with venv", found, install: PYTHON_INSTALL_COMMAND });
        await requirePulumi(this);
        cpSync(join(PROJECT, "Pulumi.yaml"), join(project, "Pulumi.yaml"));
        mkdirSync(join(project, "packs"));
    });

    after(async () => {
        const emulator = readEmulatorRecord(paths);
        if (emulator !== undefined) {
            await stopEmulator(emulator);
        }
        rmSync(project, { recursive: true, force: true });
    });

    function write(packs: Readonly<Record<string, string>>): void {
        for (const [name, identifier] of Object.entries(packs)) {
            writeFileSync(join(project, "packs", `${name}.yaml`), packOf({ [`rule-of-${name}`]: identifier }));
        }
        writeFileSync(
            join(project, "Pulumi.dev.yaml"),
            `config:\n  aws:region: eu-west-1\n  conformance-packs:packs: { ${Object.keys(packs)
                .map((name) => `${name}: {}`)
                .join(", ")} }\n`,
        );
    }

    function run() {
        const child = spawn(process.execPath, [START, project], {
            env: { ...process.env, [HOME_VARIABLE]: "" },
            stdio: ["ignore", "pipe", "pipe"],
        });
        let text = "";
        for (const stream of [child.stdout, child.stderr]) {
            stream.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        }
        return { child, exit: once(child, "close").then(([code]) => code as number | null), printed: () => text };
    }

    async function start(): Promise<string> {
        const { exit, printed } = run();
        assert.equal(await exit, 0, printed());
        return printed();
    }

    function emulator(): Emulator {
        const recorded = readEmulatorRecord(paths);
        assert.ok(recorded);
        return recorded;
    }

    it("names what was under way and goes on, in the same emulator, with every pack there once", async () => {
        write({ first: "ROOT_ACCOUNT_MFA_ENABLED" });
        await start();
        const begun = emulator();

        write({ first: "IAM_ROOT_ACCESS_KEY_CHECK", second: "ROOT_ACCOUNT_MFA_ENABLED" });
        await setFault(begun.endpoint, {
            service: "config",
            operation: "PutConformancePack",
            count: 2,
            delayMilliseconds: 1500,
        });
        const killed = run();
        await untilMet(begun.endpoint, 2);
        await killFamily(killed.child.pid ?? 0, "everything");
        await killed.exit;
        await fetch(new URL("/sandbox/faults", begun.endpoint), { method: "DELETE" });

        const next = await start();
        assert.match(next, /The last command was killed while [^\n]*creating second/);
        assert.match(next, /The last command was killed while [^\n]*updating first/);
        assert.doesNotMatch(next, /beginning anew/);
        assert.deepEqual(emulator(), begun);
        assert.match(next, /Conformance pack +first +CREATE_COMPLETE +rules: 1/);
        assert.match(next, /Conformance pack +second +CREATE_COMPLETE +rules: 1/);

        const last = await start();
        assert.match(last, /No changes/);
        assert.doesNotMatch(last, /killed|pending/);
    });
});
