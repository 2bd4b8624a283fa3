import { useProject } from "../end-to-end/project-fixture.ts";
import { ORGANIZATION_STACK } from "./organization-stack.ts";
import { killAtRandom, RANDOM_KILLS_TIMEOUT_MS } from "./random-kill.ts";
import { WholeStack } from "./whole-stack.ts";

describe("a run over an organization that is killed at any moment", function () {
    this.timeout(RANDOM_KILLS_TIMEOUT_MS);

    const project = useProject();
    killAtRandom(project, new WholeStack(project, ORGANIZATION_STACK));
});
