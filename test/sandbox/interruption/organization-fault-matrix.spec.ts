import assert from "node:assert/strict";
import { useProject } from "../end-to-end/project-fixture.ts";
import { failEveryCall } from "./fault-matrix.ts";
import { setFault } from "./killed-run.ts";
import { memberOf, ORGANIZATION_STACK } from "./organization-stack.ts";
import { WholeStack } from "./whole-stack.ts";

describe("a deployment to an organization whose every call fails once", function () {
    this.timeout(1_800_000);

    const project = useProject();
    const whole = new WholeStack(project, ORGANIZATION_STACK);

    it("says how to try again what failed in a member: the next update has nothing to do there", async () => {
        await whole.beginAnew();
        const account = await memberOf(project, "workload");
        const refused = { status: 403, code: "AccessDeniedException", message: "Refused by a policy" };
        await setFault(project.endpoint, { service: "logs", operation: "CreateLogGroup", account, ...refused });
        const { errors, printed } = await project.failing("up");
        assert.match(errors, /stacks of the StackSet conformance-packs-test-members-functions failed/);
        assert.ok(await whole.follow(printed), printed);
        await whole.converges();
    });

    failEveryCall(project, whole, ["loses an answer"]);
});
