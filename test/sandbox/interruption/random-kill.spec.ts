import { useProject } from "../end-to-end/project-fixture.ts";
import { killAtRandom, RANDOM_KILLS_TIMEOUT_MS } from "./random-kill.ts";
import { ACCOUNT_STACK, WholeStack } from "./whole-stack.ts";

describe("a run that is killed at any moment", function () {
    this.timeout(RANDOM_KILLS_TIMEOUT_MS);

    const project = useProject();
    killAtRandom(project, new WholeStack(project, ACCOUNT_STACK));
});
