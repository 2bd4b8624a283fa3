import assert from "node:assert/strict";
import { withProgress } from "../../cli/progress.ts";
import type { Terminal } from "../../cli/terminal.ts";
import type { ProjectFiles } from "../../lib/project-files.ts";

const FILES: ProjectFiles = {
    read: (path) => (path.startsWith("packs/") ? "rules:\n" : undefined),
    list: () => ["Pulumi.dev.yaml"],
    others: () => ["packs"],
};

describe("progress", () => {
    let lines: string[];
    let time: number;
    const open = (isInteractive: boolean): ProjectFiles => {
        lines = [];
        time = 0;
        const terminal: Terminal = {
            line: () => undefined,
            note: () => undefined,
            transient: (text) => void lines.push(text),
            style: (_, text) => text,
            isInteractive,
        };
        return withProgress(FILES, "checking", terminal, () => time);
    };

    it("says nothing within the first second, then at most ten times a second", () => {
        const files = open(true);
        for (let index = 0; index < 300; index++) {
            assert.equal(files.read(`packs/${index}.yaml`), "rules:\n");
            time += 10;
        }
        assert.equal(lines.length, 20);
        assert.deepEqual(lines.slice(0, 2), [
            "1 s: checking packs/100.yaml (file 101)",
            "1 s: checking packs/110.yaml (file 111)",
        ]);
        assert.equal(lines.at(-1), "2 s: checking packs/290.yaml (file 291)");
    });

    it("counts a file once, and none that is not there", () => {
        const files = open(true);
        files.read("packs/a.yaml");
        files.read("packs/a.yaml");
        assert.equal(files.read("nothing"), undefined);
        time = 2000;
        assert.equal(files.read("nothing"), undefined);
        files.read("packs/b.yaml");
        assert.deepEqual(lines, ["2 s: checking packs/b.yaml (file 2)"]);
        assert.deepEqual(files.list("."), ["Pulumi.dev.yaml"]);
        assert.deepEqual(files.others("."), ["packs"]);
    });

    it("stays out of logs", () => {
        assert.equal(open(false), FILES);
    });
});
