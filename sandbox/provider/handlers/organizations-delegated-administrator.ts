import {
    DeregisterDelegatedAdministratorCommand,
    paginateListDelegatedAdministrators,
    RegisterDelegatedAdministratorCommand,
} from "@aws-sdk/client-organizations";
import { isAccountId, lengthBetween } from "../check-values.ts";
import type { Handler } from "../handler.ts";
import { output, string } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";

/**
 * terraform-provider-aws, internal/service/organizations/delegated_administrator.go. The identifier is
 * `<account>/<service principal>`; an account that is registered already is refused by AWS.
 */
export const organizationsDelegatedAdministrator: Handler = {
    type: "aws:organizations/delegatedAdministrator:DelegatedAdministrator",
    regional: false,
    properties: {
        accountId: string({ required: true, forceNew: true, check: isAccountId }),
        servicePrincipal: string({ required: true, forceNew: true, check: lengthBetween(1, 128) }),
        arn: output,
        delegationEnabledDate: output,
        email: output,
        joinedMethod: output,
        joinedTimestamp: output,
        name: output,
        status: output,
    },

    async create(call, inputs) {
        const accountId = String(inputs["accountId"]);
        const servicePrincipal = String(inputs["servicePrincipal"]);
        const id = `${accountId}/${servicePrincipal}`;
        const command = new RegisterDelegatedAdministratorCommand({
            AccountId: accountId,
            ServicePrincipal: servicePrincipal,
        });
        await doing(`creating Organizations Delegated Administrator (${id})`, () =>
            call.aws.organizations(call.region).send(command),
        );
        return id;
    },

    async read(call, id) {
        const { accountId, servicePrincipal } = parse(id);
        return doing(`reading Organizations Delegated Administrator (${id})`, async () => {
            const client = call.aws.organizations(call.region);
            const pages = paginateListDelegatedAdministrators({ client }, { ServicePrincipal: servicePrincipal });
            for await (const page of pages) {
                const found = page.DelegatedAdministrators?.find(({ Id }) => Id === accountId);
                if (found !== undefined) {
                    return {
                        accountId,
                        servicePrincipal,
                        arn: found.Arn,
                        delegationEnabledDate: found.DelegationEnabledDate?.toISOString(),
                        email: found.Email,
                        joinedMethod: found.JoinedMethod,
                        joinedTimestamp: found.JoinedTimestamp?.toISOString(),
                        name: found.Name,
                        status: found.Status,
                    };
                }
            }
            return undefined;
        });
    },

    async delete(call, id) {
        const { accountId, servicePrincipal } = parse(id);
        const command = new DeregisterDelegatedAdministratorCommand({
            AccountId: accountId,
            ServicePrincipal: servicePrincipal,
        });
        await doing(`deleting Organizations Delegated Administrator (${id})`, () =>
            unlessCode(["AccountNotRegistered"], () => call.aws.organizations(call.region).send(command)),
        );
    },
};

function parse(id: string): { accountId: string; servicePrincipal: string } {
    const [accountId = "", servicePrincipal = "", ...rest] = id.split("/");
    if (accountId === "" || servicePrincipal === "" || rest.length > 0) {
        throw new Error(`unexpected format for ID (${id}), expected ACCOUNTID/SERVICEPRINCIPAL`);
    }
    return { accountId, servicePrincipal };
}
