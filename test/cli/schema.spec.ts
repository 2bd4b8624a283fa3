import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

interface Ended {
    readonly code: number;
    readonly out: string;
    readonly err: string;
}

/** Runs `packs schema` as a person does, in a folder. */
function schema(words: readonly string[], cwd: string): Promise<Ended> {
    const options = { cwd, maxBuffer: 10_000_000 };
    return new Promise((done) => {
        execFile(process.execPath, [resolve("bin/packs.mjs"), "schema", ...words], options, (failure, out, err) => {
            done({ code: typeof failure?.code === "number" ? failure.code : failure === null ? 0 : -1, out, err });
        });
    });
}

describe("packs schema", function () {
    this.timeout(30_000);
    let folder = "";
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "packs-"));
    });
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    it("prints the schema that is asked for, the one of packs where none is", async () => {
        for (const [words, title] of [
            [[], "Conformance pack"],
            [["pack"], "Conformance pack"],
            [["stack"], "Stack configuration"],
            [["waivers"], "Waivers"],
            [["baseline"], "Coverage baseline"],
            [["rule"], "Custom rule"],
            [["rule-cases"], "Test cases of a custom rule"],
        ] as const) {
            const { code, out } = await schema(words, folder);
            assert.equal(code, 0);
            assert.equal((JSON.parse(out) as { title: string }).title, title);
        }
    });

    it("writes what it prints", async () => {
        const { code, out } = await schema(["--write"], folder);
        assert.equal(code, 0);
        assert.equal(
            out,
            "wrote schema/pack.json\nwrote schema/stack.json\nwrote schema/waivers.json\nwrote schema/baseline.json\n" +
                "wrote schema/rule.json\nwrote schema/rule-cases.json\n",
        );
        assert.equal(readFileSync(join(folder, "schema/stack.json"), "utf8"), (await schema(["stack"], folder)).out);
    });

    it("ends with 2 for a schema that there is not", async () => {
        const { code, err } = await schema(["packs"], folder);
        assert.equal(code, 2);
        assert.match(err, /Allowed choices are pack, stack, waivers/);
    });
});
