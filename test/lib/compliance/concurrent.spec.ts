import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { mapConcurrently } from "../../../lib/compliance/concurrent.ts";

describe("several questions at a time", () => {
    it("are never more than the limit, and are answered in order", async () => {
        let [underWay, most] = [0, 0];
        const answers: number[] = [];
        for await (const answer of mapConcurrently([5, 4, 3, 2, 1, 0], 3, async (number) => {
            most = Math.max(most, ++underWay);
            await delay(number * 2);
            underWay--;
            return number * 10;
        })) {
            answers.push(answer);
        }
        assert.deepEqual(answers, [50, 40, 30, 20, 10, 0]);
        assert.equal(most, 3);
    });

    it("are not begun while nobody takes an answer", async () => {
        let begun = 0;
        const answers = mapConcurrently([1, 2, 3, 4, 5, 6], 2, (number) => {
            begun++;
            return Promise.resolve(number);
        });
        assert.equal((await answers.next()).value, 1);
        await delay(5);
        assert.equal(begun, 2);
        await answers.return(undefined);
        assert.equal(begun, 2);
    });

    it("end with the first failure, once what was begun has ended", async () => {
        let ended = 0;
        const all = mapConcurrently([1, 2, 3, 4], 2, async (number) => {
            await delay(number === 2 ? 1 : 5);
            ended++;
            if (number === 2) {
                throw new Error("refused");
            }
            return number;
        });
        const taken: number[] = [];
        await assert.rejects(
            async () => {
                for await (const one of all) {
                    taken.push(one);
                }
            },
            { message: "refused" },
        );
        assert.deepEqual([taken, ended], [[1], 3]);
    });
});
