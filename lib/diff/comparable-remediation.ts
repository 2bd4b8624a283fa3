/** Remediations, their roles and documents as trees in which everything has a name. */
import { createHash } from "node:crypto";
import type { DeploymentPlan, RegionPlan, RemediationPlan } from "../plan/plan.ts";
import type { ValueMap } from "./value-change.ts";

/** Its role by name: what that may do is told once, with the role. */
export type ComparableRemediation = Omit<RemediationPlan, "role"> & { readonly role?: string };

export function comparableRemediation({ role, ...remediation }: RemediationPlan): ComparableRemediation {
    return { ...remediation, ...(role && { role: role.name }) };
}

/** By the role's name, and in it by action: the resources that it is held to. */
export function comparableRoles(roles: NonNullable<DeploymentPlan["remediationRoles"]>): ValueMap {
    return Object.fromEntries(
        roles.map(({ name, document, permissions, organizationWide }) => [
            name,
            {
                document,
                organizationWide,
                allows: Object.fromEntries(
                    permissions.flatMap(({ actions, resources, conditions }) => {
                        const where = conditions === undefined ? "" : ` where ${JSON.stringify(conditions)}`;
                        return actions.map((action) => [action, `${resources.join(", ")}${where}`]);
                    }),
                ),
            },
        ]),
    );
}

/** By name: the hash of the document, which is shown in its own files. */
export function comparableDocuments(documents: NonNullable<RegionPlan["documents"]>): ValueMap {
    return Object.fromEntries(
        documents.map(({ name, text }) => [name, createHash("sha256").update(text).digest("hex").slice(0, 12)]),
    );
}
