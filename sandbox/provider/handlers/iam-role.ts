import {
    CreateRoleCommand,
    DeleteRoleCommand,
    DeleteRolePermissionsBoundaryCommand,
    DeleteRolePolicyCommand,
    DetachRolePolicyCommand,
    GetRoleCommand,
    paginateListAttachedRolePolicies,
    paginateListInstanceProfilesForRole,
    paginateListRolePolicies,
    paginateListRoleTags,
    PutRolePermissionsBoundaryCommand,
    RemoveRoleFromInstanceProfileCommand,
    TagRoleCommand,
    UntagRoleCommand,
    UpdateAssumeRolePolicyCommand,
    UpdateRoleCommand,
    UpdateRoleDescriptionCommand,
} from "@aws-sdk/client-iam";
import { all, between, isArn, lengthBetween, matches } from "../check-values.ts";
import { policy, policyToKeep } from "../equivalence/policy.ts";
import type { Call, Handler, Tagging } from "../handler.ts";
import { numeric, text } from "../inputs.ts";
import { boolean, list, map, number, output, string } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";
import { fromTagList, toTagList } from "../tags.ts";

/** Tags of a role by its name. */
export const roleTags = {
    async read(call: Call, role: string): Promise<Record<string, string>> {
        const tags: Record<string, string> = {};
        for await (const page of paginateListRoleTags({ client: call.aws.iam(call.region) }, { RoleName: role })) {
            Object.assign(tags, fromTagList(page.Tags));
        }
        return tags;
    },
    async write(call: Call, role: string, add: Record<string, string>, remove: string[]): Promise<void> {
        const client = call.aws.iam(call.region);
        if (remove.length > 0) {
            await client.send(new UntagRoleCommand({ RoleName: role, TagKeys: remove }));
        }
        if (Object.keys(add).length > 0) {
            await client.send(new TagRoleCommand({ RoleName: role, Tags: toTagList(add) }));
        }
    },
};

const tagging: Tagging = {
    read: (call, id) => roleTags.read(call, id),
    write: (call, id, _state, add, remove) => roleTags.write(call, id, add, remove),
};

/**
 * terraform-provider-aws, internal/service/iam/role.go. `forceDetachPolicies` is never read back. The policies of the
 * role have resource types of their own; the original's older way of naming them here is not taken.
 */
