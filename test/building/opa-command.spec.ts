import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PINNED_OPA } from "../../building/opa-build.ts";
import { findOpa, getOpa } from "../../building/opa-command.ts";
import type { BuildProgress } from "../../sandbox/go-program.ts";
import { OLDEST_GO } from "../../sandbox/pulumi-build.ts";
import { useScratchTools, writeProgram } from "../scratch-tools.ts";

/** Stands in for Go: as much of its command line as the build uses, with a record of every call. */
const FAKE_GO = `
echo "$1 GOFLAGS=$GOFLAGS CGO_ENABLED=$CGO_ENABLED $*" >> "$GO_RECORD"
case "$1" in
env) echo "\${GO_VERSION:-go1.25.0}" ;;
list) echo "go: downloading example.com/a v1.0.0" >&2; printf 'a\\nb\\nc\\n' ;;
build)
    [ -n "$GO_FAULT" ] && { echo "$GO_FAULT" >&2; exit 1; }
    echo "example.com/a" >&2
    sleep 0.3
    while [ "$1" != "-o" ]; do shift; done
    mkdir -p "$(dirname "$2")"
    printf '#!/bin/sh\\necho "Version: ${PINNED_OPA}"\\n' > "$2"
    chmod +x "$2" ;;
esac`;

describe("opa", () => {
    const tools = useScratchTools("opa", (folder) => ({ GO_RECORD: join(folder, "go-record") }));

    beforeEach(() => {
        writeProgram(join(tools.bin, "go"), "exit 127");
    });

    it("is the one on PATH where that is at least as new as the pinned one", () => {
        for (const version of [PINNED_OPA, "1.19.2", "1.100.0"]) {
            writeProgram(join(tools.bin, "opa"), `echo "Version: ${version}"; echo "Rego Version: v1"`);
            assert.deepEqual(findOpa(), { path: "opa", version });
        }
    });

    it("is the one in the cache where that on PATH is older, of another major version, something else or broken", () => {
        const cached = join(tools.cache, `v${PINNED_OPA}`, "bin", "opa");
        writeProgram(cached, `echo "Version: ${PINNED_OPA}"`);
        for (const script of ['echo "Version: 1.9.0"', 'echo "Version: 2.0.0"', "echo nonsense", "exit 1"]) {
            writeProgram(join(tools.bin, "opa"), script);
            assert.deepEqual(findOpa(), { path: cached, version: PINNED_OPA }, script);
        }
        writeProgram(cached, "exit 1");
        assert.equal(findOpa(), undefined);
    });

    it("is asked for, with both ways to get it, where there is neither it nor a recent Go", async () => {
        const expected = { name: "UserError", message: /opa 1\.19\.1 or newer .*Go 1\.25 or newer .*go\.dev/s };
        await assert.rejects(getOpa(), expected);
        writeProgram(join(tools.bin, "go"), FAKE_GO);
        process.env["GO_VERSION"] = "go1.24.9";
        await assert.rejects(getOpa(), expected);
    });

    it("is built from the pinned module without C, once, when several ask for it at a time", async () => {
        writeProgram(join(tools.bin, "go"), FAKE_GO);
        const progress: BuildProgress[] = [];
        const messages: string[] = [];
        const options = {
            onProgress: (step: BuildProgress) => progress.push(step),
            onMessage: (text: string) => messages.push(text),
        };
        for (const command of await Promise.all([getOpa(options), getOpa(options)])) {
            const path = join(tools.cache, `v${PINNED_OPA}`, "bin", "opa");
            assert.deepEqual(command, { path, version: PINNED_OPA });
        }
        const calls = readFileSync(join(tools.folder, "go-record"), "utf8").split("\n");
        const builds = calls.filter((line) => line.startsWith("build"));
        assert.equal(builds.length, 1, calls.join("\n"));
        assert.match(builds[0] ?? "", /GOFLAGS=-mod=readonly .*CGO_ENABLED=0 .*github\.com\/open-policy-agent\/opa$/);
        assert.deepEqual(progress, [
            { stage: "download", done: 1 },
            { stage: "compile", done: 1, total: 3 },
        ]);
        assert.match(messages.join("\n"), new RegExp(`Waiting for process ${process.pid}`));
        assert.deepEqual(readdirSync(tools.cache), [`v${PINNED_OPA}`]);
    });

    it("leaves nothing behind when its build fails, and says what Go said", async () => {
        writeProgram(join(tools.bin, "go"), FAKE_GO);
        process.env["GO_FAULT"] = "verifying module: checksum mismatch";
        await assert.rejects(getOpa(), { name: "UserError", message: /checksum mismatch.*on PATH instead/s });
        assert.deepEqual(readdirSync(tools.cache), []);
    });
});

describe("Go module of opa", () => {
    const folder = join(import.meta.dirname, "..", "..", "building", "opa");
    const module = readFileSync(join(folder, "go.mod"), "utf8");
    const sums = readFileSync(join(folder, "go.sum"), "utf8");

    it("requires the pinned version, and no newer Go than the Pulumi CLI does", () => {
        assert.match(module, new RegExp(`^require github\\.com/open-policy-agent/opa v${PINNED_OPA}$`, "m"));
        const [, major, minor] = /^go (\d+)\.(\d+)/m.exec(module) ?? [];
        assert.deepEqual({ major: Number(major), minor: Number(minor) }, OLDEST_GO);
    });

    it("holds the hash of every module that it requires", () => {
        const required = [...module.matchAll(/^\s*(?:require )?([\w.-]+\.[\w.-]+\/\S+) (v\S+)/gm)];
        assert.ok(required.length > 50, String(required.length));
        for (const [, path, version] of required) {
            assert.ok(sums.includes(`${path} ${version}/go.mod h1:`), `${path} ${version} has no hash`);
        }
    });
});
