import {
    CreateServiceLinkedRoleCommand,
    DeleteServiceLinkedRoleCommand,
    GetRoleCommand,
    GetServiceLinkedRoleDeletionStatusCommand,
    UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { matches } from "../check-values.ts";
import type { Call, Handler } from "../handler.ts";
import { afterCreation } from "../handler.ts";
import { text } from "../inputs.ts";
import type { Value } from "../property.ts";
import { output, string } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";
import { waitFor } from "../wait-for.ts";
import { roleTags } from "./iam-role.ts";

const deletionSeconds = 5 * 60;

/**
 * terraform-provider-aws, internal/service/iam/service_linked_role.go. The identifier is the role's ARN. A deletion is a
 * task of its own, which fails while the service still uses the role.
 */
export const iamServiceLinkedRole: Handler = {
    type: "aws:iam/serviceLinkedRole:ServiceLinkedRole",
    regional: false,
    properties: {
        awsServiceName: string({
            required: true,
            forceNew: true,
            check: matches(/\./, "to be a full service hostname e.g. elasticbeanstalk.amazonaws.com"),
        }),
        customSuffix: string({ forceNew: true }),
        description: string(),
        arn: output,
        createDate: output,
        name: output,
        path: output,
        uniqueId: output,
    },

    async create(call, inputs) {
        const service = String(inputs["awsServiceName"]);
        const made = await doing(`creating IAM Service Linked Role (${service})`, () =>
            call.aws.iam(call.region).send(
                new CreateServiceLinkedRoleCommand({
                    AWSServiceName: service,
                    CustomSuffix: text(inputs["customSuffix"]),
                    Description: text(inputs["description"]),
                }),
            ),
        );
        const id = made.Role?.Arn ?? "";
        return afterCreation(id, async () => {
            if (Object.keys(call.tags).length > 0) {
                await doing(`creating IAM Service Linked Role (${service}): adding tags`, () =>
                    roleTags.write(call, parse(id).role, call.tags, []),
                );
            }
        });
    },

    async read(call, id) {
        const { service, role, suffix } = parse(id);
        const answer = await doing(`reading IAM Service Linked Role (${id})`, () =>
            unlessCode(["NoSuchEntity"], () => call.aws.iam(call.region).send(new GetRoleCommand({ RoleName: role }))),
        );
        const found = answer?.Role;
        return (
            found && {
                arn: found.Arn,
                awsServiceName: service,
                createDate: found.CreateDate?.toISOString(),
                customSuffix: suffix,
                description: found.Description,
                name: found.RoleName,
                path: found.Path,
                uniqueId: found.RoleId,
            }
        );
    },

    async update(call, id, inputs) {
        const command = new UpdateRoleCommand({
            RoleName: parse(id).role,
            Description: descriptionOf(inputs["description"]),
        });
        await doing(`updating IAM Service Linked Role (${id})`, () => call.aws.iam(call.region).send(command));
    },

    async delete(call, id) {
        const answer = await doing(`deleting IAM Service Linked Role (${id})`, () =>
            unlessCode(["NoSuchEntity"], () =>
                call.aws.iam(call.region).send(new DeleteServiceLinkedRoleCommand({ RoleName: parse(id).role })),
            ),
        );
        const task = answer?.DeletionTaskId;
        if (task !== undefined) {
            await doing(`waiting for IAM Service Linked Role (${id}) delete`, () => waitDeleted(call, task));
        }
    },

    tagging: {
        read: (call, id) => roleTags.read(call, parse(id).role),
        write: (call, id, _state, add, remove) => roleTags.write(call, parse(id).role, add, remove),
    },
};

const descriptionOf = (value: Value): string => text(value) ?? "";

async function waitDeleted(call: Call, task: string): Promise<void> {
    await waitFor(call, {
        pending: ["IN_PROGRESS", "NOT_STARTED"],
        target: ["SUCCEEDED"],
        seconds: deletionSeconds,
        refresh: async () => {
            const status = await call.aws
                .iam(call.region)
                .send(new GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId: task }));
            return { value: status.Reason?.Reason ?? "", state: status.Status ?? "" };
        },
        reason: (reason) => reason,
    });
}

/** `arn:aws:iam::account:role/aws-service-role/service/name`, where the name may end in `_suffix`. */
function parse(id: string): { service: string; role: string; suffix: string } {
    const [, , service = "", role = ""] = (id.split(":")[5] ?? "").split("/");
    if (service === "" || role === "") {
        const form = "arn:PARTITION:iam::ACCOUNTID:role/aws-service-role/SERVICENAME/ROLENAME";
        throw new Error(`expected IAM Service Role ARN (${form}), received: ${id}`);
    }
    const parts = role.split("_");
    return { service, role, suffix: parts.length === 2 ? (parts[1] ?? "") : "" };
}
