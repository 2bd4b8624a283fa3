/** The shape of the part of the plan that says by which documents and roles remediations run. */
import type { DocumentPermission } from "../remediation/automation-document.ts";
import type { AutomationRole } from "../remediation/automation-roles.ts";

/** The role that the stack provides for a remediation whose pack names none. */
export interface ProvidedRole {
    /** The same in every account of the stack. */
    readonly name: string;
    readonly permissions: readonly DocumentPermission[];
}

/** A role for each document that remediations of the stack run, in the stack's own account. */
export interface RemediationRolePlanned extends AutomationRole {
    /** A pack of the organization has the remediation: members have the role too. */
    readonly organizationWide: boolean;
}

/** A document of the project's own that remediations of a region run. */
export interface RegionDocumentPlan {
    readonly name: string;
    readonly text: string;
    readonly format: "YAML";
    /** Members have it too. */
    readonly organizationWide: boolean;
}

/** Documents of the project's own that members have, in each of the regions. */
export interface MemberDocumentsPlan {
    /** Sorted by name; the regions too. */
    readonly documents: readonly RegionDocumentPlan[];
    readonly regions: readonly string[];
}
