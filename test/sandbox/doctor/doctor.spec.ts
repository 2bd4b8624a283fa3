import assert from "node:assert/strict";
import { ListKeysCommand } from "@aws-sdk/client-kms";
import {
    EnableAWSServiceAccessCommand,
    OrganizationsClient,
    RegisterDelegatedAdministratorCommand,
} from "@aws-sdk/client-organizations";
import type { DoctorReport } from "../../../lib/doctor/advice.ts";
import { createRecorder } from "../emulator/config-fixture.ts";
import type { ClientSettings } from "../emulator/emulator-fixture.ts";
import { createMember, createOrganization } from "../emulator/organization-fixture.ts";
import { ACCOUNT } from "../end-to-end/account.ts";
import { packOf, REGION, useProject } from "../end-to-end/project-fixture.ts";
import { killAt, setFault } from "../interruption/killed-run.ts";
import { doctorReport, runDoctor } from "./run-doctor.ts";

const SETUP_SERVICE = "config-multiaccountsetup.amazonaws.com";

/** The command as a person runs it, against the emulator and the stack's real state. */
describe("packs doctor", function () {
    this.timeout(120_000);

    const project = useProject();

    beforeEach(async () => {
        await project.beginAnew();
        project.writePack(
            "root",
            packOf({ "root-mfa": "ROOT_ACCOUNT_MFA_ENABLED", keys: "IAM_ROOT_ACCESS_KEY_CHECK" }),
        );
        project.configure("packs: { root: {} }");
    });

    function settings(): ClientSettings {
        return {
            endpoint: project.endpoint,
            region: REGION,
            credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
            maxAttempts: 1,
        };
    }

    const doctor = (...options: string[]): Promise<string> => runDoctor(project, ...options);
    const report = (): Promise<DoctorReport> => doctorReport(project);

    async function keys(): Promise<string[]> {
        const { Keys: found = [] } = await project.account.kms.send(new ListKeysCommand({}));
        return found.map(({ KeyArn: arn = "" }) => arn);
    }

    it("finds nothing in the way of a stack that is deployed, and tells the quotas that it uses", async () => {
        await project.up();
        const { rows, configuration, remarks } = await report();
        assert.deepEqual(configuration, []);
        assert.deepEqual(remarks, []);
        const states = Object.fromEntries(rows.map(({ what, state, detail }) => [what, `${state}: ${detail}`]));
        assert.match(states["configuration recorder"] ?? "", /^managed here: default, recording/);
        assert.match(states["delivery bucket"] ?? "", /^managed here: config-history-test-/);
        assert.match(states["encryption key"] ?? "", /^managed here: alias\/conformance-packs-test -> /);
        assert.equal(states["rules"], "exists: 2 of 1000 used");
        assert.equal(states["conformance packs"], "exists: 1 of 50 used");
        assert.match(await doctor(), /Nothing that this stack would create is in its way/);
    });

    it("prints the lines that take over a recorder of somebody else, and with them the stack deploys", async () => {
        await createRecorder(settings(), ACCOUNT);
        const { configuration } = await report();
        assert.deepEqual(configuration, [
            "conformance-packs:role: { mode: adopt }",
            "conformance-packs:recorder: { mode: adopt, globalResourceTypes: false }",
        ]);
        await project.failing("up");
        project.configure(`packs: { root: {} }\n${configuration.join("\n").replaceAll("conformance-packs:", "")}`);
        await project.up();
        assert.deepEqual((await report()).configuration, []);
    });

    it("finds the key that a crash orphaned, and prints the command that deletes it", async () => {
        await project.up();
        const before = await keys();
        project.configure("packs: { root: {} }\nalertTopic: { enabled: true }\n");
        const point = { service: "kms", operation: "CreateKey", nth: 1, when: "after", victims: "everything" } as const;
        assert.ok(await killAt(project, "up", point));
        const orphan = (await keys()).find((arn) => !before.includes(arn));
        assert.ok(orphan !== undefined);
        const killed = await report();
        assert.ok(killed.remarks.some((remark) => /interrupted run was creating alerts-key/.test(remark)));

        // One who may not search by tags makes a second key.
        await setFault(project.endpoint, {
            service: "tagging",
            operation: "GetResources",
            status: 400,
            code: "AccessDeniedException",
            count: null,
        });
        assert.match((await project.up()).warnings, /could not look for what an earlier run of this stack left behind/);
        await fetch(new URL("/sandbox/faults", project.endpoint), { method: "DELETE" });
        assert.equal((await keys()).length, before.length + 2);

        const { remarks } = await report();
        const about = remarks.filter((remark) => remark.includes("carries this stack's tag and is not in its state"));
        assert.equal(about.length, 1, remarks.join("\n"));
        assert.ok(about[0]?.includes(`aws kms schedule-key-deletion --key-id ${orphan}`), about[0]);
    });

    it("tells the organization, whom it trusts and who administers for it", async () => {
        await createOrganization(settings());
        const member = await createMember(settings(), "administrator");
        const organizations = new OrganizationsClient(settings());
        await organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal: SETUP_SERVICE }));
        await organizations.send(
            new RegisterDelegatedAdministratorCommand({ AccountId: member, ServicePrincipal: SETUP_SERVICE }),
        );
        const { rows } = await report();
        const details = Object.fromEntries(rows.map(({ what, detail }) => [what, detail]));
        assert.equal(details["organization"], "managed by this account");
        assert.equal(details["trusted access"], SETUP_SERVICE);
        assert.equal(details["delegated administrators"], `${member} for ${SETUP_SERVICE}`);
        assert.equal(details["organization conformance packs"], "0 of 50 used");
    });
});
