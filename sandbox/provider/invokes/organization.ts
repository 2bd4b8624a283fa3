import type { Account } from "@aws-sdk/client-organizations";
import {
    DescribeOrganizationCommand,
    paginateListAccounts,
    paginateListAWSServiceAccessForOrganization,
    paginateListRoots,
} from "@aws-sdk/client-organizations";
import type { Call } from "../handler.ts";
import type { Values } from "../property.ts";
import { doing } from "../service-error.ts";
import type { Invoke } from "./invoke.ts";

/** terraform-provider-aws, internal/service/organizations/organization_data_source.go */
export const getOrganization: Invoke = {
    token: "aws:organizations/getOrganization:getOrganization",
    async run(call, given) {
        const client = call.aws.organizations(call.region);
        const { Organization: organization } = await doing("reading Organizations Organization", () =>
            client.send(new DescribeOrganizationCommand({})),
        );
        const managementAccountId = organization?.MasterAccountId;
        const identity: Values = {
            id: organization?.Id,
            arn: organization?.Arn,
            featureSet: organization?.FeatureSet,
            masterAccountId: managementAccountId,
            masterAccountArn: organization?.MasterAccountArn,
            masterAccountEmail: organization?.MasterAccountEmail,
        };
        if (given["returnOrganizationOnly"] === true) {
            return { ...identity, returnOrganizationOnly: true };
        }
        const accounts = await doing("reading Organizations Accounts", () => listAccounts(call));
        const roots = await doing("reading Organizations roots", () => listRoots(call));
        const principals = await doing("reading Organizations service principals", () => listPrincipals(call));
        return {
            ...identity,
            accounts,
            nonMasterAccounts: accounts.filter(({ id }) => id !== managementAccountId),
            masterAccountName: accounts.find(({ id }) => id === managementAccountId)?.["name"] ?? "",
            roots,
            awsServiceAccessPrincipals: principals,
            enabledPolicyTypes: roots
                .flatMap(({ policyTypes }) => policyTypes)
                .filter(({ status }) => status === "ENABLED")
                .map(({ type }) => type),
        };
    },
};

async function listAccounts(call: Call) {
    const accounts: Account[] = [];
    for await (const page of paginateListAccounts({ client: call.aws.organizations(call.region) }, {})) {
        accounts.push(...(page.Accounts ?? []));
    }
    return accounts.map((account) => ({
        id: account.Id,
        arn: account.Arn,
        email: account.Email,
        name: account.Name,
        status: account.Status,
        state: account.State ?? account.Status,
        joinedMethod: account.JoinedMethod,
        joinedTimestamp: account.JoinedTimestamp?.toISOString(),
    }));
}

async function listRoots(call: Call) {
    const roots = [];
    for await (const page of paginateListRoots({ client: call.aws.organizations(call.region) }, {})) {
        roots.push(...(page.Roots ?? []));
    }
    return roots.map((root) => ({
        id: root.Id,
        arn: root.Arn,
        name: root.Name,
        policyTypes: (root.PolicyTypes ?? []).map(({ Type, Status }) => ({ type: Type, status: Status })),
    }));
}

async function listPrincipals(call: Call) {
    const principals: string[] = [];
    const client = call.aws.organizations(call.region);
    for await (const page of paginateListAWSServiceAccessForOrganization({ client }, {})) {
        principals.push(...(page.EnabledServicePrincipals ?? []).map(({ ServicePrincipal }) => ServicePrincipal ?? ""));
    }
    return principals;
}
