/** The organization that a stack belongs to, and what its management account hands over to another. */
import { z } from "zod";
import { accountId, existing, existingIfGiven } from "./schema-values.ts";

const organizationId = z
    .string()
    .regex(
        /^o-[a-z0-9]{10,32}$/,
        "an organization's ID looks like o-a1b2c3d4e5: see aws organizations describe-organization",
    );

/** A root or an organizational unit: https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html */
export const organizationalUnitId = z
    .string()
    .regex(
        /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/,
        "an organizational unit looks like ou-ab12-cdefgh34, and a root like r-ab12",
    );

/** https://docs.aws.amazon.com/config/latest/developerguide/set-up-aggregator-cli.html */
export const organization = z
    .strictObject({
        id: organizationId.optional().meta({
            description: "The organization's ID: with it, one condition in a policy serves all members.",
        }),
        managementAccount: accountId.optional().meta({
            description: "The management account. Default: the stack's own account is it.",
        }),
        serviceAccess: existingIfGiven.meta({
            description:
                "Trusted access of AWS Config and CloudFormation StackSets to the organization, in the management " +
                "account's stack. Default: not this stack's business.",
        }),
        delegatedAdministrator: z
            .strictObject({
                mode: existing,
                account: accountId,
                serviceLinkedRoles: existing.meta({
                    description:
                        "AWS Config's roles for organizations in the management account, which AWS does not create where " +
                        "a delegated administrator deploys. They outlive the stack.",
                }),
            })
            .optional()
            .meta({
                description:
                    "In the management account's stack: the account that administers AWS Config and StackSets in its place.",
            }),
    })
    .prefault({})
    .meta({ description: "The organization that the stack belongs to." });
