import assert from "node:assert/strict";
import fc from "fast-check";
import { coversPattern, fitsPattern, overlaps } from "../../../../lib/guard-rails/policy-evaluation/pattern.ts";

const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 8 });
const text = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 8 });

/** By the definition: regular expressions are slow on hostile patterns only. */
function expected(written: string, found: string): boolean {
    return new RegExp(`^${written.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(found);
}

describe("patterns of policies", () => {
    it("fit what their regular expressions fit", () => {
        fc.assert(fc.property(pattern, text, (one, found) => fitsPattern(one, found) === expected(one, found)));
    });

    it("cover one another only where everything that fits the narrower one fits the wider one", () => {
        fc.assert(
            fc.property(pattern, pattern, text, (wider, narrower, found) => {
                fc.pre(coversPattern(wider, narrower) && fitsPattern(narrower, found));
                return fitsPattern(wider, found);
            }),
            { numRuns: 300 },
        );
        assert.ok(coversPattern("s3:*", "s3:Get*"));
        assert.ok(!coversPattern("s3:Get*", "s3:*"));
    });

    it("overlap wherever something fits both", () => {
        fc.assert(
            fc.property(pattern, pattern, text, (one, other, found) => {
                fc.pre(fitsPattern(one, found) && fitsPattern(other, found));
                return overlaps(one, other);
            }),
            { numRuns: 300 },
        );
        assert.ok(!overlaps("s3:Get*", "s3:Put*"));
    });

    it("take no time for a hostile pattern", () => {
        assert.ok(!fitsPattern(`${"*a".repeat(2_000)}b`, "a".repeat(4_000)));
    });
});
