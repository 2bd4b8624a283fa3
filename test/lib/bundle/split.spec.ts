import assert from "node:assert/strict";
import fc from "fast-check";
import { bundledLogicalId } from "../../../lib/bundle/bundle.ts";
import { split } from "../../../lib/bundle/split.ts";

const CAPACITY = 10;

/** The part of every key, with room for ten keys a part. */
function placesOf(keys: readonly string[]): Map<string, string> {
    const parts = split(
        keys.map((key) => ({ key })),
        (items) => items.length <= CAPACITY,
    );
    return new Map(parts.flatMap(({ suffix, items }) => items.map(({ key }) => [key, suffix] as const)));
}

const keys = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 120 });

describe("the splitter", () => {
    it("puts every key in one part that has room, whatever their order", () => {
        fc.assert(
            fc.property(keys, (all) => {
                const places = placesOf(all);
                assert.equal(places.size, all.length);
                const sizes = Map.groupBy(places.values(), (suffix) => suffix);
                assert.ok([...sizes.values()].every(({ length }) => length <= CAPACITY));
                assert.deepEqual(placesOf([...all].reverse()), places);
            }),
        );
    });

    it("moves no other key when one is added, unless their part is full; then half of it stays", () => {
        fc.assert(
            fc.property(keys, (all) => {
                const [added = "", ...others] = all;
                const before = placesOf(others);
                const after = placesOf(all);
                const moved = others.filter((key) => before.get(key) !== after.get(key));
                const left = new Set(moved.map((key) => before.get(key)));
                // At most one part gives keys away, and only one that was full, to parts that did not exist.
                assert.ok(left.size <= 1);
                if (moved.length > 0) {
                    const [part] = left;
                    assert.equal(others.filter((key) => before.get(key) === part).length, CAPACITY);
                    const existing = new Set(before.values());
                    assert.ok(moved.every((key) => !existing.has(after.get(key) ?? "")));
                }
                assert.ok(after.has(added));
            }),
        );
    });

    it("gives different names different logical IDs", () => {
        const name = fc.stringMatching(/^[a-zA-Z0-9]+([-_ ][a-zA-Z0-9]+){0,3}$/);
        fc.assert(
            fc.property(name, name, (a, b) => {
                assert.ok(a === b || bundledLogicalId(a) !== bundledLogicalId(b));
                assert.match(bundledLogicalId(a), /^[A-Z0-9][A-Za-z0-9]*$/);
            }),
            {
                examples: [
                    ["a-1b", "a1b"],
                    ["ab", "Ab"],
                    ["a-b", "a_b"],
                ],
            },
        );
    });
});
