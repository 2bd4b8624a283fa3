/** A role as CloudFormation makes it. */
import { type CloudFormationResource, substitute } from "./cloudformation-template.ts";
import type { RoleDocuments } from "./roles.ts";

export function roleResource({ name, description, trust, permissions: policy }: RoleDocuments): CloudFormationResource {
    return {
        Type: "AWS::IAM::Role",
        Properties: {
            RoleName: name,
            Description: description,
            AssumeRolePolicyDocument: substitute(trust),
            ...(policy !== undefined && {
                Policies: [{ PolicyName: name, PolicyDocument: substitute(policy) }],
            }),
        },
    };
}
