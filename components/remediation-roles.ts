import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import * as pulumi from "@pulumi/pulumi";
import type { DeploymentNames } from "../lib/plan/names.ts";
import type { RemediationRolePlanned } from "../lib/plan/remediation-plan.ts";
import { automationRoleDocuments } from "../lib/remediation/automation-roles.ts";

export interface RemediationRolesArgs {
    readonly names: DeploymentNames;
    readonly tags: Readonly<Record<string, string>>;
    readonly roles: readonly RemediationRolePlanned[];
    /** Names of roles that an earlier run of this stack made. @default none */
    readonly leftBehind?: ReadonlySet<string>;
}

/**
 * A role for each document that remediations of the stack run: what closes a bucket may not delete a security group.
 * Systems Manager assumes it for automations of this account alone.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup-iam.html
 */
export class RemediationRoles extends pulumi.ComponentResource {
    /** What packs wait for: AWS Config begins to remediate at once. */
    readonly ready: readonly pulumi.Resource[];

    constructor(name: string, args: RemediationRolesArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:RemediationRoles", name, {}, opts);
        const child = { parent: this, ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }) };
        this.ready = args.roles.map((role) => createRole(role, args, child));
        this.registerOutputs({});
    }
}

function createRole(
    plan: RemediationRolePlanned,
    { names, tags, leftBehind }: RemediationRolesArgs,
    opts: pulumi.CustomResourceOptions,
): RolePolicy {
    const { name, description, trust, permissions } = automationRoleDocuments(plan, names);
    const role = new Role(
        `${plan.document}-remediation-role`,
        { name, description, assumeRolePolicy: JSON.stringify(trust), tags },
        { ...opts, deleteBeforeReplace: true, ...(leftBehind?.has(name) === true && { import: name }) },
    );
    return new RolePolicy(
        `${plan.document}-remediation-role-policy`,
        { name, role: role.name, policy: JSON.stringify(permissions) },
        { ...opts, deleteBeforeReplace: true },
    );
}
