import assert from "node:assert/strict";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { runChildProcess } from "../../../sandbox/child-process.ts";
import type { ChildProcessResult } from "../../../sandbox/child-process.ts";
import { serveLanguageRuntime } from "../../../sandbox/language-runtime.ts";
import type { LanguageRuntime } from "../../../sandbox/language-runtime.ts";
import { sandboxEnvironment } from "../../../sandbox/workspace.ts";
import { CLI_TIMEOUT_MS, requirePulumi } from "./pulumi-cli.ts";

const PROGRAM = join(import.meta.dirname, "stash-program");

describe("language runtime", () => {
    let folder: string;
    let pulumi: string;
    let environment: NodeJS.ProcessEnv;
    let runtime: LanguageRuntime;
    let printed = "";

    before(async function () {
        this.timeout(CLI_TIMEOUT_MS);
        pulumi = await requirePulumi(this);
        folder = realpathSync(mkdtempSync(join(tmpdir(), "language-runtime-")));
        writeFileSync(
            join(folder, "Pulumi.yaml"),
            stringify({
                name: "stash-program",
                runtime: { name: "nodejs", options: { typescript: false } },
                main: PROGRAM,
            }),
        );
        environment = {
            ...process.env,
            ...sandboxEnvironment({ backend: folder, endpoint: "http://127.0.0.1:9" }),
            PULUMI_HOME: join(folder, "home"),
        };
        runtime = await serveLanguageRuntime({ environment, onOutput: (text) => (printed += text) });
        const made = await cli("stack", "init", "probe");
        assert.equal(made.code, 0, made.stderr);
    });

    after(() => {
        runtime?.close();
        if (folder !== undefined) {
            rmSync(folder, { recursive: true, force: true });
        }
    });

    function cli(...args: string[]): Promise<ChildProcessResult> {
        return runChildProcess(pulumi, [...args, "--non-interactive", "--color", "never"], {
            cwd: folder,
            env: environment,
            timeoutMs: 60_000,
        });
    }

    async function configure(key: string, value: string): Promise<void> {
        const result = await cli("config", "set", key, value, "--stack", "probe");
        assert.equal(result.code, 0, result.stderr);
    }

    it("runs a TypeScript program for `pulumi preview`", async function () {
        this.timeout(60_000);
        await configure("value", "first");
        const result = await cli("preview", "--stack", "probe", `--client=${runtime.address}`);
        assert.equal(result.code, 0, result.stdout + result.stderr + printed);
        assert.match(result.stdout, /\+\s+.*Stash\s+kept\s+create/);
    });

    it("deploys with `pulumi up`, in the program's folder and with its project's name", async function () {
        this.timeout(60_000);
        const result = await cli("up", "--yes", "--skip-preview", "--stack", "probe", `--client=${runtime.address}`);
        assert.equal(result.code, 0, result.stdout + result.stderr + printed);
        const outputs = await cli("stack", "output", "--json", "--stack", "probe");
        assert.deepEqual(JSON.parse(outputs.stdout), { value: "first", project: "stash-program", directory: PROGRAM });
    });

    it("fails as the program fails, with its message and no stack trace", async function () {
        this.timeout(60_000);
        await configure("fail", "true");
        const result = await cli("preview", "--stack", "probe", `--client=${runtime.address}`);
        assert.notEqual(result.code, 0);
        assert.match(result.stdout + result.stderr, /the program refuses this configuration/);
        assert.doesNotMatch(result.stdout + result.stderr, /at file:|at async/);
    });
});
