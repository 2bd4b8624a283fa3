/** The roles of remediations in a member account: of the same names as in the stack's own account. */
import type { MembersPlan } from "../plan/members-plan.ts";
import { automationRoleDocuments } from "../remediation/automation-roles.ts";
import { type CloudFormationResource, type CloudFormationTemplate, equals, ref } from "./cloudformation-template.ts";
import { roleResource } from "./role-resource.ts";

const CONDITION = "IsMember";

/** The stack's own account has its roles from the stack, also where it is below a unit. */
export function automationCondition(): NonNullable<CloudFormationTemplate["Conditions"]> {
    return { [CONDITION]: { "Fn::Not": [equals(ref("AWS::AccountId"), ref("CentralAccount"))] } };
}

/** By logical ID. */
export function automationRoles({
    automationRoles: roles = [],
}: Pick<MembersPlan, "automationRoles">): Record<string, CloudFormationResource> {
    const place = { partition: "${AWS::Partition}", account: "${AWS::AccountId}" };
    return Object.fromEntries(
        roles.map((role) => [
            `Automation${role.document.replaceAll(/[^A-Za-z0-9]/g, "")}`,
            { ...roleResource(automationRoleDocuments(role, place)), Condition: CONDITION },
        ]),
    );
}
