import assert from "node:assert/strict";
import { AwsClients } from "../../../sandbox/provider/aws-clients.ts";
import type { Call } from "../../../sandbox/provider/handler.ts";
import { retryWhile, waitFor } from "../../../sandbox/provider/wait-for.ts";

function call(seconds: number, signal: AbortSignal = new AbortController().signal): Call {
    const aws = new AwsClients(new URL("http://127.0.0.1:9"));
    return { aws, region: "eu-west-1", tags: {}, deadline: Date.now() + seconds * 1000, signal };
}

/** Tells one state after the other, and the last for ever; undefined is a thing that is not there. */
function states(...told: (string | undefined)[]) {
    let next = 0;
    return () => {
        const state = told[Math.min(next++, told.length - 1)];
        return Promise.resolve(state === undefined ? undefined : { value: `in ${state}`, state });
    };
}

const change = { pending: ["BUSY"], target: ["DONE"], reason: (value: string) => `because ${value}` };

describe("waiting", () => {
    it("ends in the target state, after pending ones and a while of absence", async () => {
        const value = await waitFor(call(10), { ...change, refresh: states(undefined, "BUSY", "DONE") });
        assert.equal(value, "in DONE");
    });

    it("ends with the reason in any other state", async () => {
        await assert.rejects(
            waitFor(call(10), { ...change, refresh: states("BUSY", "BROKEN") }),
            /^Error: unexpected state 'BROKEN', wanted target 'DONE'\. last error: because in BROKEN$/,
        );
    });

    it("gives up at the call's deadline, or at its own", async () => {
        const timeout =
            /^Error: timeout while waiting for state to become 'DONE' \(last state: 'BUSY'\): because in BUSY$/;
        await assert.rejects(waitFor(call(0.3), { ...change, refresh: states("BUSY") }), timeout);
        await assert.rejects(waitFor(call(60), { ...change, seconds: 0.3, refresh: states("BUSY") }), timeout);
    });

    it("gives up on what never appears", async () => {
        await assert.rejects(
            waitFor(call(10), { ...change, notFoundChecks: 1, refresh: states(undefined) }),
            /^Error: couldn't find resource \(2 retries\)$/,
        );
    });

    it("waits for a thing to go, where there is no target", async () => {
        assert.equal(await waitFor(call(10), { ...change, target: [], refresh: states("BUSY", undefined) }), undefined);
    });

    it("ends when the engine cancels", async () => {
        const abort = new AbortController();
        const waiting = waitFor(call(60, abort.signal), { ...change, refresh: states("BUSY") });
        setTimeout(() => abort.abort(), 50);
        await assert.rejects(waiting, { name: "AbortError" });
    });

    it("repeats a call while time heals its failure", async () => {
        let tries = 0;
        const work = () => (++tries < 3 ? Promise.reject(new Error("soon")) : Promise.resolve(tries));
        assert.equal(await retryWhile(call(10), 10, (error) => /soon/.test(String(error)), work), 3);
        await assert.rejects(
            retryWhile(
                call(10),
                0.3,
                () => true,
                () => Promise.reject(new Error("never")),
            ),
            /never/,
        );
        await assert.rejects(
            retryWhile(
                call(10),
                10,
                () => false,
                () => Promise.reject(new Error("at once")),
            ),
            /at once/,
        );
    });
});
