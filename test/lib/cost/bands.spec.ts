import assert from "node:assert/strict";
import fc from "fast-check";
import { bandedCost } from "../../../lib/cost/bands.ts";
import { pricesOf } from "../../../lib/cost/prices.ts";

const BANDS = [{ upTo: 100, price: 1 }, { upTo: 500, price: 0.5 }, { price: 0.1 }];

describe("a price in bands", () => {
    for (const [quantity, cost] of [
        [0, 0],
        [1, 1],
        [100, 100],
        [101, 100.5],
        [500, 300],
        [1500, 400],
    ] as const) {
        it(`of ${quantity} is ${cost}`, () => assert.equal(bandedCost(quantity, BANDS), cost));
    }

    it("never falls with the quantity, and never exceeds that of the first band", () => {
        fc.assert(
            fc.property(fc.nat(10_000), fc.nat(10_000), (a, b) => {
                const [low, high] = [Math.min(a, b), Math.max(a, b)];
                assert.ok(bandedCost(low, BANDS) <= bandedCost(high, BANDS));
                assert.ok(bandedCost(high, BANDS) <= high);
            }),
        );
    });
});

describe("the prices", () => {
    it("are those of the data, with a user's over them", () => {
        assert.equal(bandedCost(600_000, pricesOf().packEvaluation), 100 + 320 + 50);
        const own = pricesOf({ configurationItem: { daily: 1 }, packEvaluation: [{ price: 2 }] });
        assert.deepEqual(own.configurationItem, { continuous: 0.003, daily: 1 });
        assert.equal(bandedCost(3, own.packEvaluation), 6);
    });
});
