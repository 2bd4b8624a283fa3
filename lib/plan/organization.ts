/** The part of the plan that says which organization a stack belongs to, and what its management account hands over. */
import { type Diagnostic, error } from "../diagnostic.ts";
import type { Findings, PlanInput } from "./context.ts";
import type { DeploymentPlan, Existing, OrganizationPlan } from "./plan.ts";

/**
 * The services that need trusted access to an organization, and that administration is delegated for: aggregators,
 * organization rules and packs, StackSets with permissions that the service manages.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html
 */
export const ADMINISTERED_SERVICES: readonly string[] = [
    "config.amazonaws.com",
    "config-multiaccountsetup.amazonaws.com",
    "member.org.stacksets.cloudformation.amazonaws.com",
];

interface ServiceLinkedRoleOfService {
    readonly service: string;
    readonly role: string;
}

/**
 * The roles by which AWS Config deploys organization packs into an account. It creates them in the account that deploys
 * and in members, and not in the management account where a delegated administrator deploys.
 * https://docs.aws.amazon.com/config/latest/developerguide/conformance-pack-organization-apis.html
 */
const ORGANIZATION_ROLES: readonly ServiceLinkedRoleOfService[] = [
    { service: "config-multiaccountsetup.amazonaws.com", role: "AWSServiceRoleForConfigMultiAccountSetup" },
    { service: "config-conforms.amazonaws.com", role: "AWSServiceRoleForConfigConforms" },
];

/**
 * The role by which StackSets deploy to an organization, in the management account. CloudFormation makes it where access is
 * activated there, and Organizations does not: access without it is not enough for StackSets.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-activate-trusted-access.html
 */
const STACK_SETS_ROLE: ServiceLinkedRoleOfService = {
    service: "stacksets.cloudformation.amazonaws.com",
    role: "AWSServiceRoleForCloudFormationStackSetsOrgAdmin",
};

/** The roles that a stack manages in the management account, each as it exists or not. */
export function managedRoles(plan: OrganizationPlan): (ServiceLinkedRoleOfService & { readonly mode: Existing })[] {
    const { serviceAccess = "use", delegatedAdministrator } = plan;
    const mode = delegatedAdministrator?.serviceLinkedRoles ?? "use";
    return [
        { ...STACK_SETS_ROLE, mode: serviceAccess },
        ...ORGANIZATION_ROLES.map((role) => ({ ...role, mode })),
    ].filter((role) => role.mode !== "use");
}

/** Nothing where the configuration says nothing of an organization. */
export function planOrganization(input: PlanInput, findings: Findings): OrganizationPlan | undefined {
    const { id, managementAccount, serviceAccess, delegatedAdministrator } = input.settings.organization;
    const plan: OrganizationPlan = {
        ...(id !== undefined && { id }),
        ...(managementAccount !== undefined && { managementAccount }),
        ...(serviceAccess !== undefined && { serviceAccess }),
        ...(delegatedAdministrator !== undefined && { delegatedAdministrator }),
    };
    checkAdministration(plan, input, findings);
    checkAuditTrail(input, findings);
    return Object.keys(plan).length === 0 ? undefined : plan;
}

/** Whether the stack manages trusted access, a delegation or the roles that belong to it. */
export function administersOrganization({ organization }: Pick<DeploymentPlan, "organization">): boolean {
    const { serviceAccess = "use", delegatedAdministrator } = organization ?? {};
    return [serviceAccess, delegatedAdministrator?.mode, delegatedAdministrator?.serviceLinkedRoles].some(
        (mode) => mode === "create" || mode === "adopt",
    );
}

/**
 * What is wrong with the administration in the account that the deployment goes to, which the configuration need not
 * name: only the management account may hand it over, and to no one but a member.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_RegisterDelegatedAdministrator.html
 */
export function checkAdministrator(plan: DeploymentPlan, account: string): Diagnostic[] {
    const at = { file: `Pulumi.${plan.stack}.yaml` };
    const path = "conformance-packs:organization";
    const management = plan.organization?.managementAccount;
    if (!administersOrganization(plan)) {
        return [];
    }
    return [
        ...(management === undefined || management === account
            ? []
            : [error(at, { path, ...elsewhere(account, management) })]),
        ...(plan.organization?.delegatedAdministrator?.account === account
            ? [error(at, { path: `${path}.delegatedAdministrator.account`, ...TO_ITSELF })]
            : []),
    ];
}

function checkAdministration(plan: OrganizationPlan, { settings }: PlanInput, findings: Findings): void {
    const { managementAccount, delegatedAdministrator: delegate } = plan;
    if (administersOrganization({ organization: plan })) {
        const { account } = settings;
        if (account !== undefined && managementAccount !== undefined && account !== managementAccount) {
            const { code, message, hint } = elsewhere(account, managementAccount);
            const given = (["serviceAccess", "delegatedAdministrator"] as const).filter((key) => key in plan);
            given.forEach((key) => findings.error(["organization", key], code, message, hint));
        }
    }
    if (delegate !== undefined && [settings.account, managementAccount].includes(delegate.account)) {
        const { code, message, hint } = TO_ITSELF;
        findings.error(["organization", "delegatedAdministrator", "account"], code, message, hint);
    }
}

const TO_ITSELF = {
    code: "delegates-to-itself",
    message: "the management account administers its organization anyway: it cannot delegate that to itself",
    hint: "name a member account, or remove delegatedAdministrator",
};

function elsewhere(account: string, managementAccount: string) {
    return {
        code: "not-the-management-account",
        message:
            `only the management account, ${managementAccount}, gives services access to the organization and ` +
            `delegates its administration; this stack belongs to ${account}`,
        hint: `write it in the stack of ${managementAccount}, and remove it here`,
    };
}

/** The trail of an organization belongs to the management account, whoever makes it, and its ARN stands in the policies. */
function checkAuditTrail({ settings }: PlanInput, findings: Findings): void {
    const { account, organization, auditTrail } = settings;
    const { managementAccount } = organization;
    if (
        auditTrail.enabled &&
        auditTrail.organization &&
        managementAccount !== undefined &&
        account !== undefined &&
        account !== managementAccount
    ) {
        findings.error(
            ["auditTrail", "organization"],
            "trail-outside-management-account",
            `an organization's trail belongs to the management account, ${managementAccount}; this stack is in ${account}`,
            `write it in the stack of ${managementAccount}, or remove organization`,
        );
    }
}
