import assert from "node:assert/strict";
import { useProject } from "../end-to-end/project-fixture.ts";
import { killHolding } from "./killed-run.ts";
import { ORGANIZATION_STACK } from "./organization-stack.ts";
import { WholeStack } from "./whole-stack.ts";

/** What cannot be put twice, or would be there twice; and what AWS is long at work on. */
const CREATIONS: readonly (readonly [service: string, operation: string])[] = [
    ["cloudformation", "CreateStackInstances"],
    ["cloudformation", "CreateStackSet"],
    ["config", "PutOrganizationConformancePack"],
    ["events", "CreateEventBus"],
    ["events", "PutPermission"],
    ["iam", "CreateRole"],
    ["iam", "CreateServiceLinkedRole"],
    ["kms", "CreateAlias"],
    ["kms", "CreateKey"],
    ["lambda", "AddPermission"],
    ["lambda", "CreateFunction"],
    ["logs", "CreateLogGroup"],
    ["organizations", "EnableAWSServiceAccess"],
    ["organizations", "RegisterDelegatedAdministrator"],
    ["s3", "CreateBucket"],
    ["sns", "CreateTopic"],
    ["sqs", "CreateQueue"],
    ["ssm", "CreateDocument"],
];

describe("a run over an organization that is killed", function () {
    this.timeout(1_200_000);

    const project = useProject();
    const whole = new WholeStack(project, ORGANIZATION_STACK);

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
