/**
 * What there is already of the administration of an organization, which its members share: asked for import identifiers
 * alone, and only where the stack's state lacks something. Whether something is registered follows from the plan.
 */
import { getRole } from "@pulumi/aws/iam/getRole.js";
import { getDelegatedAdministrators } from "@pulumi/aws/organizations/getDelegatedAdministrators.js";
import { getOrganization } from "@pulumi/aws/organizations/getOrganization.js";
import * as pulumi from "@pulumi/pulumi";
import { STACK_TAG } from "../lib/plan/build.ts";
import { ADMINISTERED_SERVICES, managedRoles } from "../lib/plan/organization.ts";
import type { OrganizationPlan } from "../lib/plan/plan.ts";
import type { StackResources } from "./stack-resources.ts";

export interface ExistingAdministration {
    /** Services whose trusted access is to be imported. */
    readonly serviceAccess: ReadonlySet<string>;
    /** Services whose delegation to the plan's account is to be imported. */
    readonly delegations: ReadonlySet<string>;
    /** Names of service-linked roles that are to be imported. */
    readonly roles: ReadonlySet<string>;
}

const SERVICE_ACCESS = "aws:organizations/awsServiceAccess:AwsServiceAccess";
const DELEGATION = "aws:organizations/delegatedAdministrator:DelegatedAdministrator";
const ROLE = "aws:iam/serviceLinkedRole:ServiceLinkedRole";

/**
 * What of the plan exists. With `adopt`, that is imported and the rest is made: an organization seldom has all of it. With
 * `create`, only a role that this stack made before is imported.
 */
export async function findAdministration(
    stack: string,
    plan: OrganizationPlan,
    state: StackResources,
): Promise<ExistingAdministration> {
    const { serviceAccess, delegatedAdministrator: delegate } = plan;
    const lacks = (type: string, name: string): boolean => !state.has(`${type} ${name}`);
    const access = ADMINISTERED_SERVICES.filter((service) => lacks(SERVICE_ACCESS, service));
    const delegations = ADMINISTERED_SERVICES.filter((service) =>
        lacks(DELEGATION, `${delegate?.account ?? ""}-${service}`),
    );
    const roles = managedRoles(plan).filter(({ role }) => lacks(ROLE, role));
    return {
        serviceAccess: await existing(serviceAccess === "adopt" ? access : [], "trusted access", trustedServices),
        delegations: await existing(delegate?.mode === "adopt" ? delegations : [], "delegation", (services) =>
            delegatedServices(services, delegate?.account),
        ),
        roles: await rolesToImport(stack, roles),
    };
}

/** How a role for organizations says whose it is, from the moment it exists. */
export function organizationRoleDescription(stack: string): string {
    return `Deploys to the organization. Made by conformance-packs, stack ${stack}.`;
}

/** All of them where AWS may not be asked: then the engine names what cannot be imported. */
async function existing(
    wanted: readonly string[],
    what: string,
    find: (wanted: readonly string[]) => Promise<readonly string[]>,
): Promise<ReadonlySet<string>> {
    if (wanted.length === 0) {
        return new Set();
    }
    try {
        const found = await find(wanted);
        return new Set(wanted.filter((service) => found.includes(service)));
    } catch (failure) {
        const reason = failure instanceof Error ? failure.message.trim() : String(failure);
        await pulumi.log.warn(`could not look what ${what} exists, so all of it is imported: ${reason}`);
        return new Set(wanted);
    }
}

async function trustedServices(): Promise<readonly string[]> {
    return (await getOrganization({})).awsServiceAccessPrincipals;
}

async function delegatedServices(services: readonly string[], account: string | undefined): Promise<string[]> {
    const found: string[] = [];
    for (const servicePrincipal of services) {
        const { delegatedAdministrators } = await getDelegatedAdministrators({ servicePrincipal });
        if (delegatedAdministrators.some(({ id }) => id === account)) {
            found.push(servicePrincipal);
        }
    }
    return found;
}

async function rolesToImport(stack: string, roles: ReturnType<typeof managedRoles>): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    for (const { role: name, mode } of roles) {
        const role = await roleOf(name);
        const isOwn =
            role !== undefined &&
            (role.tags[STACK_TAG] === stack || role.description === organizationRoleDescription(stack));
        if (role !== undefined && (isOwn || mode === "adopt")) {
            found.add(name);
        }
    }
    return found;
}

/** The provider's function fails where there is none. */
async function roleOf(name: string) {
    try {
        return await getRole({ name });
    } catch {
        return undefined;
    }
}
