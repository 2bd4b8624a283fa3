import assert from "node:assert/strict";
import { holdsFor, observe, rememberAnswers } from "../../lib/observed-files.ts";
import { CheckedPacks } from "../../lib/pack/checked-packs.ts";
import type { ProjectFiles } from "../../lib/project-files.ts";
import { memoryFiles } from "./project.ts";

/** Files that count how often each is read. */
function counted(files: ProjectFiles): ProjectFiles & { readonly reads: string[] } {
    const reads: string[] = [];
    return {
        ...files,
        reads,
        read: (path) => {
            reads.push(path);
            return files.read(path);
        },
    };
}

describe("what is asked of a project's files", () => {
    it("is noted once, and tells whether the answers are the same", () => {
        const files = memoryFiles({ a: "1", "f/b": "2" });
        const observed = observe(files);
        observed.read("a");
        observed.read("a");
        observed.read("none");
        observed.list("f");
        observed.others(".");
        assert.deepEqual(
            observed.observations.map(([question, path]) => `${question} ${path}`),
            ["read a", "read none", "list f", "others ."],
        );
        assert.ok(holdsFor(observed.observations, files));
        const others: Record<string, string>[] = [
            { a: "2", "f/b": "2" },
            { a: "1", "f/b": "2", none: "" },
            { a: "1", "f/c": "2" },
        ];
        for (const other of others) {
            assert.ok(!holdsFor(observed.observations, memoryFiles(other)), JSON.stringify(other));
        }
        assert.ok(holdsFor(observed.observations, memoryFiles({ a: "1", "f/b": "changed, and never read" })));
    });

    it("is asked once, also where there is no answer", () => {
        const files = counted(memoryFiles({ a: "1" }));
        const remembered = rememberAnswers(files);
        assert.deepEqual([remembered.read("a"), remembered.read("a")], ["1", "1"]);
        assert.deepEqual([remembered.read("b"), remembered.read("b")], [undefined, undefined]);
        assert.deepEqual(files.reads, ["a", "b"]);
    });
});

describe("packs that were read before", () => {
    const inner =
        "parameters:\n  Age: 90\nrules:\n  access-keys-rotated: { parameters: { maxAccessKeyAge: '${Age}' } }\n";
    const outer = "include:\n  inner:\nrules:\n  root-account-mfa-enabled:\n";

    it("are the same on both sides of a comparison", () => {
        const packs = new CheckedPacks();
        const [old, now] = [1, 2].map(() => memoryFiles({ "packs/outer.yaml": outer, "packs/inner.yaml": inner }));
        assert.ok(old && now);
        assert.equal(packs.read("packs/outer.yaml", old), packs.read("packs/outer.yaml", now));
    });

    it("are read anew where a pack that they include has changed", () => {
        const packs = new CheckedPacks();
        const before = packs.read(
            "packs/outer.yaml",
            memoryFiles({ "packs/outer.yaml": outer, "packs/inner.yaml": inner }),
        );
        const changed = memoryFiles({ "packs/outer.yaml": outer, "packs/inner.yaml": inner.replace("90", "30") });
        const after = packs.read("packs/outer.yaml", changed);
        assert.deepEqual(
            [before, after].map(({ pack }) => pack?.parameters[0]?.default),
            ["90", "30"],
        );
        const gone = packs.read("packs/outer.yaml", memoryFiles({ "packs/outer.yaml": outer }));
        assert.deepEqual(
            gone.findings.map(({ code }) => code),
            ["no-such-pack"],
        );
    });

    it("are read for each owner of functions, in the compact form", () => {
        const packs = new CheckedPacks();
        const files = memoryFiles({ "packs/outer.yaml": outer, "packs/inner.yaml": inner });
        const one = packs.read("packs/outer.yaml", files, { stack: "one" });
        assert.notEqual(packs.read("packs/outer.yaml", files, { stack: "two" }), one);
        assert.equal(packs.read("packs/outer.yaml", files, { stack: "one" }), one);
    });
});
