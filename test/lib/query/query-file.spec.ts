import assert from "node:assert/strict";
import { projectFolder } from "../../../lib/project-files.ts";
import { queryNames } from "../../../lib/project-layout.ts";
import { descriptionOf, readQuery } from "../../../lib/query/query-file.ts";
import { memoryFiles, places } from "../project.ts";

describe("query files", () => {
    it("are those of the folder itself, with the comment at their top as description", () => {
        const files = memoryFiles({
            "queries/one.sql": "-- What\n--   it answers\nSELECT arn\n-- not this",
            "queries/readme.md": "",
            "queries/folder.sql/readme.md": "",
        });
        assert.deepEqual(queryNames(files), ["one"]);
        const query = readQuery("one", files);
        assert.equal(query?.description, "What it answers");
        assert.equal(query.expression, "SELECT arn");
        assert.equal(readQuery("two", files), undefined);
        assert.equal(descriptionOf("-- alone"), "alone");
    });

    it("have names that fit everywhere, and say what they answer", () => {
        const files = memoryFiles({ "queries/My_Query.sql": "SELECT arn,\n" });
        assert.deepEqual(places(readQuery("My_Query", files)?.diagnostics ?? []), [
            "queries/My_Query.sql:1:1 invalid-query-name",
            "queries/My_Query.sql:1:1 query-without-description",
            "queries/My_Query.sql:2:1 invalid-query",
        ]);
    });

    it("of this project have no faults", () => {
        const files = projectFolder(".");
        const names = queryNames(files);
        assert.ok(names.length >= 12, names.join());
        for (const name of names) {
            assert.deepEqual(readQuery(name, files)?.diagnostics, [], name);
        }
    });
});
