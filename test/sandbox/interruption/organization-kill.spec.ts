import assert from "node:assert/strict";
import { useProject } from "../end-to-end/project-fixture.ts";
import { describePoint, killAt, killHolding, type KillPoint } from "./killed-run.ts";
import { ORGANIZATION_STACK } from "./organization-stack.ts";
import { WholeStack } from "./whole-stack.ts";

/** What cannot be put twice, or would be there twice. */
const CREATIONS: readonly (readonly [service: string, operation: string])[] = [
    ["cloudformation", "CreateStackSet"],
    ["events", "CreateEventBus"],
    ["iam", "CreateRole"],
    ["iam", "CreateServiceLinkedRole"],
    ["kms", "CreateAlias"],
    ["kms", "CreateKey"],
    ["lambda", "AddPermission"],
    ["lambda", "CreateFunction"],
    ["logs", "CreateLogGroup"],
    ["s3", "CreateBucket"],
    ["ssm", "CreateDocument"],
];

/** What AWS is long at work on, and what nothing tells to be the stack's own. */
const POINTS: readonly KillPoint[] = [
    { service: "cloudformation", operation: "CreateStackInstances", nth: 1, when: "after", victims: "everything" },
    { service: "config", operation: "PutOrganizationConformancePack", nth: 1, when: "after", victims: "everything" },
    {
        service: "organizations",
        operation: "RegisterDelegatedAdministrator",
        nth: 1,
        when: "after",
        victims: "everything",
    },
];

describe("a run over an organization that is killed", function () {
    this.timeout(1_200_000);

    const project = useProject();
    const whole = new WholeStack(project, ORGANIZATION_STACK);

    for (const point of POINTS) {
        it(`is gone on with: ${describePoint(point)}`, async () => {
            await whole.beginAnew();
            assert.ok(await killAt(project, "up", point), "the run never got there");
            await whole.goesOn();
            await whole.converges();
        });
    }

    it("is gone on with by runs that are killed as well, until each of these is left behind once", async () => {
        await whole.beginAnew();
        let runs = 0;
        while (await killHolding(project, CREATIONS)) {
            runs += 1;
            assert.ok(runs < 60, "the runs get nowhere");
        }
        assert.ok(runs >= 5, `no more than ${runs} were killed`);
        await whole.converges();
    });
});
