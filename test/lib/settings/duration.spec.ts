import assert from "node:assert/strict";
import { toMilliseconds } from "../../../lib/settings/duration.ts";

describe("a duration", () => {
    it("is hours, minutes and seconds in a row", () => {
        assert.equal(toMilliseconds("60m"), 3_600_000);
        assert.equal(toMilliseconds("1h30m"), 5_400_000);
        assert.equal(toMilliseconds("1.5s"), 1_500);
    });
});
