import { ServiceLinkedRole } from "@pulumi/aws/iam/serviceLinkedRole.js";
import { AwsServiceAccess } from "@pulumi/aws/organizations/awsServiceAccess.js";
import { DelegatedAdministrator } from "@pulumi/aws/organizations/delegatedAdministrator.js";
import * as pulumi from "@pulumi/pulumi";
import type { DeploymentNames } from "../lib/plan/names.ts";
import { ADMINISTERED_SERVICES, managedRoles } from "../lib/plan/organization.ts";
import type { DelegatedAdministratorPlan, OrganizationPlan } from "../lib/plan/plan.ts";
import { type ExistingAdministration, organizationRoleDescription } from "./administration-existing.ts";
import { onCollision, ROLE_EXISTS } from "./existing.ts";

export interface OrganizationAdministrationArgs {
    readonly stack: string;
    readonly names: DeploymentNames;
    readonly tags: Readonly<Record<string, string>>;
    readonly plan: OrganizationPlan;
    /** What is imported instead of being made. */
    readonly existing: ExistingAdministration;
}

/**
 * What the management account hands over: trusted access of the services that administer AWS Config, a member account that
 * administers in its place, and the roles that AWS does not create where that account deploys. The organization itself is
 * nobody's to manage here: a mistake in it would concern every account.
 * https://docs.aws.amazon.com/config/latest/developerguide/aggregated-register-delegated-administrator.html
 *
 * Trusted access and roles outlive the stack, since others use them by then: without access, StackSets and aggregators of
 * the whole organization come to a halt. A delegation that this stack made ends with it.
 */
export class OrganizationAdministration extends pulumi.ComponentResource {
    constructor(name: string, args: OrganizationAdministrationArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:OrganizationAdministration", name, {}, opts);
        const child = { parent: this, ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }) };
        const access = createServiceAccess(args, child);
        const { delegatedAdministrator: delegate } = args.plan;
        if (delegate !== undefined) {
            createDelegations(args, delegate, pulumi.mergeOptions(child, { dependsOn: access }));
        }
        createRoles(args, child);
        this.registerOutputs({});
    }
}

/** Asking for access that is there already changes nothing in AWS. */
function createServiceAccess(
    { plan, existing }: OrganizationAdministrationArgs,
    opts: pulumi.CustomResourceOptions,
): AwsServiceAccess[] {
    return plan.serviceAccess === undefined || plan.serviceAccess === "use"
        ? []
        : ADMINISTERED_SERVICES.map(
              (servicePrincipal) =>
                  new AwsServiceAccess(
                      servicePrincipal,
                      { servicePrincipal },
                      {
                          ...opts,
                          retainOnDelete: true,
                          ...(existing.serviceAccess.has(servicePrincipal) && { import: servicePrincipal }),
                      },
                  ),
          );
}

/** The account is part of the name: of two accounts, one is registered before the other goes. */
function createDelegations(
    { stack, existing }: OrganizationAdministrationArgs,
    { mode, account: accountId }: DelegatedAdministratorPlan,
    opts: pulumi.CustomResourceOptions,
): void {
    if (mode === "use") {
        return;
    }
    const hooks = onCollision("delegation-exists", DELEGATED_ALREADY, () =>
        advice(
            stack,
            `account ${accountId} is a delegated administrator already.`,
            `{ delegatedAdministrator: { mode: adopt, account: "${accountId}" } }`,
        ),
    );
    for (const servicePrincipal of ADMINISTERED_SERVICES) {
        const { onError: interrupted = [] } = onCollision(
            `delegation-of-${servicePrincipal}-exists`,
            DELEGATED_ALREADY,
            () => takeBack(accountId, servicePrincipal),
        );
        new DelegatedAdministrator(
            `${accountId}-${servicePrincipal}`,
            { accountId, servicePrincipal },
            {
                ...opts,
                hooks: { onError: [...(hooks.onError ?? []), ...interrupted] },
                ...(mode === "adopt" && { retainOnDelete: true }),
                ...(existing.delegations.has(servicePrincipal) && { import: `${accountId}/${servicePrincipal}` }),
            },
        );
    }
}

/** A delegation has no tags, and nothing else tells whose it is: to take over somebody else's would end it with this stack. */
function takeBack(account: string, service: string): string {
    return [
        `Where an interrupted run of this stack delegated ${service}, take that back and update again:`,
        `    aws organizations deregister-delegated-administrator --account-id ${account} --service-principal ${service}`,
    ].join("\n");
}

const DELEGATED_ALREADY = /AccountAlreadyRegisteredException/;

function createRoles(
    { stack, names, tags, plan, existing }: OrganizationAdministrationArgs,
    opts: pulumi.CustomResourceOptions,
): void {
    const roles = managedRoles(plan);
    if (roles.length === 0) {
        return;
    }
    const hooks = onCollision("organization-role-exists", ROLE_EXISTS, (failure) =>
        /StackSets/.test(failure)
            ? advice(stack, "StackSets have access to the organization already.", "{ serviceAccess: adopt }")
            : advice(
                  stack,
                  "the management account has the role already.",
                  `{ delegatedAdministrator: { account: "${plan.delegatedAdministrator?.account ?? ""}", serviceLinkedRoles: adopt } }`,
              ),
    );
    for (const { service, role, mode } of roles) {
        const arn = `arn:${names.partition}:iam::${names.account}:role/aws-service-role/${service}/${role}`;
        new ServiceLinkedRole(
            role,
            {
                awsServiceName: service,
                ...(mode === "create" && { description: organizationRoleDescription(stack) }),
                tags,
            },
            { ...opts, hooks, retainOnDelete: true, ...(existing.roles.has(role) && { import: arn }) },
        );
    }
}

function advice(stack: string, what: string, line: string): string {
    return [
        `${what} To adopt what exists, write under config: in Pulumi.${stack}.yaml, beside what`,
        "else stands under the same keys:",
        `    conformance-packs:organization: ${line}`,
        "(`use` instead of `adopt` where something else goes on managing it.)",
    ].join("\n");
}
