import { useProject } from "../end-to-end/project-fixture.ts";
import { failEveryCall } from "./fault-matrix.ts";
import { ACCOUNT_STACK, WholeStack } from "./whole-stack.ts";

describe("a deployment whose every call fails once", function () {
    this.timeout(1_200_000);

    const project = useProject();
    // The one without consequences, which every call has to report; and the one that is carried out and not heard of.
    failEveryCall(project, new WholeStack(project, ACCOUNT_STACK), ["denies access", "loses an answer"]);
});
