import assert from "node:assert/strict";
import {
    DescribeOrganizationCommand,
    ListAccountsCommand,
    ListAccountsForParentCommand,
    ListRootsCommand,
    OrganizationsClient,
    RegisterDelegatedAdministratorCommand,
} from "@aws-sdk/client-organizations";
import { useEmulator } from "./emulator-fixture.ts";
import { createMember, createOrganization, memberSettings } from "./organization-fixture.ts";

describe("AWS emulator: who may read an organization", () => {
    const fixture = useEmulator();

    it("lets the management account and delegated administrators list accounts, and a member only know its organization", async () => {
        const settings = fixture.settings();
        await createOrganization(settings);
        const account = await createMember(settings, "security");
        const management = new OrganizationsClient(settings);
        const member = new OrganizationsClient(await memberSettings(settings, account));
        const { Organization: own } = await member.send(new DescribeOrganizationCommand({}));
        const { Organization: managed } = await management.send(new DescribeOrganizationCommand({}));
        assert.equal(own?.Id, managed?.Id);
        await assert.rejects(member.send(new ListAccountsCommand({})), { name: "AccessDeniedException" });

        await management.send(
            new RegisterDelegatedAdministratorCommand({ AccountId: account, ServicePrincipal: "config.amazonaws.com" }),
        );
        const { Roots: [root] = [] } = await member.send(new ListRootsCommand({}));
        const [seen, known] = [
            await member.send(new ListAccountsCommand({})),
            await management.send(new ListAccountsCommand({})),
        ];
        assert.equal(seen.Accounts?.length, 2);
        assert.deepEqual(seen.Accounts, known.Accounts);
        const { Accounts: below = [] } = await member.send(new ListAccountsForParentCommand({ ParentId: root?.Id }));
        assert.ok(below.some(({ Id }) => Id === account));
    });
});
