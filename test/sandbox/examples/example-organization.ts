/** The organization that the examples speak of, in the emulator. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DescribeOrganizationCommand, MoveAccountCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import type { ClientSettings } from "../emulator/emulator-fixture.ts";
import { createMember, createOrganization } from "../emulator/organization-fixture.ts";
import { createUnit, rootOf } from "../emulator/stack-set-fixture.ts";
import { ACCOUNT } from "../end-to-end/account.ts";
import { PROJECT } from "../end-to-end/project-fixture.ts";

export const EXAMPLES = join(PROJECT, "examples");

/** The IDs of the examples, by those of the organization that they are deployed to. */
export type Ids = Readonly<Record<string, string>>;

/** The text of an example, with the IDs of the organization that it is deployed to. */
export function example(name: string, ids: Ids = {}): string {
    return Object.entries(ids).reduce(
        (text, [written, real]) => text.replaceAll(written, real),
        readFileSync(join(EXAMPLES, `Pulumi.${name}.yaml`), "utf8"),
    );
}

/** An organization with two members below a unit of its own, and the IDs of all of them. */
export async function makeOrganization(management: ClientSettings): Promise<{ ids: Ids; member: string }> {
    await createOrganization(management);
    const organizations = new OrganizationsClient(management);
    const root = await rootOf(organizations);
    const unit = await createUnit(organizations, root, "sandbox");
    const administrator = await createMember(management, "audit");
    const member = await createMember(management, "workload");
    await organizations.send(
        new MoveAccountCommand({ AccountId: member, SourceParentId: root, DestinationParentId: unit }),
    );
    const { Organization: organization } = await organizations.send(new DescribeOrganizationCommand({}));
    const ids = {
        "o-a1b2c3d4e5": organization?.Id ?? "",
        "r-ab12": root,
        "ou-ab12-sandbox1": unit,
        "111111111111": ACCOUNT,
        "222222222222": administrator,
    };
    return { ids, member };
}
