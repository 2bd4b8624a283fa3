import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import {
    ActivateOrganizationsAccessCommand,
    CloudFormationClient,
    UpdateStackInstancesCommand,
} from "@aws-sdk/client-cloudformation";
import { ConfigServiceClient, DescribeConfigurationRecordersCommand } from "@aws-sdk/client-config-service";
import { CreateRoleCommand, DeleteRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { DescribeOrganizationCommand, MoveAccountCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { sandboxEnvironment } from "../../../sandbox/workspace.ts";
import type { ClientSettings } from "../emulator/emulator-fixture.ts";
import { createMember, createOrganization, memberSettings } from "../emulator/organization-fixture.ts";
import { createUnit, endedOperation, instancesOf, rootOf } from "../emulator/stack-set-fixture.ts";
import { assertNoStackTrace } from "../end-to-end/outcome.ts";
import { PROJECT, REGION, useProject } from "../end-to-end/project-fixture.ts";

const ROLE = "conformance-packs-remediation";
const GLOBAL = "conformance-packs-test-members-global";
const REGIONAL = "conformance-packs-test-members-regional";

/** A member where a role of the rollout's name is somebody else's already. */
describe("member accounts where the rollout fails", function () {
    this.timeout(180_000);

    const project = useProject();
    let management: ClientSettings;
    let unit = "";
    let organizationId = "";
    const members = { good: "", bad: "" };

    before("make an organization", async () => {
        management = {
            endpoint: project.endpoint,
            region: REGION,
            credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
            maxAttempts: 1,
        };
        await createOrganization(management);
        await new CloudFormationClient(management).send(new ActivateOrganizationsAccessCommand({}));
        const organizations = new OrganizationsClient(management);
        const root = await rootOf(organizations);
        unit = await createUnit(organizations, root, "workloads");
        for (const name of ["good", "bad"] as const) {
            members[name] = await createMember(management, name);
            await organizations.send(
                new MoveAccountCommand({
                    AccountId: members[name],
                    SourceParentId: root,
                    DestinationParentId: unit,
                }),
            );
        }
        const iam = new IAMClient(await memberSettings(management, members.bad));
        const trust = { Version: "2012-10-17", Statement: [] };
        await iam.send(new CreateRoleCommand({ RoleName: ROLE, AssumeRolePolicyDocument: JSON.stringify(trust) }));
        const { Organization: organization } = await organizations.send(new DescribeOrganizationCommand({}));
        organizationId = organization?.Id ?? "";
    });

    function configure(tolerance: number): void {
        project.configure(
            `organization: { id: ${organizationId} }\n` +
                `members: { units: [${unit}], failureTolerancePercentage: ${tolerance} }\n`,
        );
    }

    /** The command as a person runs it. */
    async function verify(): Promise<{ code: number; out: string }> {
        const environment = sandboxEnvironment({
            backend: join(project.folder, "backend"),
            endpoint: project.endpoint,
        });
        const env = { ...process.env, ...environment, AWS_ENDPOINT_URL: project.endpoint };
        const words = [join(PROJECT, "bin", "packs.mjs"), "verify", "--stack", "test"];
        return new Promise((done) => {
            execFile(process.execPath, words, { cwd: project.folder, env, timeout: 90_000 }, (failure, out) => {
                done({ code: typeof failure?.code === "number" ? failure.code : failure === null ? 0 : -1, out });
            });
        });
    }

    it("stop the deployment where more fail than may, and name account, region and reason", async () => {
        configure(0);
        const failed = await project.failing("up");
        assert.deepEqual(failed.failed, ["create aws:cloudformation:StackInstances members-global-instances"]);
        assert.match(
            failed.errors,
            new RegExp(`Account \\(${members.bad}\\), Region \\(${REGION}\\), FAILED: .*RemediationRole.*${ROLE}`),
        );
        assertNoStackTrace(failed);
    });

    it("do not where they may, and packs verify tells which failed, why, and what to run", async () => {
        configure(100);
        await project.up();
        const { code, out } = await verify();
        assert.equal(code, 1);
        assert.match(out, new RegExp(`^ {2}${GLOBAL}: 2 instances, 1 failed$`, "m"));
        assert.match(out, new RegExp(`^ {4}account ${members.bad}, ${REGION}: FAILED: .*${ROLE}`, "m"));
        assert.match(
            out,
            new RegExp(`-> remove the cause .* --stack-set-name ${GLOBAL} .*OrganizationalUnitIds=${unit}`),
        );
        // The regional stack of that account has nothing to go by.
        assert.match(
            out,
            new RegExp(`^ {4}account ${members.bad}, ${REGION}: FAILED: .*Unable to fetch parameters`, "m"),
        );
        assert.match(out, new RegExp(`-> the global stack of the account comes first.*see to ${GLOBAL}$`, "m"));
    });

    it("are made up for by what it says", async () => {
        await new IAMClient(await memberSettings(management, members.bad)).send(
            new DeleteRoleCommand({ RoleName: ROLE }),
        );
        await updateInstances(GLOBAL);
        await updateInstances(REGIONAL);
        const { code, out } = await verify();
        assert.equal(code, 0, out);
        assert.match(out, new RegExp(`^ {2}${REGIONAL}: 2 instances, none failed$`, "m"));
    });

    it("leave nothing of a creation that failed half-way in the way of the next one", async () => {
        const organizations = new OrganizationsClient(management);
        const account = await createMember(management, "unlucky");
        await project.account.injectFault({
            service: "events",
            operation: "PutRule",
            account,
            status: 400,
            code: "LimitExceededException",
            message: "Not today.",
        });
        await organizations.send(
            new MoveAccountCommand({
                AccountId: account,
                SourceParentId: await rootOf(organizations),
                DestinationParentId: unit,
            }),
        );
        const cloudFormation = new CloudFormationClient(management);
        const statusOf = async (): Promise<string | undefined> => {
            const instances = await instancesOf(cloudFormation, REGIONAL);
            return instances.find((one) => one.Account === account)?.StackInstanceStatus?.DetailedStatus;
        };
        for (let poll = 0; poll < 300 && (await statusOf()) !== "FAILED"; poll++) {
            await delay(100);
        }
        assert.equal(await statusOf(), "FAILED");
        const config = new ConfigServiceClient(await memberSettings(management, account));
        const recorders = async (): Promise<(string | undefined)[]> => {
            const { ConfigurationRecorders: found = [] } = await config.send(
                new DescribeConfigurationRecordersCommand({}),
            );
            return found.map(({ name }) => name);
        };
        assert.deepEqual(await recorders(), []);
        await updateInstances(REGIONAL);
        assert.deepEqual(await recorders(), ["conformance-packs-test"]);
        assert.equal((await verify()).code, 0);
    });

    async function updateInstances(name: string): Promise<void> {
        const cloudFormation = new CloudFormationClient(management);
        const { OperationId: id } = await cloudFormation.send(
            new UpdateStackInstancesCommand({
                StackSetName: name,
                DeploymentTargets: { OrganizationalUnitIds: [unit] },
                Regions: [REGION],
            }),
        );
        await endedOperation(cloudFormation, name, id);
    }
});
