/** The part of the plan that says of a pack's remediations by which documents and roles they run. */
import { Evaluator, type Values } from "../pack/evaluate.ts";
import type { Pack } from "../pack/parse.ts";
import { planRemediations } from "../pack/remediation-plan.ts";
import { knownDocuments } from "../remediation/known-documents.ts";
import { isDestructive } from "../remediation/permissions.ts";
import type { Path } from "../yaml-source.ts";
import { provideRoles, type RoleOwner } from "./automation-roles.ts";
import type { Findings, PlanInput } from "./context.ts";
import { partitionOf } from "./partition.ts";
import type { ConformancePackPlan, RegionPlan, RemediationPlan } from "./plan.ts";
import type { RegionDocumentPlan } from "./remediation-plan.ts";

/**
 * The remediations of a pack, and the pack with the roles that the stack provides.
 *
 * @param path where the configuration has the pack or the bundle
 */
export function planAutomations(
    written: Pack,
    values: Values,
    target: ConformancePackPlan["target"],
    path: Path,
    input: PlanInput,
    findings: Findings,
): { readonly pack: Pack; readonly remediations: readonly RemediationPlan[] } {
    const owner = ownerOfRoles(input, target);
    const documents = knownDocuments(input.files);
    const { pack, roles } = provideRoles(written, values, owner, documents);
    if (roles.size > 0) {
        checkOwner(target, owner, path, input, findings);
    }
    const remediations = planRemediations(pack.template, new Evaluator(pack.template, values)).map((remediation) => {
        const role = roles.get(remediation.logicalId);
        const known = remediation.document === undefined ? undefined : documents.find(remediation.document);
        const ending = (role?.permissions ?? []).flatMap(({ actions }) => actions).filter(isDestructive);
        const destructive =
            known === undefined
                ? ending.length > 0
                    ? `it may call ${ending.join(", ")}`
                    : undefined
                : known.destructive
                  ? known.reason
                  : undefined;
        const acknowledgement = pack.remediationNotes?.get(remediation.logicalId)?.acknowledgement;
        return {
            ...remediation,
            ...(destructive !== undefined && { destructive }),
            ...(acknowledgement !== undefined && { acknowledgement }),
            ...(role && { role }),
        };
    });
    return { pack, remediations };
}

/** The documents of the project's own that remediations run in a region, those of another stack's packs among them. */
export function planDocuments(
    packs: RegionPlan["packs"],
    { files, settings }: Pick<PlanInput, "files" | "settings">,
): readonly RegionDocumentPlan[] {
    const known = knownDocuments(files);
    const documents = new Map<string, RegionDocumentPlan>();
    const elsewhere = (settings.remediation?.documents ?? []).map((document) => ({ document }));
    for (const { target, remediations = [] } of [...packs, { target: "account", remediations: elsewhere }]) {
        for (const { document } of remediations) {
            const own = document === undefined ? undefined : known.find(document)?.own;
            if (own !== undefined) {
                const { name, text, format } = own;
                const organizationWide = target === "organization" || documents.get(name)?.organizationWide === true;
                documents.set(name, { name, text, format, organizationWide });
            }
        }
    }
    return [...documents.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** In a pack of the organization AWS Config replaces the management account's ID by each member's. */
function ownerOfRoles({ stack, region, settings }: PlanInput, target: ConformancePackPlan["target"]): RoleOwner {
    const { account, organization } = settings;
    const named = target === "organization" ? (organization.managementAccount ?? account) : account;
    return { stack, partition: partitionOf(region), ...(named !== undefined && { account: named }) };
}

function checkOwner(
    target: ConformancePackPlan["target"],
    { account }: RoleOwner,
    path: Path,
    { settings }: PlanInput,
    findings: Findings,
): void {
    const isOrganization = target === "organization";
    if (account === undefined) {
        findings.error(
            path,
            "missing-setting",
            "the pack leaves the roles of its remediations to the stack; their ARNs have an account in them, and nothing " +
                `says which is ${isOrganization ? "the management account" : "the stack's"}`,
            isOrganization
                ? 'write conformance-packs:organization: { managementAccount: "<its ID>" }'
                : 'write conformance-packs:account: "<the account of this stack>"',
        );
    }
    if (isOrganization && (settings.members?.units.length ?? 0) === 0) {
        findings.error(
            path,
            "roles-without-members",
            "the pack leaves the roles of its remediations to the stack, and nothing brings them to the members",
            "roll them out by members: { units: … }, or name a role that every member has by AutomationAssumeRole",
        );
    }
}
