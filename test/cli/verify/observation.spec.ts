import assert from "node:assert/strict";
import { isRolledOut } from "../../../cli/verify/member-rollout.ts";
import { Observation } from "../../../cli/verify/observation.ts";
import { judgeStackSet } from "../../../lib/verify/member-rollout.ts";
import { settle } from "../../../lib/verify/settle.ts";
import { CONFIGURATIONS, membersOf } from "../../lib/members/configurations.ts";

const NAME = "conformance-packs-test-members-global";
const { rollout } = membersOf(CONFIGURATIONS.usual);

/** What CloudFormation says of one instance after the other. */
function answerOf(...states: readonly string[]) {
    const value = judgeStackSet(
        rollout,
        NAME,
        states.map((detailedStatus, index) => ({
            account: String(index),
            region: "eu-west-1",
            status: detailedStatus === "SUCCEEDED" ? "CURRENT" : "OUTDATED",
            detailedStatus,
        })),
    );
    return { name: NAME, answer: { known: true, value }, settling: value.inProgress > 0 } as const;
}

/** Waits for a rollout of which each look sees the next state, and for no packs. */
async function watch(waitMs: number, looks: readonly (readonly string[])[]) {
    let [clock, asked, askedPacks] = [0, 0, 0];
    const progress: string[] = [];
    const observation = new Observation({
        expected: new Map([["eu-west-1", []]]),
        inquiries: new Map([
            [
                "eu-west-1",
                {
                    packs: () => {
                        askedPacks += 1;
                        return Promise.resolve({
                            account: { known: true, value: {} },
                            organization: { known: true, value: {} },
                        });
                    },
                },
            ],
        ]),
        askMembers: () => {
            const states = looks[Math.min(asked, looks.length - 1)] ?? [];
            asked += 1;
            return Promise.resolve([answerOf(...states)]);
        },
    });
    await settle({
        look: () => observation.look(),
        waitMs,
        pause: (milliseconds) => {
            clock += milliseconds;
            return Promise.resolve();
        },
        now: () => clock,
        progress: (settling) => progress.push(settling.map(({ name }) => name).join()),
    });
    return { asked, askedPacks, progress, reached: isRolledOut(observation.members) };
}

describe("looking at a rollout to members", () => {
    it("is done again while it is under way, and packs at rest are left alone", async () => {
        const looks = [
            ["PENDING", "SUCCEEDED"],
            ["RUNNING", "SUCCEEDED"],
            ["SUCCEEDED", "SUCCEEDED"],
        ];
        assert.deepEqual(await watch(60_000, looks), {
            asked: 3,
            askedPacks: 1,
            progress: [NAME, NAME],
            reached: true,
        });
    });

    it("finds nothing reached where it is under way and nobody waits, or where it has no instance", async () => {
        assert.deepEqual(await watch(0, [["RUNNING", "SUCCEEDED"]]), {
            asked: 1,
            askedPacks: 1,
            progress: [],
            reached: false,
        });
        assert.equal((await watch(60_000, [[]])).reached, false);
        assert.equal((await watch(60_000, [["RUNNING"], ["FAILED"]])).reached, false);
    });
});
