import assert from "node:assert/strict";
import { settle } from "../../../lib/verify/settle.ts";
import type { PackVerdict } from "../../../lib/verify/verify-packs.ts";

function seen(settling: boolean): PackVerdict {
    return {
        name: "root",
        target: "account",
        outcome: settling ? "in progress" : "reached",
        reasons: [],
        failingMembers: [],
        membersWithoutRecorder: [],
        excludedMembers: [],
        plannedRules: 1,
        missingRules: [],
        unexpectedRules: [],
        changedRules: [],
        notCompared: [],
        settling,
    };
}

/** A clock that only pauses move, and a pack that is in progress for a number of looks. */
async function run(waitMs: number, looksInProgress: number) {
    let [clock, looks] = [0, 0];
    const pauses: number[] = [];
    const progress: string[] = [];
    const [last] = await settle({
        look: () => Promise.resolve([seen(looks++ < looksInProgress)]),
        waitMs,
        pause: (milliseconds) => {
            pauses.push(milliseconds);
            clock += milliseconds;
            return Promise.resolve();
        },
        now: () => clock,
        progress: (settling, elapsed) => progress.push(`${settling.map(({ name }) => name).join()} ${elapsed}`),
    });
    return { outcome: last?.outcome, looks, pauses, progress };
}

describe("waiting for packs", () => {
    it("looks once where nothing is in progress", async () => {
        assert.deepEqual(await run(60_000, 0), { outcome: "reached", looks: 1, pauses: [], progress: [] });
    });

    it("looks once where nobody wants to wait", async () => {
        assert.deepEqual(await run(0, 9), { outcome: "in progress", looks: 1, pauses: [], progress: [] });
    });

    it("ends as soon as nothing is in progress, and told what it waited for", async () => {
        assert.deepEqual(await run(60_000, 2), {
            outcome: "reached",
            looks: 3,
            pauses: [1_000, 2_000],
            progress: ["root 0", "root 1000"],
        });
    });

    it("asks less and less often, and never longer than it may", async () => {
        const { outcome, looks, pauses } = await run(40_000, 1_000);
        assert.equal(outcome, "in progress");
        assert.deepEqual(pauses, [1_000, 2_000, 4_000, 8_000, 15_000, 10_000]);
        assert.equal(looks, 7);
    });
});
