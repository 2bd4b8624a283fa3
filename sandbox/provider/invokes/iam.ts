import { GetRoleCommand } from "@aws-sdk/client-iam";
import { roleTags } from "../handlers/iam-role.ts";
import { doing } from "../service-error.ts";
import type { Invoke } from "./invoke.ts";

/** terraform-provider-aws, internal/service/iam/role_data_source.go */
export const getRole: Invoke = {
    token: "aws:iam/getRole:getRole",
    async run(call, given) {
        const name = String(given["name"]);
        const { Role: role } = await doing(`reading IAM Role (${name})`, () =>
            call.aws.iam(call.region).send(new GetRoleCommand({ RoleName: name })),
        );
        return {
            id: role?.RoleName,
            name: role?.RoleName,
            arn: role?.Arn,
            assumeRolePolicy: decodeURIComponent(role?.AssumeRolePolicyDocument ?? ""),
            createDate: role?.CreateDate?.toISOString(),
            description: role?.Description ?? "",
            maxSessionDuration: role?.MaxSessionDuration,
            path: role?.Path,
            permissionsBoundary: role?.PermissionsBoundary?.PermissionsBoundaryArn ?? "",
            roleLastUseds: [],
            tags: { ...(await roleTags.read(call, name)) },
            uniqueId: role?.RoleId,
        };
    },
};
