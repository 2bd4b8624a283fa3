import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runChildProcess } from "../../../sandbox/child-process.ts";
import type { ChildProcessResult } from "../../../sandbox/child-process.ts";
import { findPython, PYTHON_INSTALL_COMMAND, startEmulator, stopEmulator } from "../../../sandbox/emulator.ts";
import type { Emulator } from "../../../sandbox/emulator.ts";
import { serveLanguageRuntime } from "../../../sandbox/language-runtime.ts";
import type { LanguageRuntime } from "../../../sandbox/language-runtime.ts";
import { readBack } from "../../../sandbox/read-back.ts";
import { readStackConfiguration, sandboxEnvironment, writeWorkspace } from "../../../sandbox/workspace.ts";
import { skipWithout } from "../../requirements.ts";
import { CLI_TIMEOUT_MS, requirePulumi } from "./pulumi-cli.ts";

const PROJECT = join(import.meta.dirname, "..", "..", "..");

/** As a user runs it: the Pulumi CLI starts the project's entry in a process of its own. */
describe("the ordinary route: plain pulumi commands on this project", function () {
    this.timeout(180_000);

    let folder: string;
    let pulumi: string;
    let emulator: Emulator | undefined;
    let runtime: LanguageRuntime | undefined;
    let environment: NodeJS.ProcessEnv;
    let printed = "";

    before(async function () {
        this.timeout(CLI_TIMEOUT_MS);
        skipWithout(this, {
            name: "Python 3.10 or newer with venv",
            found: (await findPython()) !== undefined,
            install: PYTHON_INSTALL_COMMAND,
        });
        pulumi = await requirePulumi(this);
        folder = mkdtempSync(join(tmpdir(), "ordinary-route-"));
        emulator = await startEmulator({ logFile: join(folder, "emulator.log"), detached: false });
        writeWorkspace({
            workDir: folder,
            stackName: "dev",
            configuration: readStackConfiguration(join(PROJECT, "Pulumi.dev.yaml")),
            endpoint: emulator.endpoint,
        });
        environment = {
            ...process.env,
            ...sandboxEnvironment({ backend: folder, endpoint: emulator.endpoint }),
            PULUMI_HOME: join(folder, "home"),
        };
        runtime = await serveLanguageRuntime({ environment, onOutput: (text) => (printed += text) });
        const made = await cli("stack", "init", "dev");
        assert.equal(made.code, 0, made.stderr);
    });

    after(async () => {
        runtime?.close();
        if (emulator !== undefined) {
            await stopEmulator(emulator);
        }
        if (folder !== undefined) {
            rmSync(folder, { recursive: true, force: true });
        }
    });

    function cli(...args: string[]): Promise<ChildProcessResult> {
        return runChildProcess(pulumi, [...args, "--non-interactive", "--color", "never"], {
            cwd: folder,
            env: environment,
            timeoutMs: 120_000,
        });
    }

    function cliWithProgram(...args: string[]): Promise<ChildProcessResult> {
        return cli(...args, "--stack", "dev", `--client=${runtime?.address ?? ""}`);
    }

    it("previews every resource and makes none", async () => {
        const result = await cliWithProgram("preview");
        assert.equal(result.code, 0, result.stdout + result.stderr + printed);
        assert.match(result.stdout, /\+ +\S*aws:cfg:Recorder +config-recorder +create/);
        assert.match(result.stdout, /\+ +\S*aws:cfg:ConformancePack +network-exposure +create/);
        assert.ok(emulator);
        assert.deepEqual(await readBack({ endpoint: emulator.endpoint, regions: ["eu-west-1"] }), []);
    });

    it("deploys, and then has nothing to do", async () => {
        const up = await cliWithProgram("up", "--yes", "--skip-preview");
        assert.equal(up.code, 0, up.stdout + up.stderr + printed);
        assert.ok(emulator);
        const found = await readBack({ endpoint: emulator.endpoint, regions: ["eu-west-1"] });
        const states = new Map(found.map(({ kind, name, state }) => [`${kind} ${name}`, state]));
        assert.equal(states.get("Recorder default"), "recording");
        assert.equal(states.get("Conformance pack network-exposure"), "CREATE_COMPLETE");

        const again = await cliWithProgram("preview", "--expect-no-changes");
        assert.equal(again.code, 0, again.stdout + again.stderr + printed);
    });

    it("needs nothing of the sandbox in the project's own settings", () => {
        for (const name of ["Pulumi.yaml", "Pulumi.dev.yaml"]) {
            assert.doesNotMatch(readFileSync(join(PROJECT, name), "utf8"), /plugins:|sandbox|127\.0\.0\.1|endpoint/);
        }
    });
});
