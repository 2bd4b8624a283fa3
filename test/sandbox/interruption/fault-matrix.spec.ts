import { useProject } from "../end-to-end/project-fixture.ts";
import { failEveryCall } from "./fault-matrix.ts";
import { ACCOUNT_STACK, WholeStack } from "./whole-stack.ts";

describe("a deployment whose every call fails once", function () {
    this.timeout(1_200_000);

    const project = useProject();
    failEveryCall(project, new WholeStack(project, ACCOUNT_STACK));
});
