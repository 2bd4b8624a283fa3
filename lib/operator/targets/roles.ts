/** Roles, and who they are passed to: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html */
import { aggregatorRoleName, alertForwardingRoleName } from "../../plan/role-names.ts";
import { managedRoles } from "../../plan/organization.ts";
import { resourcesOf, type Scope } from "../scope.ts";
import { arns, NOTHING, type TargetOf, unique } from "../target.ts";
import { packs } from "./config.ts";

const ROLE = "aws:iam/role:Role";
const REPLICATION_ROLE = "replication-role";
const SERVICE_LINKED_ROLE = "aws:iam/serviceLinkedRole:ServiceLinkedRole";

export const roles: TargetOf = (scope) =>
    arns(...resourcesOf(scope, ROLE).map(({ name }) => roleArn(scope, roleName(scope, name))));

/** Those that the stack manages. */
export const serviceLinkedRoles: TargetOf = (scope) => {
    const managed = managedRoles(scope.plan.organization ?? {});
    return arns(
        ...resourcesOf(scope, SERVICE_LINKED_ROLE).map(({ name }) => {
            const known = managed.find(({ role }) => role === name);
            return known === undefined
                ? serviceLinkedRoleArn(scope, "config.amazonaws.com", "AWSServiceRoleForConfig")
                : serviceLinkedRoleArn(scope, known.service, known.role);
        }),
    );
};

/** What a recorder assumes unless told otherwise, whoever manages it. */
export const roleOfConfig: TargetOf = (scope) =>
    arns(serviceLinkedRoleArn(scope, "config.amazonaws.com", "AWSServiceRoleForConfig"));

/** AWS Config makes it with the first pack: https://docs.aws.amazon.com/config/latest/developerguide/conformance-packs.html */
export const roleOfConformancePacks: TargetOf = (scope) =>
    arns(serviceLinkedRoleArn(scope, "config-conforms.amazonaws.com", "AWSServiceRoleForConfigConforms"));

/** Likewise with the first of an organization. */
export const roleOfOrganizationPacks: TargetOf = (scope) =>
    packs(scope, "organization").length === 0
        ? NOTHING
        : arns(
              serviceLinkedRoleArn(
                  scope,
                  "config-multiaccountsetup.amazonaws.com",
                  "AWSServiceRoleForConfigMultiAccountSetup",
              ),
          );

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/using-service-linked-roles-create-slr-for-org-trails.html */
export const roleOfCloudTrail: TargetOf = (scope) =>
    scope.plan.auditTrail?.organization === true
        ? arns(serviceLinkedRoleArn(scope, "cloudtrail.amazonaws.com", "AWSServiceRoleForCloudTrail"))
        : NOTHING;

export const recorderRole: TargetOf = ({ names }) => arns(names.recorderRoleArn);

export const aggregatorRoles: TargetOf = (scope) => {
    const own = scope.plan.aggregators
        .filter(({ source }) => source === "organization")
        .map(({ name }) => `${name}-role`);
    return named(scope, (name) => own.includes(name));
};

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSConfigRoleForOrganizations.html */
export const rolesWithAttachedPolicies: TargetOf = (scope) =>
    aggregatorRoles(scope).map((target) => ({
        ...target,
        condition: {
            ArnEquals: {
                "iam:PolicyARN": `arn:${scope.names.partition}:iam::aws:policy/service-role/AWSConfigRoleForOrganizations`,
            },
        },
    }));

export const functionRoles: TargetOf = (scope) => named(scope, (name) => name.endsWith("-function-role"));

export const forwardingRoles: TargetOf = (scope) => named(scope, (name) => name.endsWith("-forwarding-role"));

export const scheduleRoles: TargetOf = (scope) => named(scope, (name) => name.endsWith("-schedule-role"));

/** By which history is copied into another account. */
export const replicationRole: TargetOf = (scope) => named(scope, (name) => name === REPLICATION_ROLE);

/** The stack's own, those that members have, and those that packs name. */
export const remediationRoles: TargetOf = (scope) => {
    const { plan, names } = scope;
    const remediations = scope.regions.flatMap((region) =>
        region.plan.packs.flatMap(({ remediations: planned = [] }) => planned),
    );
    if (remediations.length === 0) {
        return NOTHING;
    }
    const own = [
        ...(plan.remediationRoles ?? []).map(({ name }) => name),
        ...(plan.members === undefined ? [] : [plan.members.remediationRole.name]),
        ...(plan.members?.automationRoles ?? []).map(({ name }) => name),
        ...remediations.flatMap(({ role }) => (role === undefined ? [] : [role.name])),
    ].map((name) => roleArn(scope, name));
    const written = remediations
        .flatMap(({ settings }) => roleArnsIn(settings))
        .map((arn) =>
            arn.replaceAll("${AWS::AccountId}", names.account).replaceAll("${AWS::Partition}", names.partition),
        );
    return arns(...unique([...own, ...written]));
};

/** Wherever a value of a remediation is the ARN of a role. */
function roleArnsIn(value: unknown): string[] {
    if (typeof value === "string") {
        return /^arn:[^:]+:iam::[^:]*:role\/\S+$/.test(value) ? [value] : [];
    }
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(roleArnsIn) : [];
}

function named(scope: Scope, isMeant: (name: string) => boolean): ReturnType<TargetOf> {
    return arns(
        ...resourcesOf(scope, ROLE)
            .filter(({ name }) => isMeant(name))
            .map(({ name }) => roleArn(scope, roleName(scope, name))),
    );
}

/** @param resource its name in a preview */
function roleName({ plan, regions }: Scope, resource: string): string {
    const functions = regions.flatMap(({ plan: { functions = [] } }) => functions);
    const known = new Map<string, string>([
        ...functions.map(({ rule, name }) => [`${rule}-function-role`, name] as const),
        ...(plan.remediationRoles ?? []).map(({ document, name }) => [`${document}-remediation-role`, name] as const),
        ...plan.aggregators.map(({ name }) => [`${name}-role`, aggregatorRoleName(plan.stack, name)] as const),
        ["alert-rules-forwarding-role", alertForwardingRoleName(plan.stack)],
        ...(plan.alerts === undefined ? [] : ([["alert-function-role", plan.alerts.functionName]] as const)),
        ...(plan.digest === undefined
            ? []
            : ([
                  ["digest-function-role", plan.digest.functionName],
                  ["digest-schedule-role", plan.digest.schedulerNames.role],
              ] as const)),
        ...("replica" in plan.deliveryBucket && plan.deliveryBucket.replica !== undefined
            ? [[REPLICATION_ROLE, plan.deliveryBucket.replica.roleName] as const]
            : []),
        ...(plan.members === undefined
            ? []
            : ([
                  ["members-remediation-role", plan.members.remediationRole.name],
                  ["members-evaluation-role", plan.members.evaluationRole.name],
              ] as const)),
    ]);
    // Pulumi completes the names of the others.
    return known.get(resource) ?? `${resource}-*`;
}

function roleArn({ names }: Scope, name: string): string {
    return `arn:${names.partition}:iam::${names.account}:role/${name}`;
}

function serviceLinkedRoleArn(scope: Scope, service: string, role: string): string {
    return roleArn(scope, `aws-service-role/${service}/${role}`);
}
