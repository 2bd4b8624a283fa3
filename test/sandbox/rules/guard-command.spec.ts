import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { GuardBuildProgress } from "../../../sandbox/rules/guard-build.ts";
import { findGuard, getGuard } from "../../../sandbox/rules/guard-command.ts";
import { useScratchTools, writeProgram } from "../../scratch-tools.ts";

/** Stands in for cargo: as much of its command line as the build uses, with a record of every call. */
const FAKE_CARGO = `
[ "$1" = "--version" ] && { echo "cargo 1.95.0"; exit 0; }
echo "$*" >> "$CARGO_RECORD"
[ -n "$CARGO_FAULT" ] && { echo "$CARGO_FAULT" >&2; exit 101; }
echo "  Downloaded a v1.0.0" >&2
echo "   Compiling a v1.0.0" >&2
[ -n "$CARGO_HANGS" ] && sleep 60
sleep 0.3
echo "   Compiling cfn-guard v2.1.4" >&2
while [ "$1" != "--root" ]; do shift; done
mkdir -p "$2/bin"
printf '#!/bin/sh\\necho cfn-guard 2.1.4\\n' > "$2/bin/cfn-guard"
chmod +x "$2/bin/cfn-guard"`;

describe("cfn-guard", () => {
    const tools = useScratchTools("cfn-guard", (folder) => ({ CARGO_RECORD: join(folder, "cargo-record") }));

    beforeEach(() => {
        writeProgram(join(tools.bin, "cargo"), "exit 127");
    });

    it("is the one on PATH where that is of the version that AWS Config runs", () => {
        for (const version of ["2.1.0", "2.1.4", "2.2.0"]) {
            writeProgram(join(tools.bin, "cfn-guard"), `echo "cfn-guard ${version}"`);
            assert.deepEqual(findGuard(), { path: "cfn-guard", version });
        }
    });

    it("is the one in the cache where that on PATH is older, newer, something else or broken", () => {
        const cached = join(tools.cache, "v2.1.4", "bin", "cfn-guard");
        writeProgram(cached, 'echo "cfn-guard 2.1.4"');
        for (const script of ['echo "cfn-guard 2.0.4"', 'echo "cfn-guard 3.1.2"', "echo nonsense", "exit 1"]) {
            writeProgram(join(tools.bin, "cfn-guard"), script);
            assert.deepEqual(findGuard(), { path: cached, version: "2.1.4" }, script);
        }
        writeProgram(cached, "exit 1");
        assert.equal(findGuard(), undefined);
    });

    it("is asked for, with both ways to get it, where there is neither it nor cargo", async () => {
        await assert.rejects(getGuard(), {
            name: "UserError",
            message: /cfn-guard 2\.1\.4 \(cargo install --locked .*doc\.rust-lang\.org/s,
        });
    });

    it("is built from the pinned crate, once, when several ask for it at a time", async () => {
        writeProgram(join(tools.bin, "cargo"), FAKE_CARGO);
        const progress: GuardBuildProgress[] = [];
        const messages: string[] = [];
        const options = {
            onProgress: (step: GuardBuildProgress) => progress.push(step),
            onMessage: (text: string) => messages.push(text),
        };
        const found = await Promise.all([getGuard(options), getGuard(options)]);
        for (const command of found) {
            assert.deepEqual(command, { path: join(tools.cache, "v2.1.4", "bin", "cfn-guard"), version: "2.1.4" });
        }
        const calls = readFileSync(join(tools.folder, "cargo-record"), "utf8").trim().split("\n");
        assert.equal(calls.length, 1, calls.join("\n"));
        assert.match(calls[0] ?? "", /^install --locked --no-track --version 2\.1\.4 --root \S+ cfn-guard$/);
        assert.deepEqual(progress, [
            { stage: "download", done: 1 },
            { stage: "compile", done: 1 },
            { stage: "compile", done: 2 },
        ]);
        assert.match(messages.join("\n"), new RegExp(`Waiting for process ${process.pid}`));
        assert.deepEqual(readdirSync(tools.cache), ["v2.1.4"]);
    });

    it("leaves nothing behind when its build fails, and says what cargo said", async () => {
        writeProgram(join(tools.bin, "cargo"), FAKE_CARGO);
        process.env["CARGO_FAULT"] = "error: checksum for `a` changed";
        await assert.rejects(getGuard(), { name: "UserError", message: /checksum for `a` changed.*on PATH instead/s });
        assert.deepEqual(readdirSync(tools.cache), []);
    });

    it("leaves nothing behind when its build is interrupted, the compiler included", async () => {
        writeProgram(join(tools.bin, "cargo"), FAKE_CARGO);
        process.env["CARGO_HANGS"] = "yes";
        const controller = new AbortController();
        const reason = new Error("enough");
        const onProgress = ({ stage }: GuardBuildProgress): void => {
            if (stage === "compile") {
                controller.abort(reason);
            }
        };
        await assert.rejects(getGuard({ signal: controller.signal, onProgress }), reason);
        assert.deepEqual(readdirSync(tools.cache), []);
    });
});
