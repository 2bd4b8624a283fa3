import assert from "node:assert/strict";
import { cellOf, columnsOf, parseResults } from "../../../lib/query/answer.ts";
import { formatCsv } from "../../../lib/query/csv.ts";

describe("an answer as a table", () => {
    const [row = {}] = parseResults([
        JSON.stringify({
            resourceId: "vol-1",
            "COUNT(*)": 3,
            configuration: {
                state: { value: "available" },
                encrypted: false,
                rules: [{ name: "a" }, { name: "b" }, {}],
            },
            tags: [{ key: "Owner", value: "us" }],
            lists: [[1], [2, 3]],
            nothing: null,
        }),
    ]);

    it("has a column for each selected field, else for each member", () => {
        assert.deepEqual(columnsOf(["b", "a", "b"], [row]), ["b", "a"]);
        assert.deepEqual(columnsOf([], [{ a: 1 }, { b: 2, a: 3 }]), ["a", "b"]);
    });

    it("follows paths, through lists as well", () => {
        assert.equal(cellOf(row, "resourceId"), "vol-1");
        assert.equal(cellOf(row, "COUNT(*)"), "3");
        assert.equal(cellOf(row, "configuration.state.value"), "available");
        assert.equal(cellOf(row, "configuration.encrypted"), "false");
        assert.equal(cellOf(row, "configuration.rules.name"), "a, b");
        assert.equal(cellOf(row, "configuration.state"), '{"value":"available"}');
        assert.equal(cellOf(row, "tags"), '[{"key":"Owner","value":"us"}]');
        assert.equal(cellOf({ tags: { "a.b": "dotted" } }, "tags.a.b"), "dotted");
        assert.equal(cellOf(row, "nothing"), "");
        assert.equal(cellOf(row, "nothing.at.all"), "");
        assert.equal(cellOf(row, "constructor.name"), "");
        assert.equal(cellOf(row, "resourceId.length"), "");
    });

    it("is quoted in CSV where it has to be", () => {
        assert.equal(
            formatCsv([
                ["a", "b,c"],
                ['say "x"', "two\nlines"],
            ]),
            'a,"b,c"\r\n"say ""x""","two\nlines"',
        );
    });
});
