/** Asks AWS Organizations who manages, who is trusted and to whom administration is delegated. */
import {
    DescribeOrganizationCommand,
    type OrganizationsClient,
    paginateListAWSServiceAccessForOrganization,
    paginateListDelegatedAdministrators,
} from "@aws-sdk/client-organizations";
import type { OrganizationFound } from "../../lib/doctor/inventory.ts";

/** https://docs.aws.amazon.com/config/latest/developerguide/conformance-pack-organization-apis.html */
const DELEGATED_SERVICES = ["config.amazonaws.com", "config-multiaccountsetup.amazonaws.com"];

/** What a member may not ask stays empty: only the management account and delegated administrators are answered. */
export async function findOrganization(client: OrganizationsClient): Promise<OrganizationFound | undefined> {
    const { Organization: organization } = await client.send(new DescribeOrganizationCommand({}));
    const trustedAccess: string[] = [];
    const delegatedAdministrators: { service: string; account: string }[] = [];
    try {
        for await (const page of paginateListAWSServiceAccessForOrganization({ client }, {})) {
            trustedAccess.push(...(page.EnabledServicePrincipals ?? []).flatMap((one) => one.ServicePrincipal ?? []));
        }
        for (const service of DELEGATED_SERVICES) {
            const pages = paginateListDelegatedAdministrators({ client }, { ServicePrincipal: service });
            for await (const { DelegatedAdministrators: found = [] } of pages) {
                delegatedAdministrators.push(...found.map(({ Id }) => ({ service, account: Id ?? "" })));
            }
        }
    } catch (reason) {
        if (!(reason instanceof Error) || reason.name !== "AccessDeniedException") {
            throw reason;
        }
    }
    return { managementAccount: organization?.MasterAccountId ?? "", trustedAccess, delegatedAdministrators };
}
