import assert from "node:assert/strict";
import { ConfigServiceClient, DescribeConfigRulesCommand } from "@aws-sdk/client-config-service";
import {
    CreateOrganizationalUnitCommand,
    EnableAWSServiceAccessCommand,
    ListRootsCommand,
    MoveAccountCommand,
    OrganizationsClient,
    RegisterDelegatedAdministratorCommand,
} from "@aws-sdk/client-organizations";
import { startRecording } from "../emulator/config-fixture.ts";
import type { ClientSettings } from "../emulator/emulator-fixture.ts";
import { createMember, createOrganization, memberSettings } from "../emulator/organization-fixture.ts";
import { assertChanges, assertNoStackTrace } from "../end-to-end/outcome.ts";
import { packOf, REGION, useProject } from "../end-to-end/project-fixture.ts";
import { actInMember } from "./member-account.ts";
import { MemberProject } from "./member-project.ts";

const PACK = "aws:cfg:OrganizationConformancePack baseline";
const MEMBERS = ["sandbox", "production", "legacy", "elsewhere"] as const;

/**
 * Units of an organization: sandbox, and production with legacy below it. One member is in each, and one in none. The
 * stack is a delegated administrator's, from which all of it has to work.
 */
describe("a staged rollout", function () {
    this.timeout(240_000);

    const project = useProject(new MemberProject());
    const accounts: Record<string, string> = {};
    const units: Record<string, string> = {};
    let settings: ClientSettings;

    before("make an organization", async () => {
        settings = {
            endpoint: project.endpoint,
            region: REGION,
            credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
            maxAttempts: 1,
        };
        await createOrganization(settings);
        const organizations = new OrganizationsClient(settings);
        const { Roots: [root] = [] } = await organizations.send(new ListRootsCommand({}));
        const parents = [
            ["sandbox", root?.Id],
            ["production", root?.Id],
            ["legacy", "production"],
        ] as const;
        for (const [name, parent = ""] of parents) {
            const { OrganizationalUnit: unit } = await organizations.send(
                new CreateOrganizationalUnitCommand({ ParentId: units[parent] ?? parent, Name: name }),
            );
            units[name] = unit?.Id ?? "";
        }
        for (const name of MEMBERS) {
            const account = await createMember(settings, name);
            accounts[name] = account;
            await startRecording(await memberSettings(settings, account), account);
            if (units[name] !== undefined) {
                const move = { SourceParentId: root?.Id, DestinationParentId: units[name] };
                await organizations.send(new MoveAccountCommand({ AccountId: account, ...move }));
            }
        }
        const delegate = await createMember(settings, "security");
        for (const ServicePrincipal of ["config.amazonaws.com", "config-multiaccountsetup.amazonaws.com"]) {
            await organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal }));
            await organizations.send(
                new RegisterDelegatedAdministratorCommand({ AccountId: delegate, ServicePrincipal }),
            );
        }
        // The management account does not record, and nothing here is for it.
        project.member = await actInMember(project.managementEndpoint, delegate);
        project.writePack("baseline", packOf({ "root-mfa": "ROOT_ACCOUNT_MFA_ENABLED" }));
    });

    after(() => project.member?.close());

    function configure(reach: string): void {
        project.configure(
            `packs:\n  baseline: { target: organization, excludedAccounts: ["123456789012"], ${reach} }\n`,
        );
    }

    function rings(upTo: string): string {
        const named = [
            `{ name: sandbox, units: [${units["sandbox"] ?? ""}] }`,
            `{ name: production, units: [${units["production"] ?? ""}] }`,
            "{ name: rest }",
        ];
        return `rollout: { rings: [${named.join(", ")}], upTo: ${upTo} }`;
    }

    /** Members that have the rule of the pack. */
    async function having(): Promise<string[]> {
        const found: string[] = [];
        for (const name of MEMBERS) {
            const config = new ConfigServiceClient(await memberSettings(settings, accounts[name] ?? ""));
            const { ConfigRules: rules = [] } = await config.send(new DescribeConfigRulesCommand({}));
            found.push(...(rules.length > 0 ? [name] : []));
        }
        return found;
    }

    it("begins with the first ring, and a second run has nothing to do", async () => {
        configure(rings("sandbox"));
        assert.ok((await project.up()).changes.includes(`create ${PACK}`));
        assert.deepEqual(await having(), ["sandbox"]);
        assertChanges(await project.preview(), []);
    });

    it("goes on with the next ring, and the units below it", async () => {
        configure(rings("production"));
        assertChanges(await project.up(), [`update ${PACK}`]);
        assert.deepEqual(await having(), ["sandbox", "production", "legacy"]);
        assertChanges(await project.preview(), []);
    });

    it("ends with the rest", async () => {
        configure(rings("rest"));
        assertChanges(await project.up(), [`update ${PACK}`]);
        assert.deepEqual(await having(), [...MEMBERS]);
    });

    it("can be taken back", async () => {
        configure(rings("sandbox"));
        assertChanges(await project.up(), [`update ${PACK}`]);
        assert.deepEqual(await having(), ["sandbox"]);
    });

    it("sees an account that moved to another unit", async () => {
        await new OrganizationsClient(settings).send(
            new MoveAccountCommand({
                AccountId: accounts["legacy"],
                SourceParentId: units["legacy"],
                DestinationParentId: units["sandbox"],
            }),
        );
        assertChanges(await project.up(), [`update ${PACK}`]);
        assert.deepEqual(await having(), ["sandbox", "legacy"]);
    });

    it("is one way; units that are named or left out are others", async () => {
        configure(`excludedUnits: [${units["sandbox"] ?? ""}]`);
        assertChanges(await project.up(), [`update ${PACK}`]);
        assert.deepEqual(await having(), ["production", "elsewhere"]);
        configure(`units: [${units["production"] ?? ""}]`);
        assertChanges(await project.up(), [`update ${PACK}`]);
        assert.deepEqual(await having(), ["production"]);
    });

    it("is refused with a unit that is not there, before anything changes", async () => {
        configure("units: [ou-zzzz-zzzzzzzz]");
        const failed = await project.failing("preview");
        assert.match(
            failed.errors,
            /the organizational unit ou-zzzz-zzzzzzzz could not be read, .*pack baseline depends/,
        );
        assertNoStackTrace(failed);
    });
});
