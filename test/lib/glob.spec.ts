import assert from "node:assert/strict";
import fc from "fast-check";
import { matchesGlob } from "../../lib/glob.ts";

/** What the pattern means, said once more and slowly: every way to give a star its characters is tried. */
function means(pattern: string, text: string): boolean {
    if (pattern === "") {
        return text === "";
    }
    const [head = "", tail] = [pattern.slice(0, 1), pattern.slice(1)];
    return head === "*"
        ? Array.from({ length: text.length + 1 }, (_, taken) => taken).some((taken) => means(tail, text.slice(taken)))
        : text.startsWith(head) && means(tail, text.slice(1));
}

const words = (letters: string, maxLength: number) =>
    fc.array(fc.constantFrom(...letters), { maxLength }).map((picked) => picked.join(""));

describe("a resource pattern", () => {
    const cases: readonly [pattern: string, text: string, fits: boolean][] = [
        ["public-site", "public-site", true],
        ["public-site", "public-site-2", false],
        ["public-*", "public-", true],
        ["public-*", "a-public-site", false],
        ["*-logs", "trail-logs", true],
        ["a*a", "a", false],
        ["a*a", "aa", true],
        ["a*b*a", "aba", true],
        ["a*ba*a", "aba", false],
        ["arn:aws:s3:::public-*", "arn:aws:s3:::public-site/a:b/c", true],
        ["*", "", true],
        ["", "", true],
        ["", "x", false],
        ["a.c", "abc", false],
        ["[a-z]+", "abc", false],
        ["i-?", "i-1", false],
        ["Public-*", "public-site", false],
    ];
    for (const [pattern, text, fits] of cases) {
        it(`${pattern === "" ? "of nothing" : pattern} ${fits ? "fits" : "does not fit"} ${text || "an empty ID"}`, () => {
            assert.equal(matchesGlob(pattern, text), fits);
        });
    }

    it("means what trying every way means", () => {
        fc.assert(
            fc.property(words("ab*", 8), words("ab*", 8), (pattern, text) => {
                assert.equal(matchesGlob(pattern, text), means(pattern, text));
            }),
            { numRuns: 3000 },
        );
    });

    it("fits every text that it is made from", () => {
        const piece = fc.string().map((text) => text.replaceAll("*", ""));
        fc.assert(
            fc.property(fc.array(fc.tuple(piece, fc.string())), piece, (pieces, last) => {
                const pattern = pieces.map(([literal]) => `${literal}*`).join("") + last;
                const text = pieces.map(([literal, filling]) => `${literal}${filling}`).join("") + last;
                assert.ok(matchesGlob(pattern, text));
            }),
        );
    });

    it("without a star is nothing but itself, whatever its characters mean elsewhere", () => {
        const literal = fc.string().filter((text) => !text.includes("*"));
        fc.assert(
            fc.property(literal, fc.string(), (pattern, text) => {
                assert.ok(matchesGlob(pattern, pattern));
                assert.equal(matchesGlob(pattern, text), pattern === text);
            }),
        );
    });

    it("is decided at once where a regular expression would try for years", () => {
        const started = performance.now();
        assert.equal(matchesGlob("*a".repeat(1000) + "b", "a".repeat(100_000)), false);
        assert.equal(matchesGlob("a*".repeat(1000) + "b*c", "a".repeat(100_000)), false);
        assert.equal(matchesGlob(`*${"a".repeat(1000)}b*c`, `${"a".repeat(100_000)}c`), false);
        assert.ok(performance.now() - started < 1000);
    });
});
