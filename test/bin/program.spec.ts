import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const PROGRAM = pathToFileURL(join(import.meta.dirname, "..", "..", "bin", "program.mjs")).href;

/** Pulumi's runner has every stack trace written by a function of its own, before it loads the program. */
const RUNNER = `
    Error.prepareStackTrace = () => "mapped";
    const { default: program } = await import(${JSON.stringify(PROGRAM)});
    process.stdout.write(typeof program + "\\n" + new Error("found").stack);
`;

describe("what the Pulumi CLI runs", function () {
    this.timeout(30_000);

    it("has stack traces as Node writes them, which the SDK takes with every promise", () => {
        const cache = mkdtempSync(join(tmpdir(), "program-"));
        try {
            const printed = execFileSync(process.execPath, ["--input-type=module", "--eval", RUNNER], {
                encoding: "utf8",
                env: { ...process.env, XDG_CACHE_HOME: cache },
            });
            assert.match(printed, /^function\nError: found\n {4}at /);
        } finally {
            rmSync(cache, { recursive: true, force: true });
        }
    });
});
