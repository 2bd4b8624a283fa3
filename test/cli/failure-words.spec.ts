import assert from "node:assert/strict";
import { failureWords } from "../../cli/failure-words.ts";

describe("what failed, in one line", () => {
    it("has AWS's code and words", () => {
        const failure = Object.assign(new Error("no such bucket"), { name: "NoSuchBucket" });
        assert.equal(failureWords(failure), "NoSuchBucket: no such bucket");
        assert.equal(failureWords("text"), "text");
    });

    it("has the status where AWS gives no words, as to HEAD", () => {
        const failure = Object.assign(new Error("UnknownError"), { name: "403", $metadata: { httpStatusCode: 403 } });
        assert.equal(failureWords(failure), "AWS answered with the status 403 (Forbidden), without a reason");
    });
});
