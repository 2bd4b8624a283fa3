import assert from "node:assert/strict";
import type { Project } from "../end-to-end/project-fixture.ts";
import { killAfter } from "./killed-run.ts";
import type { StackInventory, WholeStack } from "./whole-stack.ts";

/** How many moments, of all three operations together. @default 3 */
const KILLS = Number(process.env["CONFORMANCE_PACKS_RANDOM_KILLS"] ?? 3);

/** The same shares of the operations' times again: printed with a failure. @default others each time */
const SEED = Number(process.env["CONFORMANCE_PACKS_SEED"] ?? Date.now() % 1_000_000);

/** One of them alone, where it is set. */
const ONLY = process.env["CONFORMANCE_PACKS_RANDOM_KILLS_OF"];

/** Numbers from 0 to 1 that follow from a seed: https://en.wikipedia.org/wiki/Linear_congruential_generator */
function* randomNumbers(seed: number): Generator<number, never> {
    for (let state = seed >>> 0; ;) {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        yield state / 2 ** 32;
    }
}

const ROOT_RULES = ["IAM_ROOT_ACCESS_KEY_CHECK", "ROOT_ACCOUNT_HARDWARE_MFA_ENABLED"];

const kills = Math.max(1, Math.ceil(KILLS / 3));

/** Longer than an undisturbed run takes on a busy machine. */
const LONGEST_RUN_MS = 180_000;

/** As long as the tests of a stack may take, in milliseconds. */
export const RANDOM_KILLS_TIMEOUT_MS = (kills + 3) * LONGEST_RUN_MS;

/** A test for each operation, which is killed at moments of its time. */
export function killAtRandom<Inventory extends StackInventory>(project: Project, whole: WholeStack<Inventory>): void {
    /** What comes before the run: where it is not deployed, nothing; else what the last one left, which is whole again. */
    const operations = {
        up: () => whole.beginAnew(),
        update: (nth: number) => {
            whole.writeRoot(ROOT_RULES[nth % ROOT_RULES.length] ?? "");
        },
        destroy: () => undefined,
    };

    for (const [name, prepare] of Object.entries(operations)) {
        if (ONLY !== undefined && ONLY !== name) {
            continue;
        }
        it(`is gone on with: ${name}`, async () => {
            const random = randomNumbers(SEED);
            const operation = name === "destroy" ? "destroy" : "up";
            await whole.beginAnew();
            await project.up();
            await prepare(1);
            const begun = Date.now();
            assert.equal(await killAfter(project, operation, LONGEST_RUN_MS), false, `${name} takes long`);
            const takes = Date.now() - begun;
            await project.up();

            for (let done = 0, nth = 0; done < kills; nth++) {
                assert.ok(nth < kills * 3 + 3, "most of the runs ended before they were killed");
                await prepare(nth);
                const after = Math.round(random.next().value * takes);
                const said = `${name} killed after ${after} of ${takes} ms, with CONFORMANCE_PACKS_SEED=${SEED}`;
                if (await killAfter(project, operation, after)) {
                    done += 1;
                }
                try {
                    await whole.goesOn();
                    await whole.isWhole();
                } catch (error) {
                    throw new Error(said, { cause: error });
                }
            }
        });
    }
}
