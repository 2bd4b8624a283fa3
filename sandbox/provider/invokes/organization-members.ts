import type { Account, DelegatedAdministrator } from "@aws-sdk/client-organizations";
import {
    paginateListAccountsForParent,
    paginateListDelegatedAdministrators,
    paginateListOrganizationalUnitsForParent,
} from "@aws-sdk/client-organizations";
import type { Call } from "../handler.ts";
import { text } from "../inputs.ts";
import { doing } from "../service-error.ts";
import type { Invoke } from "./invoke.ts";

/** terraform-provider-aws, internal/service/organizations/organizational_unit_descendant_accounts_data_source.go */
export const getOrganizationalUnitDescendantAccounts: Invoke = {
    token: "aws:organizations/getOrganizationalUnitDescendantAccounts:getOrganizationalUnitDescendantAccounts",
    async run(call, given) {
        const parentId = String(given["parentId"]);
        const accounts = await doing(`listing Organizations Accounts for parent (${parentId}) and descendants`, () =>
            accountsAtAndBelow(call, parentId),
        );
        return {
            id: parentId,
            parentId,
            accounts: accounts.map((account) => ({
                id: account.Id,
                arn: account.Arn,
                email: account.Email,
                name: account.Name,
                status: account.Status,
            })),
        };
    },
};

async function accountsAtAndBelow(call: Call, parentId: string): Promise<Account[]> {
    const client = call.aws.organizations(call.region);
    const accounts: Account[] = [];
    for await (const page of paginateListAccountsForParent({ client }, { ParentId: parentId })) {
        accounts.push(...(page.Accounts ?? []));
    }
    for await (const page of paginateListOrganizationalUnitsForParent({ client }, { ParentId: parentId })) {
        for (const unit of page.OrganizationalUnits ?? []) {
            accounts.push(...(await accountsAtAndBelow(call, unit.Id ?? "")));
        }
    }
    return accounts;
}

/** terraform-provider-aws, internal/service/organizations/delegated_administrators_data_source.go */
export const getDelegatedAdministrators: Invoke = {
    token: "aws:organizations/getDelegatedAdministrators:getDelegatedAdministrators",
    async run(call, given) {
        const servicePrincipal = text(given["servicePrincipal"]);
        const found = await doing("reading Organizations Delegated Administrators", async () => {
            const administrators: DelegatedAdministrator[] = [];
            const pages = paginateListDelegatedAdministrators(
                { client: call.aws.organizations(call.region) },
                { ServicePrincipal: servicePrincipal },
            );
            for await (const page of pages) {
                administrators.push(...(page.DelegatedAdministrators ?? []));
            }
            return administrators;
        });
        return {
            ...given,
            id: call.region,
            delegatedAdministrators: found.map((one) => ({
                id: one.Id,
                arn: one.Arn,
                delegationEnabledDate: one.DelegationEnabledDate?.toISOString(),
                email: one.Email,
                joinedMethod: one.JoinedMethod,
                joinedTimestamp: one.JoinedTimestamp?.toISOString(),
                name: one.Name,
                status: one.Status,
            })),
        };
    },
};
