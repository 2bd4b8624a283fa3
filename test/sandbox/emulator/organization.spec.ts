import assert from "node:assert/strict";
import {
    AcceptHandshakeCommand,
    DescribeOrganizationCommand,
    EnableAWSServiceAccessCommand,
    InviteAccountToOrganizationCommand,
    LeaveOrganizationCommand,
    ListAccountsCommand,
    ListAccountsForParentCommand,
    ListAWSServiceAccessForOrganizationCommand,
    ListChildrenCommand,
    ListDelegatedAdministratorsCommand,
    ListHandshakesForAccountCommand,
    ListParentsCommand,
    MoveAccountCommand,
    OrganizationsClient,
    RegisterDelegatedAdministratorCommand,
} from "@aws-sdk/client-organizations";
import { useEmulator } from "./emulator-fixture.ts";
import { createMember, createOrganization, memberSettings } from "./organization-fixture.ts";
import { createUnit, rootOf } from "./stack-set-fixture.ts";

const SETUP_SERVICE = "config-multiaccountsetup.amazonaws.com";
const OUTSIDER = "999988887777";

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html */
describe("AWS emulator: organizations", () => {
    const fixture = useEmulator();
    const organizations = (): OrganizationsClient => new OrganizationsClient(fixture.settings());
    const of = async (account: string): Promise<OrganizationsClient> =>
        new OrganizationsClient(await memberSettings(fixture.settings(), account));
    const delegate = (account: string): Promise<unknown> =>
        organizations().send(
            new RegisterDelegatedAdministratorCommand({ AccountId: account, ServicePrincipal: SETUP_SERVICE }),
        );
    let root = "";

    beforeEach(async () => {
        await fixture.reset();
        await createOrganization(fixture.settings());
        root = await rootOf(organizations());
    });

    it("know which account is where", async () => {
        const unit = await createUnit(organizations(), root, "workloads");
        const nested = await createUnit(organizations(), unit, "nested");
        const member = await createMember(fixture.settings(), "member");
        await organizations().send(
            new MoveAccountCommand({ AccountId: member, SourceParentId: root, DestinationParentId: nested }),
        );
        const { Accounts: accounts } = await organizations().send(
            new ListAccountsForParentCommand({ ParentId: nested }),
        );
        assert.deepEqual(
            accounts?.map((account) => account.Id),
            [member],
        );
        const { Children: units } = await organizations().send(
            new ListChildrenCommand({ ParentId: unit, ChildType: "ORGANIZATIONAL_UNIT" }),
        );
        assert.deepEqual(units, [{ Id: nested, Type: "ORGANIZATIONAL_UNIT" }]);
        const { Parents: parents } = await organizations().send(new ListParentsCommand({ ChildId: member }));
        assert.deepEqual(parents, [{ Id: nested, Type: "ORGANIZATIONAL_UNIT" }]);
    });

    it("delegate a service only where it has access, and to three accounts", async () => {
        const accounts = [];
        for (const name of ["a", "b", "c", "d"]) {
            accounts.push(await createMember(fixture.settings(), name));
        }
        const [first = "", second = "", third = "", fourth = ""] = accounts;
        await assert.rejects(delegate(first), { name: "InvalidInputException", message: /unrecognized service/ });
        await organizations().send(new EnableAWSServiceAccessCommand({ ServicePrincipal: SETUP_SERVICE }));
        const { EnabledServicePrincipals: enabled } = await organizations().send(
            new ListAWSServiceAccessForOrganizationCommand({}),
        );
        assert.deepEqual(
            enabled?.map((service) => service.ServicePrincipal),
            [SETUP_SERVICE],
        );
        await delegate(first);
        await assert.rejects(delegate(first), { name: "AccountAlreadyRegisteredException" });
        await delegate(second);
        await delegate(third);
        await assert.rejects(delegate(fourth), { name: "ConstraintViolationException" });
        const { DelegatedAdministrators: found } = await organizations().send(
            new ListDelegatedAdministratorsCommand({ ServicePrincipal: SETUP_SERVICE }),
        );
        assert.equal(found?.length, 3);
    });

    it("let delegated administrators read, and other members know their organization only", async () => {
        const administrator = await createMember(fixture.settings(), "administrator");
        const other = await createMember(fixture.settings(), "other");
        await organizations().send(new EnableAWSServiceAccessCommand({ ServicePrincipal: SETUP_SERVICE }));
        await delegate(administrator);
        const { Accounts: accounts } = await (await of(administrator)).send(new ListAccountsCommand({}));
        assert.equal(accounts?.length, 3);
        await assert.rejects(
            (await of(administrator)).send(new EnableAWSServiceAccessCommand({ ServicePrincipal: SETUP_SERVICE })),
            { name: "AccessDeniedException" },
        );
        await assert.rejects((await of(other)).send(new ListAccountsCommand({})), { name: "AccessDeniedException" });
        const { Organization: known } = await (await of(other)).send(new DescribeOrganizationCommand({}));
        assert.equal(known?.FeatureSet, "ALL");
    });

    it("invite accounts, which accept and leave again", async () => {
        const { Handshake: invitation } = await organizations().send(
            new InviteAccountToOrganizationCommand({ Target: { Id: OUTSIDER, Type: "ACCOUNT" } }),
        );
        const outsider = await of(OUTSIDER);
        const { Handshakes: received } = await outsider.send(new ListHandshakesForAccountCommand({}));
        assert.deepEqual(
            received?.map((handshake) => handshake.Id),
            [invitation?.Id],
        );
        await outsider.send(new AcceptHandshakeCommand({ HandshakeId: invitation?.Id }));
        await assert.rejects(outsider.send(new AcceptHandshakeCommand({ HandshakeId: invitation?.Id })), {
            name: "InvalidHandshakeTransitionException",
        });
        const { Accounts: accounts } = await organizations().send(new ListAccountsForParentCommand({ ParentId: root }));
        assert.equal(accounts?.find((account) => account.Id === OUTSIDER)?.JoinedMethod, "INVITED");
        await outsider.send(new LeaveOrganizationCommand({}));
        await assert.rejects(outsider.send(new DescribeOrganizationCommand({})), {
            name: "AWSOrganizationsNotInUseException",
        });
    });
});
