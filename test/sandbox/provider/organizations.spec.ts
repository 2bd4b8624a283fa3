import assert from "node:assert/strict";
import {
    CreateOrganizationalUnitCommand,
    EnableAWSServiceAccessCommand,
    ListAWSServiceAccessForOrganizationCommand,
    ListDelegatedAdministratorsCommand,
    ListRootsCommand,
    MoveAccountCommand,
    OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { useEmulator } from "../emulator/emulator-fixture.ts";
import { createMember, createOrganization } from "../emulator/organization-fixture.ts";
import { EngineSteps } from "./engine-steps.ts";

const ACCESS = "aws:organizations/awsServiceAccess:AwsServiceAccess";
const DELEGATION = "aws:organizations/delegatedAdministrator:DelegatedAdministrator";
const CONFIG = "config.amazonaws.com";
const SETUP = "config-multiaccountsetup.amazonaws.com";

describe("the administration of an organization, by the stand-in provider", () => {
    const fixture = useEmulator();
    let engine: EngineSteps;
    let organizations: OrganizationsClient;
    let member: string;

    beforeEach(async () => {
        await fixture.reset();
        engine = new EngineSteps(fixture.emulator.endpoint);
        organizations = new OrganizationsClient(fixture.settings());
        await createOrganization(fixture.settings());
        member = await createMember(fixture.settings(), "security");
    });

    /** Nothing is delegated of a service without access. */
    async function trust(...services: string[]): Promise<void> {
        for (const ServicePrincipal of services) {
            await organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal }));
        }
    }

    async function trusted(): Promise<(string | undefined)[]> {
        const answer = await organizations.send(new ListAWSServiceAccessForOrganizationCommand({}));
        return (answer.EnabledServicePrincipals ?? []).map(({ ServicePrincipal }) => ServicePrincipal);
    }

    it("gives access, reads it back without a difference, and takes it away", async () => {
        const program = { servicePrincipal: CONFIG };
        const made = await engine.create(ACCESS, program);
        assert.equal(made.id, CONFIG);
        assert.match(String(made.state["dateEnabled"]), /^\d{4}-/);
        assert.deepEqual(engine.diff(made, program).changes, []);
        assert.deepEqual((await engine.refresh(made))?.state, made.state);
        assert.deepEqual(await trusted(), [CONFIG]);
        assert.deepEqual(
            engine.diff(made, { servicePrincipal: SETUP }).changes.map(({ property, replace }) => [property, replace]),
            [["servicePrincipal", true]],
        );
        await engine.delete(made);
        assert.deepEqual(await trusted(), []);
        assert.equal(await engine.refresh(made), undefined);
    });

    it("gives access that is there already once more, and imports it by its service", async () => {
        await trust(CONFIG);
        const made = await engine.create(ACCESS, { servicePrincipal: CONFIG });
        const imported = await engine.import(ACCESS, CONFIG);
        assert.deepEqual(imported?.state, made.state);
        assert.deepEqual(await trusted(), [CONFIG]);
        assert.equal(await engine.import(ACCESS, SETUP), undefined);
    });

    it("registers a delegated administrator, reads it back without a difference, and deregisters it", async () => {
        await trust(SETUP);
        const program = { accountId: member, servicePrincipal: SETUP };
        const made = await engine.create(DELEGATION, program);
        assert.equal(made.id, `${member}/${SETUP}`);
        assert.equal(made.state["email"], "security@example.com");
        assert.equal(made.state["status"], "ACTIVE");
        assert.deepEqual(engine.diff(made, program).changes, []);
        assert.deepEqual((await engine.refresh(made))?.state, made.state);
        const imported = await engine.import(DELEGATION, made.id);
        assert.deepEqual(imported?.state, made.state);
        assert.deepEqual(
            engine
                .diff(made, { accountId: "444455556666", servicePrincipal: CONFIG })
                .changes.map(({ property, replace }) => [property, replace])
                .sort(),
            [
                ["accountId", true],
                ["servicePrincipal", true],
            ],
        );
        await engine.delete(made);
        const { DelegatedAdministrators: left } = await organizations.send(new ListDelegatedAdministratorsCommand({}));
        assert.deepEqual(left, []);
        assert.equal(await engine.refresh(made), undefined);
        // Deleting what is gone already is no error.
        await engine.delete(made);
    });

    it("refuses a service without access, an account that is a delegated administrator already, and the management account", async () => {
        const program = { accountId: member, servicePrincipal: CONFIG };
        await assert.rejects(engine.create(DELEGATION, program), /InvalidInputException/);
        await trust(CONFIG);
        await engine.create(DELEGATION, program);
        await assert.rejects(
            engine.create(DELEGATION, program),
            new RegExp(`creating Organizations Delegated Administrator \\(${member}/${CONFIG}\\): AccountAlreadyRegis`),
        );
        await assert.rejects(
            engine.create(DELEGATION, { accountId: "123456789012", servicePrincipal: CONFIG }),
            /ConstraintViolationException: .*cannot register master account/,
        );
    });

    it("refuses what is no account, and an identifier of another form", async () => {
        const { failures } = engine.provider.check(
            { type: DELEGATION, name: "one" },
            { accountId: "1", servicePrincipal: "" },
            {},
            new Uint8Array(32),
        );
        assert.deepEqual(failures.map(({ property }) => property).sort(), ["accountId", "servicePrincipal"]);
        await assert.rejects(engine.import(DELEGATION, member), /expected ACCOUNTID\/SERVICEPRINCIPAL/);
    });

    it("lists delegated administrators of a service", async () => {
        await trust(CONFIG, SETUP);
        await engine.create(DELEGATION, { accountId: member, servicePrincipal: CONFIG });
        const idsOf = async (servicePrincipal: string): Promise<unknown> => {
            const token = "aws:organizations/getDelegatedAdministrators:getDelegatedAdministrators";
            const answer = await engine.provider.invoke(token, { servicePrincipal });
            return (answer["delegatedAdministrators"] as { id: string }[]).map(({ id }) => id);
        };
        assert.deepEqual(await idsOf(CONFIG), [member]);
        assert.deepEqual(await idsOf(SETUP), []);
    });

    it("lists the accounts of a unit and of those below it", async () => {
        const { Roots: [root] = [] } = await organizations.send(new ListRootsCommand({}));
        const unit = async (name: string, parent: string | undefined): Promise<string> => {
            const command = new CreateOrganizationalUnitCommand({ ParentId: parent, Name: name });
            return (await organizations.send(command)).OrganizationalUnit?.Id ?? "";
        };
        const outer = await unit("workloads", root?.Id);
        const inner = await unit("production", outer);
        const deep = await createMember(fixture.settings(), "deep");
        const moves = [
            { AccountId: member, DestinationParentId: outer },
            { AccountId: deep, DestinationParentId: inner },
        ];
        for (const move of moves) {
            await organizations.send(new MoveAccountCommand({ ...move, SourceParentId: root?.Id }));
        }
        const accountsOf = async (parentId: string): Promise<unknown> => {
            const token =
                "aws:organizations/getOrganizationalUnitDescendantAccounts:getOrganizationalUnitDescendantAccounts";
            const answer = await engine.provider.invoke(token, { parentId });
            return (answer["accounts"] as { id: string }[]).map(({ id }) => id);
        };
        assert.deepEqual(await accountsOf(outer), [member, deep]);
        assert.deepEqual(await accountsOf(inner), [deep]);
        await assert.rejects(
            accountsOf("ou-zzzz-zzzzzzzz"),
            /listing Organizations Accounts for parent \(ou-zzzz-zzzzzzzz\) and descendants: ParentNotFoundException/,
        );
    });
});
