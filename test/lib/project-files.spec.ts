import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../lib/project-files.ts";

describe("the files of a folder", () => {
    let root = "";
    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "packs-files-"));
    });
    afterEach(() => {
        rmSync(root, { recursive: true });
    });

    it("are told from what else is there under a file's name", () => {
        mkdirSync(join(root, "queries", "folder.sql"), { recursive: true });
        writeFileSync(join(root, "queries", "one.sql"), "SELECT arn");
        symlinkSync("one.sql", join(root, "queries", "link.sql"));
        symlinkSync("gone.sql", join(root, "queries", "lost.sql"));
        symlinkSync("loop.sql", join(root, "queries", "loop.sql"));
        symlinkSync("folder.sql", join(root, "queries", "other.sql"));
        const files = projectFolder(root);
        assert.deepEqual(files.list("queries"), ["link.sql", "one.sql"]);
        assert.deepEqual(files.others("queries"), ["folder.sql", "loop.sql", "lost.sql", "other.sql"]);
        for (const name of files.list("queries")) {
            assert.equal(files.read(`queries/${name}`), "SELECT arn", name);
        }
        for (const name of files.others("queries")) {
            assert.equal(files.read(`queries/${name}`), undefined, name);
        }
        assert.deepEqual([files.list("nothing"), files.others("nothing")], [[], []]);
        assert.deepEqual([files.list("queries/one.sql"), files.others("queries/one.sql")], [[], []]);
    });
});
