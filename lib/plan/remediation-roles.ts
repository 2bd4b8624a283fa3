/** The part of the plan that says which roles and documents of remediations there are, in which accounts. */
import { renderTemplate, TEMPLATE_BODY_BYTES } from "../members/cloudformation-template.ts";
import { memberDocumentTemplate } from "../members/documents-template.ts";
import { globalTemplate } from "../members/global-template.ts";
import { joined } from "../remediation/permissions.ts";
import { automationRoleDocuments, automationRoleName } from "../remediation/automation-roles.ts";
import { knownDocuments } from "../remediation/known-documents.ts";
import type { Findings, PlanInput } from "./context.ts";
import type { MembersPlan } from "./members-plan.ts";
import type { ConformancePackPlan, DeploymentPlan, RegionPlan } from "./plan.ts";
import type { MemberDocumentsPlan, RegionDocumentPlan, RemediationRolePlanned } from "./remediation-plan.ts";

/** Characters of all inline policies of a role: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const ROLE_POLICY_LENGTH = 10_240;

/** One role for each document, whose permissions are those of all remediations that run it, sorted by name. */
export function planAutomationRoles(packs: readonly ConformancePackPlan[]): RemediationRolePlanned[] {
    const roles = new Map<string, RemediationRolePlanned>();
    for (const { target, remediations = [] } of packs) {
        for (const { document = "", role } of remediations) {
            if (role === undefined) {
                continue;
            }
            const known = roles.get(role.name);
            roles.set(role.name, {
                name: role.name,
                document,
                permissions: joined([...(known?.permissions ?? []), ...role.permissions]),
                organizationWide: target === "organization" || known?.organizationWide === true,
            });
        }
    }
    return [...roles.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The roles of documents that another stack's packs of the organization run in this account. Of what they are given there
 * nothing is known here, so that they may not be held to it.
 */
export function planRolesForOthers({ settings, files }: PlanInput, findings: Findings): RemediationRolePlanned[] {
    const { stack, documents = [] } = settings.remediation ?? {};
    const known = knownDocuments(files);
    return documents.flatMap((name, index) => {
        const path = ["remediation", "documents", index];
        const document = known.find(name);
        if (documents.indexOf(name) !== index) {
            findings.error(path, "repeated-document", `${name} stands there already`, "remove one of the two");
            return [];
        }
        if (document === undefined || stack === undefined) {
            findings.error(
                path,
                "unknown-automation-document",
                `nothing is known here of what ${name} needs`,
                known.hint(name) ?? "make its role yourself, and name it in the pack by AutomationAssumeRole",
            );
            return [];
        }
        const permissions = joined(document.permissions({}));
        return [{ name: automationRoleName(stack, name), document: name, permissions, organizationWide: false }];
    });
}

/** What StackSets bring to the members, where anything is rolled out. */
export function withAutomationRoles(members: MembersPlan, roles: readonly RemediationRolePlanned[]): MembersPlan {
    const automationRoles = roles.filter((one) => one.organizationWide);
    return automationRoles.length === 0 || members.rollout === undefined ? members : { ...members, automationRoles };
}

/** Members have what packs of the organization run, where something is rolled out to them. */
export function planMemberDocuments(
    regions: readonly RegionPlan[],
    members: MembersPlan | undefined,
): MemberDocumentsPlan | undefined {
    const forMembers = regions.map(({ region, documents = [] }) => ({
        region,
        documents: documents.filter((one) => one.organizationWide),
    }));
    const documents = new Map<string, RegionDocumentPlan>(
        forMembers.flatMap((region) => region.documents.map((one) => [one.name, one] as const)),
    );
    return documents.size === 0 || members?.rollout === undefined
        ? undefined
        : {
              documents: [...documents.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
              regions: forMembers.flatMap(({ region, documents: some }) => (some.length > 0 ? [region] : [])).sort(),
          };
}

/** A role whose policy IAM would refuse, and an account that packs reach and StackSets do not. */
export function checkAutomationRoles(plan: DeploymentPlan, { settings }: PlanInput, findings: Findings): void {
    for (const role of plan.remediationRoles ?? []) {
        const place = { partition: plan.partition, account: "0".repeat(12) };
        // IAM does not count blanks.
        const { length } = JSON.stringify(automationRoleDocuments(role, place).permissions);
        if (length > ROLE_POLICY_LENGTH) {
            findings.error(
                ["packs"],
                "policy-too-large",
                `the policy of the role of ${role.document} has ${length.toLocaleString("en")} characters, of which IAM ` +
                    `takes ${ROLE_POLICY_LENGTH.toLocaleString("en")}`,
                "give it fewer permissions, or split the document",
            );
        }
    }
    checkMemberTemplates(plan, findings);
    const { managementAccount } = settings.organization;
    const elsewhere = managementAccount !== undefined && managementAccount !== settings.account;
    for (const { name, bundle, target, excludedAccounts, units, remediations = [] } of plan.packs) {
        const provided = remediations.filter(({ role }) => role !== undefined);
        const reached = units === undefined && !excludedAccounts.includes(managementAccount ?? "");
        if (target === "organization" && elsewhere && reached && provided.length > 0) {
            const documents = [...new Set(provided.map(({ document }) => document ?? ""))].sort();
            findings.warning(
                bundle === undefined ? ["packs", name] : ["bundles", bundle],
                "management-account-without-role",
                `the pack reaches the management account ${managementAccount}, to which nothing is rolled out: its ` +
                    "remediations have no role there, and fail",
                `exclude it by excludedAccounts: ["${managementAccount}"], or write in a stack of that account ` +
                    `conformance-packs:remediation: { stack: ${plan.stack}, documents: [${documents.join(", ")}] }`,
            );
        }
    }
}

/** StackSets take templates inline, up to a size. */
function checkMemberTemplates({ memberDocuments, members, account }: DeploymentPlan, findings: Findings): void {
    const { rollout } = members ?? {};
    if (members === undefined || rollout === undefined) {
        return;
    }
    const place = { stack: rollout.name, centralAccount: account ?? "0".repeat(12) };
    const templates = [
        ...(members.automationRoles === undefined
            ? []
            : [["roles of remediations", globalTemplate(members, rollout)] as const]),
        ...(memberDocuments === undefined
            ? []
            : memberDocuments.documents.map(
                  (one) => [`document ${one.name}`, memberDocumentTemplate(one, place)] as const,
              )),
    ];
    for (const [what, template] of templates) {
        const bytes = Buffer.byteLength(renderTemplate(template));
        if (bytes > TEMPLATE_BODY_BYTES) {
            findings.error(
                ["members"],
                "template-too-large",
                `the template with the ${what} in members has ${bytes.toLocaleString("en")} bytes, and ` +
                    `StackSets take ${TEMPLATE_BODY_BYTES.toLocaleString("en")}`,
                "let packs of the organization run fewer documents",
            );
        }
    }
}
