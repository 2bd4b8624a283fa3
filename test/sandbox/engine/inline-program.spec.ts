import assert from "node:assert/strict";
import { failingWhereLost } from "../../../sandbox/inline-program.ts";

describe("an inline program", () => {
    const failing = (failure: Error) => failingWhereLost(() => Promise.reject(failure));

    it("that loses its engine fails with an error that Pulumi does not take for the engine's", async () => {
        for (const code of [1, 14]) {
            await assert.rejects(
                failing(Object.assign(new Error("14 UNAVAILABLE: No connection established"), { code })),
                (failure: object) => !("code" in failure) && /No connection established/.test(String(failure)),
            );
        }
    });

    it("fails with its own errors, as they are", async () => {
        const own = Object.assign(new Error("no such file"), { code: "ENOENT" });
        await assert.rejects(failing(own), (failure) => failure === own);
    });

    it("has its outputs", async () => {
        assert.deepEqual(await failingWhereLost(() => Promise.resolve({ account: "1" }))(), { account: "1" });
    });
});
