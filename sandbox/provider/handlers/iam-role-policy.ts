import { DeleteRolePolicyCommand, GetRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { policy, policyToKeep } from "../equivalence/policy.ts";
import type { Call, Handler } from "../handler.ts";
import { text } from "../inputs.ts";
import type { Values } from "../property.ts";
import { string } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";

/** terraform-provider-aws, internal/service/iam/role_policy.go */
export const iamRolePolicy: Handler = {
    type: "aws:iam/rolePolicy:RolePolicy",
    regional: false,
    autoName: { property: "name", maxLength: 128, unless: "namePrefix" },
    notImplemented: ["namePrefix"],
    properties: {
        name: string({ computed: true, forceNew: true }),
        namePrefix: string({ computed: true, forceNew: true }),
        policy: policy({ required: true }),
        role: string({ required: true, forceNew: true }),
    },

    async create(call, inputs) {
        await put(call, inputs);
        return `${String(inputs["role"])}:${String(inputs["name"])}`;
    },

    async read(call, id, state) {
        const { role, name } = parse(id);
        const answer = await doing(`reading IAM Role Policy (${id})`, () =>
            unlessCode(["NoSuchEntity"], () =>
                call.aws.iam(call.region).send(new GetRolePolicyCommand({ RoleName: role, PolicyName: name })),
            ),
        );
        const document = answer && decodeURIComponent(answer.PolicyDocument ?? "");
        return answer && { role, name, namePrefix: "", policy: policyToKeep(state["policy"], document) };
    },

    async update(call, _id, inputs) {
        await put(call, inputs);
    },

    async delete(call, id) {
        const { role, name } = parse(id);
        await doing(`deleting IAM Role Policy (${id})`, () =>
            unlessCode(["NoSuchEntity"], () =>
                call.aws.iam(call.region).send(new DeleteRolePolicyCommand({ RoleName: role, PolicyName: name })),
            ),
        );
    },
};

async function put(call: Call, inputs: Values): Promise<void> {
    const name = String(inputs["name"]);
    const command = new PutRolePolicyCommand({
        RoleName: String(inputs["role"]),
        PolicyName: name,
        PolicyDocument: text(inputs["policy"]),
    });
    await doing(`putting IAM Role Policy (${name})`, () => call.aws.iam(call.region).send(command));
}

function parse(id: string): { role: string; name: string } {
    const [role = "", name = ""] = id.split(":");
    if (role === "" || name === "") {
        throw new Error(`role_policy id must be of the form <role name>:<role policy name>, got "${id}"`);
    }
    return { role, name };
}
