import {
    DisableAWSServiceAccessCommand,
    EnableAWSServiceAccessCommand,
    paginateListAWSServiceAccessForOrganization,
} from "@aws-sdk/client-organizations";
import type { Handler } from "../handler.ts";
import { output, string } from "../property.ts";
import { doing } from "../service-error.ts";

/**
 * terraform-provider-aws, internal/service/organizations/aws_service_access.go. The identifier is the service principal.
 * Access that is enabled already is enabled once more, which changes nothing.
 */
export const organizationsAwsServiceAccess: Handler = {
    type: "aws:organizations/awsServiceAccess:AwsServiceAccess",
    regional: false,
    properties: {
        servicePrincipal: string({ required: true, forceNew: true }),
        dateEnabled: output,
    },

    async create(call, inputs) {
        const principal = String(inputs["servicePrincipal"]);
        await doing(`creating Organizations Aws Service Access (${principal})`, () =>
            call.aws
                .organizations(call.region)
                .send(new EnableAWSServiceAccessCommand({ ServicePrincipal: principal })),
        );
        return principal;
    },

    async read(call, id) {
        return doing(`reading Organizations Aws Service Access (${id})`, async () => {
            const client = call.aws.organizations(call.region);
            for await (const page of paginateListAWSServiceAccessForOrganization({ client }, {})) {
                const found = page.EnabledServicePrincipals?.find(({ ServicePrincipal }) => ServicePrincipal === id);
                if (found !== undefined) {
                    return { servicePrincipal: id, dateEnabled: found.DateEnabled?.toISOString() };
                }
            }
            return undefined;
        });
    },

    async delete(call, id) {
        await doing(`deleting Organizations Aws Service Access (${id})`, () =>
            call.aws.organizations(call.region).send(new DisableAWSServiceAccessCommand({ ServicePrincipal: id })),
        );
    },
};
