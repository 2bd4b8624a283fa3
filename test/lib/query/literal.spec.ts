import assert from "node:assert/strict";
import { quotedText, tagMap } from "../../../lib/query/literal.ts";

describe("a value in an advanced query", () => {
    it("ends where its text ends, whatever that holds", () => {
        assert.equal(quotedText("alerts"), "'alerts'");
        assert.equal(quotedText("x' OR arn LIKE '%"), "'x'' OR arn LIKE ''%'");
    });
});

describe("tags of an advanced query", () => {
    it("become a map, those without a value included", () => {
        const tags = [{ key: "owner", value: "a" }, { key: "empty" }, { key: "nothing", value: null }, "noise", null];
        assert.deepEqual(tagMap(tags), { owner: "a", empty: "", nothing: "" });
        assert.deepEqual(tagMap(undefined), {});
        assert.deepEqual(tagMap({ owner: "a" }), {});
    });
});