export const iamRole: Handler = {
    type: "aws:iam/role:Role",
    regional: false,
    autoName: { property: "name", maxLength: 64, unless: "namePrefix" },
    notImplemented: ["namePrefix", "inlinePolicies", "managedPolicyArns"],
    tagging,
    properties: {
        assumeRolePolicy: policy({ required: true }),
        description: string({ check: lengthBetween(0, 1000) }),
        forceDetachPolicies: boolean({ default: false }),
        inlinePolicies: list(map(), { computed: true }),
        managedPolicyArns: list(string(), { computed: true }),
        maxSessionDuration: number({ default: 3600, check: between(3600, 43_200) }),
        name: string({
            computed: true,
            forceNew: true,
            check: all(lengthBetween(0, 64), matches(/^[0-9A-Za-z_+=,.@-]*$/, "to be a role name")),
        }),
        namePrefix: string({ computed: true, forceNew: true }),
        path: string({ default: "/", forceNew: true, check: lengthBetween(0, 512) }),
        permissionsBoundary: string({ check: isArn }),
        arn: output,
        createDate: output,
        uniqueId: output,
    },

    async create(call, inputs) {
        const name = String(inputs["name"]);
        const made = await doing(`creating IAM Role (${name})`, () =>
            call.aws.iam(call.region).send(
                new CreateRoleCommand({
                    RoleName: name,
                    Path: text(inputs["path"]),
                    AssumeRolePolicyDocument: text(inputs["assumeRolePolicy"]),
                    Description: text(inputs["description"]),
                    MaxSessionDuration: numeric(inputs["maxSessionDuration"]),
                    PermissionsBoundary: text(inputs["permissionsBoundary"]),
                    Tags: toTagList(call.tags),
                }),
            ),
        );
        return made.Role?.RoleName ?? name;
    },

    async read(call, id, state) {
        const answer = await doing(`reading IAM Role (${id})`, () =>
            unlessCode(["NoSuchEntity"], () => call.aws.iam(call.region).send(new GetRoleCommand({ RoleName: id }))),
        );
        const role = answer?.Role;
        return (
            role && {
                arn: role.Arn,
                assumeRolePolicy: policyToKeep(
                    state["assumeRolePolicy"],
                    decodeURIComponent(role.AssumeRolePolicyDocument ?? ""),
                ),
                createDate: role.CreateDate?.toISOString(),
                description: role.Description,
                managedPolicyArns: await attachedPolicies(call, id),
                maxSessionDuration: role.MaxSessionDuration,
                name: role.RoleName,
                namePrefix: "",
                path: role.Path,
                permissionsBoundary: role.PermissionsBoundary?.PermissionsBoundaryArn,
                uniqueId: role.RoleId,
            }
        );
    },

    async update(call, id, inputs, _old, changed) {
        const client = call.aws.iam(call.region);
        if (changed.has("assumeRolePolicy")) {
            const command = new UpdateAssumeRolePolicyCommand({
                RoleName: id,
                PolicyDocument: text(inputs["assumeRolePolicy"]),
            });
            await doing(`updating IAM Role (${id}) assume role policy`, () => client.send(command));
        }
        if (changed.has("description")) {
            const command = new UpdateRoleDescriptionCommand({
                RoleName: id,
                Description: text(inputs["description"]) ?? "",
            });
            await doing(`updating IAM Role (${id}) description`, () => client.send(command));
        }
        if (changed.has("maxSessionDuration")) {
            // UpdateRole would blank a description that it is not given.
            const command = new UpdateRoleCommand({
                RoleName: id,
                MaxSessionDuration: numeric(inputs["maxSessionDuration"]),
                Description: text(inputs["description"]),
            });
            await doing(`updating IAM Role (${id}) MaxSessionDuration`, () => client.send(command));
        }
        if (changed.has("permissionsBoundary")) {
            const PermissionsBoundary = text(inputs["permissionsBoundary"]);
            await doing(`updating IAM Role (${id}) permissions boundary`, async () => {
                await (PermissionsBoundary === undefined
                    ? client.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: id }))
                    : client.send(new PutRolePermissionsBoundaryCommand({ RoleName: id, PermissionsBoundary })));
            });
        }
    },

    async delete(call, id, state) {
        await doing(`deleting IAM Role (${id})`, () =>
            unlessCode(["NoSuchEntity"], async () => {
                await leaveInstanceProfiles(call, id);
                if (state["forceDetachPolicies"] === true) {
                    await dropPolicies(call, id);
                }
                await call.aws.iam(call.region).send(new DeleteRoleCommand({ RoleName: id }));
            }),
        );
    },
};

async function attachedPolicies(call: Call, role: string): Promise<string[]> {
    const arns: string[] = [];
    for await (const page of paginateListAttachedRolePolicies(
        { client: call.aws.iam(call.region) },
        { RoleName: role },
    )) {
        arns.push(...(page.AttachedPolicies ?? []).map(({ PolicyArn }) => PolicyArn ?? ""));
    }
    return arns;
}

async function leaveInstanceProfiles(call: Call, RoleName: string): Promise<void> {
    const client = call.aws.iam(call.region);
    for await (const page of paginateListInstanceProfilesForRole({ client }, { RoleName })) {
        for (const { InstanceProfileName } of page.InstanceProfiles ?? []) {
            await client.send(new RemoveRoleFromInstanceProfileCommand({ RoleName, InstanceProfileName }));
        }
    }
}

async function dropPolicies(call: Call, RoleName: string): Promise<void> {
    const client = call.aws.iam(call.region);
    for (const PolicyArn of await attachedPolicies(call, RoleName)) {
        await client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    }
    for await (const page of paginateListRolePolicies({ client }, { RoleName })) {
        for (const PolicyName of page.PolicyNames ?? []) {
            await client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
        }
    }
}
