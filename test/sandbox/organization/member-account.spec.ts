import assert from "node:assert/strict";
import { DescribeConfigurationRecordersCommand } from "@aws-sdk/client-config-service";
import { createMember, createOrganization } from "../emulator/organization-fixture.ts";
import { assertNoStackTrace } from "../end-to-end/outcome.ts";
import { packOf, REGION, useProject } from "../end-to-end/project-fixture.ts";
import { actInMember } from "./member-account.ts";
import { MemberProject } from "./member-project.ts";

const PACK = "aws:cfg:OrganizationConformancePack baseline";

describe("organization conformance packs, deployed from elsewhere", function () {
    this.timeout(120_000);

    const project = useProject(new MemberProject());

    before(() => {
        project.writePack("baseline", packOf({ "root-mfa": "ROOT_ACCOUNT_MFA_ENABLED" }));
        project.configure("packs:\n  baseline: { target: organization }\n");
    });

    after(() => project.member?.close());

    it("are refused in an account of no organization, by name and reason", async () => {
        const failed = await project.failing("up");
        assert.deepEqual(failed.failed, [`create ${PACK}`]);
        assert.match(
            failed.errors,
            /baseline: .*OrganizationAccessDeniedException: This action can only be made by accounts in an AWS Organization/,
        );
        assertNoStackTrace(failed);
    });

    it("are refused in a member account, which is told who may deploy them", async () => {
        await project.beginAnew();
        const settings = {
            endpoint: project.endpoint,
            region: REGION,
            credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
            maxAttempts: 1,
        };
        await createOrganization(settings);
        const account = await createMember(settings, "member");
        project.member = await actInMember(project.endpoint, account);

        const failed = await project.failing("up");
        assert.deepEqual(failed.failed, [`create ${PACK}`]);
        assert.match(
            failed.errors,
            /baseline: .*OrganizationAccessDeniedException: .*only by the organization's management account or by a delegated/,
        );
        assertNoStackTrace(failed);
        // All that the account may do itself is done, in that account.
        const { ConfigurationRecorders: recorders = [] } = await project.account.config.send(
            new DescribeConfigurationRecordersCommand({}),
        );
        assert.deepEqual(
            recorders.map(({ roleARN }) => roleARN?.split(":")[4]),
            [account],
        );
    });
});
