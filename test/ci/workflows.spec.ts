import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findGo } from "../../sandbox/go-toolchain.ts";
import { skipWithout } from "../requirements.ts";

/** The command of .ci/run, with further files. */
function lint(...files: string[]): { code: number | null; out: string } {
    const { status, stdout, stderr } = spawnSync("npm", ["run", "--silent", "lint:workflows", "--", ...files], {
        encoding: "utf8",
        env: { ...process.env, NO_COLOR: "1" },
    });
    return { code: status, out: stdout + stderr };
}

describe("the workflows", function () {
    // The linter is built when it is first run.
    this.timeout(300_000);
    let folder = "";
    before(function () {
        skipWithout(this, {
            name: "Go 1.25 or newer",
            found: findGo() !== undefined,
            install: "https://go.dev/doc/install",
        });
        folder = mkdtempSync(join(tmpdir(), "workflows-"));
    });
    after(() => {
        if (folder !== "") {
            rmSync(folder, { recursive: true });
        }
    });

    it("pass their linter", () => {
        assert.deepEqual(lint(), { code: 0, out: "" });
    });

    for (const [fault, from, to, message] of [
        ["an unknown key", "runs-on:", "run-on:", /unexpected key "run-on" for "job" section/],
        ["an unknown variable", "vars.PACKS_FAIL_ON", "variables.PACKS_FAIL_ON", /undefined variable "variables"/],
        ["an unknown input", "fetch-depth: 0", "fetch-dept: 0", /input "fetch-dept" is not defined in action/],
        [
            "untrusted text in a script",
            'pull_request.number }}" >',
            'pull_request.title }}" >',
            /potentially untrusted/,
        ],
        ["broken YAML", "permissions:", "permissions: [", /could not parse as YAML/],
    ] as const) {
        it(`do not pass with ${fault}`, () => {
            const sound = readFileSync(".github/workflows/pull-request.yml", "utf8");
            assert.ok(sound.includes(from), from);
            const file = join(folder, "broken.yml");
            writeFileSync(file, sound.replaceAll(from, to));
            const { code, out } = lint(file);
            assert.equal(code, 1);
            assert.match(out, message);
            assert.match(out, /broken\.yml:\d+:\d+: /);
        });
    }
});
