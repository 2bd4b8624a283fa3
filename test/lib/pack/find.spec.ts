import assert from "node:assert/strict";
import { findPack, packFiles, packNames } from "../../../lib/pack/find.ts";
import { memoryFiles } from "../project.ts";

const FILES = memoryFiles({
    "packs/own.yaml": "",
    "packs/both.yml": "",
    "packs/library/both.yaml": "",
    "packs/library/starter.yaml": "",
    "packs/rules/mine/rule.yaml": "",
    "other/elsewhere.yaml": "",
});

describe("packs by name", () => {
    it("are found in packs/ and in the library", () => {
        assert.equal(findPack("own", FILES), "packs/own.yaml");
        assert.equal(findPack("starter", FILES), "packs/library/starter.yaml");
        assert.equal(findPack("starter.yaml", FILES), "packs/library/starter.yaml");
        assert.equal(findPack("missing", FILES), undefined);
    });

    it("are the project's own rather than the library's, which a path still names", () => {
        assert.equal(findPack("both", FILES), "packs/both.yml");
        assert.equal(findPack("library/both", FILES), "packs/library/both.yaml");
    });

    it("never leave the folder", () => {
        assert.equal(findPack("../other/elsewhere", FILES), undefined);
    });

    it("are listed with their folders, and by name once", () => {
        assert.deepEqual(packFiles(FILES), [
            "packs/both.yml",
            "packs/own.yaml",
            "packs/library/both.yaml",
            "packs/library/starter.yaml",
        ]);
        assert.deepEqual(packNames(FILES), ["both", "own", "starter"]);
    });
});
