/** What remediations need besides their packs: roles in the account, and documents in the members. */
import type * as pulumi from "@pulumi/pulumi";
import type { Deployment } from "./deployment.ts";
import type { MemberDocuments } from "./member-documents.ts";
import type { RemediationRoles } from "./remediation-roles.ts";

/** Roles belong to the account, while packs are in every region. Loaded only then: few stacks have any. */
export async function createRemediationRoles(
    { plan: { remediationRoles: roles, tags }, names, leftBehind }: Deployment,
    opts: pulumi.ComponentResourceOptions,
): Promise<RemediationRoles | undefined> {
    if (roles === undefined) {
        return undefined;
    }
    const { RemediationRoles } = await import("./remediation-roles.ts");
    const known = leftBehind.remediationRoles;
    return new RemediationRoles("remediation-roles", { names, tags, roles, ...(known && { leftBehind: known }) }, opts);
}

/** Documents that members have for themselves. */
export async function createMemberDocuments(
    { plan: { tags, members, memberDocuments: plan }, names }: Deployment,
    opts: pulumi.ComponentResourceOptions,
): Promise<MemberDocuments | undefined> {
    if (plan === undefined || members?.rollout === undefined) {
        return undefined;
    }
    const { MemberDocuments } = await import("./member-documents.ts");
    return new MemberDocuments("member-documents", { names, tags, plan, rollout: members.rollout }, opts);
}
