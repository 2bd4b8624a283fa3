import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findInstalledPulumi, findPulumiCommand } from "../../../sandbox/pulumi-command.ts";
import type { BuildProgress } from "../../../sandbox/go-program.ts";
import { useScratchTools, writeProgram } from "../../scratch-tools.ts";

/** Keeps the vendor's installer, which runs in a process of its own, from reaching the vendor. */
const WITHOUT_NETWORK = "--import=data:text/javascript,globalThis.fetch=()=>Promise.reject(Error('offline'))";

/** Stands in for Go: as much of its command line as the build uses, with a record of every call. */
const FAKE_GO = `
echo "$1 GOFLAGS=$GOFLAGS $*" >> "$GO_RECORD"
case "$1" in
env) echo "\${GO_VERSION:-go1.26.0}" ;;
list) echo "go: downloading example.com/a v1.0.0" >&2; printf 'a\\nb\\nc\\n' ;;
build)
    [ -n "$GO_FAULT" ] && { echo "$GO_FAULT" >&2; exit 1; }
    [ -n "$GO_HANGS" ] && { echo "example.com/a" >&2; sleep 60; }
    echo "example.com/a" >&2
    sleep 0.3
    while [ "$1" != "-o" ]; do shift; done
    mkdir -p "$(dirname "$2")"
    printf '#!/bin/sh\\necho v3.259.0\\n' > "$2"
    chmod +x "$2" ;;
esac`;

describe("Pulumi CLI", () => {
    const tools = useScratchTools("pulumi", (folder) => ({
        NODE_OPTIONS: WITHOUT_NETWORK,
        GO_RECORD: join(folder, "go-record"),
    }));

    beforeEach(() => {
        writeProgram(join(tools.bin, "go"), "exit 127");
    });

    it("is the one on PATH when that is at least as new as the pinned one", async () => {
        for (const version of ["v3.259.0", "v3.270.1"]) {
            writeProgram(join(tools.bin, "pulumi"), `echo ${version}`);
            const found = await findPulumiCommand();
            assert.equal(found.command, "pulumi");
            assert.equal(`v${String(found.version)}`, version);
        }
    });

    it("is the one in the cache when that on PATH is too old, a later major version or broken", async () => {
        writeProgram(join(tools.cache, "v3.259.0", "bin", "pulumi"), "echo v3.259.0");
        for (const script of ["echo v3.258.9", "echo v3.259.0-alpha.1", "echo v4.0.0", "echo nonsense", "exit 1"]) {
            writeProgram(join(tools.bin, "pulumi"), script);
            assert.equal((await findPulumiCommand()).command, join(tools.cache, "v3.259.0", "bin", "pulumi"), script);
        }
    });

    it("is not taken from the cache when what is there does not run", async () => {
        writeProgram(join(tools.cache, "v3.259.0", "bin", "pulumi"), "exit 1");
        assert.equal(await findInstalledPulumi(), undefined);
    });

    it("is asked for, with both ways to get it, where there is neither it nor a recent Go", async () => {
        const expected = {
            name: "UserError",
            message: /v3\.259\.0 or newer.*docs\/install.*Go 1\.25 or newer.*go\.dev/s,
        };
        await assert.rejects(findPulumiCommand(), expected);
        writeProgram(join(tools.bin, "go"), FAKE_GO);
        process.env["GO_VERSION"] = "go1.24.9";
        await assert.rejects(findPulumiCommand(), expected);
    });

    it("is built from the pinned module, once, when several ask for it at a time", async () => {
        writeProgram(join(tools.bin, "go"), FAKE_GO);
        const progress: BuildProgress[] = [];
        const messages: string[] = [];
        const options = {
            onProgress: (step: BuildProgress) => progress.push(step),
            onMessage: (text: string) => messages.push(text),
        };
        const found = await Promise.all([findPulumiCommand(options), findPulumiCommand(options)]);
        for (const command of found) {
            assert.equal(command.command, join(tools.cache, "v3.259.0", "bin", "pulumi"));
        }
        const calls = readFileSync(join(tools.folder, "go-record"), "utf8").split("\n");
        const builds = calls.filter((line) => line.startsWith("build"));
        assert.equal(builds.length, 1, calls.join("\n"));
        assert.match(builds[0] ?? "", /GOFLAGS=-mod=readonly/);
        assert.match(builds[0] ?? "", /Version=v3\.259\.0 .*github\.com\/pulumi\/pulumi\/pkg\/v3\/cmd\/pulumi$/);
        assert.deepEqual(progress, [
            { stage: "download", done: 1 },
            { stage: "compile", done: 1, total: 3 },
        ]);
        assert.match(messages.join("\n"), new RegExp(`Waiting for process ${process.pid}`));
        assert.deepEqual(readdirSync(tools.cache), ["v3.259.0"]);
    });

    it("leaves nothing behind when its build fails, and says what Go said", async () => {
        writeProgram(join(tools.bin, "go"), FAKE_GO);
        process.env["GO_FAULT"] = "verifying module: checksum mismatch";
        await assert.rejects(findPulumiCommand(), { name: "UserError", message: /checksum mismatch.*docs\/install/s });
        assert.deepEqual(readdirSync(tools.cache), []);
    });

    it("leaves nothing behind when its build is interrupted, the compiler included", async () => {
        writeProgram(join(tools.bin, "go"), FAKE_GO);
        process.env["GO_HANGS"] = "yes";
        const controller = new AbortController();
        const reason = new Error("enough");
        const onProgress = ({ stage }: BuildProgress): void => {
            if (stage === "compile") {
                controller.abort(reason);
            }
        };
        const begun = Date.now();
        await assert.rejects(findPulumiCommand({ signal: controller.signal, onProgress }), reason);
        assert.ok(Date.now() - begun < 10_000, "the compiler was waited for");
        assert.deepEqual(readdirSync(tools.cache), []);
    });

    it("clears what a killed build left", async () => {
        mkdirSync(join(tools.cache, ".build-left"), { recursive: true });
        writeProgram(join(tools.bin, "go"), FAKE_GO);
        await findPulumiCommand();
        assert.equal(existsSync(join(tools.cache, ".build-left")), false);
    });
});
