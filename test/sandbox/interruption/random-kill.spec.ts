import { useProject } from "../end-to-end/project-fixture.ts";
import { killAfter } from "./killed-run.ts";
import { WholeStack } from "./whole-stack.ts";

/** How many moments; the issue of each is the same whatever the number. @default 3 */
const KILLS = Number(process.env["CONFORMANCE_PACKS_RANDOM_KILLS"] ?? 3);

/** The same moments again: printed with a failure. @default another one each time */
const SEED = Number(process.env["CONFORMANCE_PACKS_SEED"] ?? Date.now() % 1_000_000);

/** Longer than an operation takes where nothing else runs; who ends before is not killed. */
const LONGEST_MS = 15_000;

/** Numbers from 0 to 1 that follow from a seed: https://en.wikipedia.org/wiki/Linear_congruential_generator */
function* randomNumbers(seed: number): Generator<number, never> {
    for (let state = seed >>> 0; ;) {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        yield state / 2 ** 32;
    }
}

describe("a run that is killed at any moment", function () {
    const project = useProject();
    const whole = new WholeStack(project);
    const random = randomNumbers(SEED);
    const next = (): number => random.next().value;

    for (const [begins, identifier] of [
        ["up", undefined],
        ["update", "IAM_ROOT_ACCESS_KEY_CHECK"],
        ["destroy", undefined],
    ] as const) {
        it(`is gone on with: ${begins}`, async function () {
            this.timeout(Math.max(1, Math.ceil(KILLS / 3)) * 180_000);
            for (let kill = 0; kill < Math.max(1, Math.ceil(KILLS / 3)); kill++) {
                const after = Math.round(next() * LONGEST_MS);
                await whole.beginAnew();
                if (begins !== "up") {
                    await project.up();
                }
                if (identifier !== undefined) {
                    whole.writeRoot(identifier);
                }
                const said = `${begins} killed after ${after} ms, with CONFORMANCE_PACKS_SEED=${SEED}`;
                await killAfter(project, begins === "destroy" ? "destroy" : "up", after);
                try {
                    await whole.goesOn();
                    await whole.isWhole();
                } catch (error) {
                    throw new Error(said, { cause: error });
                }
            }
        });
    }
});
