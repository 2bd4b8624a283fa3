import {
    AttachRolePolicyCommand,
    DetachRolePolicyCommand,
    paginateListAttachedRolePolicies,
} from "@aws-sdk/client-iam";
import { isArn } from "../check-values.ts";
import type { Handler } from "../handler.ts";
import { string } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";

/** terraform-provider-aws, internal/service/iam/role_policy_attachment.go. Both properties replace, so nothing updates. */
export const iamRolePolicyAttachment: Handler = {
    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    regional: false,
    properties: {
        policyArn: string({ required: true, forceNew: true, check: isArn }),
        role: string({ required: true, forceNew: true }),
    },

    async create(call, inputs) {
        const RoleName = String(inputs["role"]);
        const PolicyArn = String(inputs["policyArn"]);
        await doing(`attaching IAM Policy (${PolicyArn}) to IAM Role (${RoleName})`, () =>
            call.aws.iam(call.region).send(new AttachRolePolicyCommand({ RoleName, PolicyArn })),
        );
        return `${RoleName}/${PolicyArn}`;
    },

    async read(call, id, state) {
        const RoleName = String(state["role"]);
        const attached = await doing(`reading IAM Role Policy Attachment (${id})`, () =>
            unlessCode(["NoSuchEntity"], async () => {
                for await (const page of paginateListAttachedRolePolicies(
                    { client: call.aws.iam(call.region) },
                    { RoleName },
                )) {
                    if (page.AttachedPolicies?.some(({ PolicyArn }) => PolicyArn === state["policyArn"]) === true) {
                        return true;
                    }
                }
                return false;
            }),
        );
        return attached === true ? { role: RoleName, policyArn: state["policyArn"] } : undefined;
    },

    async delete(call, _id, state) {
        const RoleName = String(state["role"]);
        const PolicyArn = String(state["policyArn"]);
        await doing(`detaching IAM Policy (${PolicyArn}) from IAM Role (${RoleName})`, () =>
            unlessCode(["NoSuchEntity"], () =>
                call.aws.iam(call.region).send(new DetachRolePolicyCommand({ RoleName, PolicyArn })),
            ),
        );
    },

    importFrom(importId) {
        const slash = importId.indexOf("/");
        if (slash <= 0) {
            throw new Error(`unexpected format of ID (${importId}), expected <role-name>/<policy_arn>`);
        }
        return { id: importId, state: { role: importId.slice(0, slash), policyArn: importId.slice(slash + 1) } };
    },
};
