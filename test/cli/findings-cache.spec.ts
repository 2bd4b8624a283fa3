import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FindingsCache } from "../../cli/check/findings-cache.ts";
import { toolHash } from "../../cli/check/tool-hash.ts";
import type { Diagnostic } from "../../lib/diagnostic.ts";
import type { ProjectFiles } from "../../lib/project-files.ts";
import { memoryFiles } from "../lib/project.ts";

const FOUND: Diagnostic = { code: "a", severity: "warning", file: "packs/a.yaml", line: 1, column: 2, message: "m" };

describe("the findings of earlier runs", () => {
    let folder = "";
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "findings-"));
    });
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    /** One run. @returns how often there was work to do */
    const run = async (files: ProjectFiles, { tool = "1", root = "/p", into = folder as string | null } = {}) => {
        const cache = new FindingsCache(into ?? undefined, root, () => tool);
        let works = 0;
        const findings = await cache.findings("pack packs/a.yaml", files, (observed) => {
            works++;
            // Reads the pack, looks for one that is not there, and at what the folder holds.
            observed.read("packs/a.yaml");
            observed.read("packs/b.yaml");
            observed.list("packs");
            observed.others("packs/rules");
            return Promise.resolve([FOUND]);
        });
        cache.save();
        assert.deepEqual(findings, [FOUND]);
        return works;
    };
    const file = (): string => join(folder, readdirSync(folder)[0] ?? "");
    const files = memoryFiles({ "packs/a.yaml": "a" });

    it("hold while nothing changes", async () => {
        assert.equal(await run(files), 1);
        const before = statSync(file()).mtimeMs;
        assert.equal(await run(files), 0);
        assert.equal(statSync(file()).mtimeMs, before, "nothing is written where nothing is new");
    });

    for (const [what, changed] of [
        ["the pack", { "packs/a.yaml": "b" }],
        ["a file that was not there", { "packs/a.yaml": "a", "packs/b.yaml": "" }],
        ["the folder", { "packs/a.yaml": "a", "packs/c.yaml": "" }],
        ["the rules", { "packs/a.yaml": "a", "packs/rules/x/rule.yaml": "" }],
        ["everything: it is gone", {}],
    ] as const) {
        it(`are found anew after a change of ${what}`, async () => {
            await run(files);
            assert.equal(await run(memoryFiles(changed)), 1);
            assert.equal(await run(memoryFiles(changed)), 0);
        });
    }

    it("are found anew by another version of the tool", async () => {
        await run(files);
        assert.equal(await run(files, { tool: "2" }), 1);
    });

    it("are those of one project", async () => {
        await run(files);
        assert.equal(await run(files, { root: "/other" }), 1);
        assert.equal(readdirSync(folder).length, 2);
    });

    it("are not kept where nothing is to be kept", async () => {
        assert.equal(await run(files, { into: null }), 1);
        assert.equal(await run(files, { into: null }), 1);
        assert.deepEqual(readdirSync(folder), []);
    });

    for (const [what, spoil] of [
        ["cut off", (text: string) => text.slice(0, -10)],
        ["empty", () => ""],
        ["no JSON", () => "\0\0"],
        ["a list", () => "[]"],
        ["null", () => "null"],
        ["without observations", (text: string) => text.replace(/"observations":\[.*?\]\]/, '"observations":[]')],
        ["with an observation of nothing", (text: string) => text.replace('["read",', '["ask",')],
        ["with a finding of another shape", (text: string) => text.replace('"severity":"warning"', '"severity":"x"')],
        ["with a finding without a message", (text: string) => text.replace('"message"', '"massage"')],
    ] as const) {
        it(`are found anew where the file is ${what}`, async () => {
            await run(files);
            const text = readFileSync(file(), "utf8");
            assert.notEqual(spoil(text), text);
            writeFileSync(file(), spoil(text));
            assert.equal(await run(files), 1);
            assert.equal(await run(files), 0);
        });
    }

    it("can be deleted at any time", async () => {
        await run(files);
        rmSync(file());
        assert.equal(await run(files), 1);
    });

    it("are no fault where their folder cannot be written to", async () => {
        const taken = join(folder, "file");
        writeFileSync(taken, "");
        assert.equal(await run(files, { into: taken }), 1);
        assert.equal(await run(files, { into: join(taken, "below") }), 1);
    });

    it("take no more room than that of 32 projects", async () => {
        for (let n = 0; n < 40; n++) {
            await run(files, { root: `/p${n}` });
        }
        assert.equal(readdirSync(folder).length, 32);
    });

    it("leave nothing unfinished", async () => {
        mkdirSync(join(folder, "sub"));
        await run(files, { into: join(folder, "sub") });
        assert.ok(readdirSync(join(folder, "sub")).every((name) => /^[0-9a-f]{32}\.json$/.test(name)));
    });

    it("depend on the sources of the tool, which are the same twice", () => {
        assert.equal(toolHash(), toolHash());
        assert.match(toolHash(), /^[\w-]{43}$/);
    });
});
