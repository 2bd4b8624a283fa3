import { useProject } from "../end-to-end/project-fixture.ts";
import { failEveryCall } from "./fault-matrix.ts";
import { ORGANIZATION_STACK } from "./organization-stack.ts";
import { WholeStack } from "./whole-stack.ts";

describe("a deployment to an organization whose every call fails once", function () {
    this.timeout(1_800_000);

    const project = useProject();
    failEveryCall(project, new WholeStack(project, ORGANIZATION_STACK));
});
