/** The organization and its StackSets, the audit trail, Glue and Athena. */
import { administersOrganization } from "../../plan/organization.ts";
import { documentStackSetName, stackSetName } from "../../members/names.ts";
import { arnIn, resourcesOf, type Scope } from "../scope.ts";
import { anythingWhere, arns, NOTHING, type TargetOf, unique } from "../target.ts";

export const account: TargetOf = ({ names }) => arns(`arn:${names.partition}:account::${names.account}:account`);

/** The management account and the organization are in the ARN, which this account may not know. */
export const delegatedAccounts: TargetOf = ({ plan, names }) => {
    const { account: delegate } = plan.organization?.delegatedAdministrator ?? {};
    return delegate === undefined
        ? NOTHING
        : arns(`arn:${names.partition}:organizations::*:account/${plan.organization?.id ?? "o-*"}/${delegate}`);
};

export const administeredOrganization: TargetOf = ({ plan }) => anythingWhere(administersOrganization(plan));

/**
 * StackSets with what they are deployed to and what is in them: CloudFormation asks for all three.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
 */
export const stackSets: TargetOf = (scope) => {
    const has = resourcesOf(scope, "aws:cloudformation/stackSet:StackSet");
    const { plan } = scope;
    const names = stackSetNames(scope);
    const inRegion = (resource: string): string => arnIn(scope, "cloudformation", plan.region, resource);
    return has.length === 0
        ? NOTHING
        : arns(
              ...names.flatMap((name) => [inRegion(`stackset/${name}:*`), inRegion(`stackset-target/${name}:*`)]),
              inRegion("type/resource/*"),
          );
};

export const organizationOfStackSets: TargetOf = (scope) => anythingWhere(stackSetNames(scope).length > 0);

function stackSetNames({ plan: { members, ruleFunctions, memberDocuments } }: Scope): string[] {
    const rollout = members?.rollout;
    return rollout === undefined
        ? []
        : [
              stackSetName(rollout, "global"),
              stackSetName(rollout, "regional"),
              ...(ruleFunctions?.inMembers === undefined ? [] : [stackSetName(rollout, "functions")]),
              ...(memberDocuments?.documents ?? []).map(({ name }) => documentStackSetName(rollout, name)),
          ];
}

export const trails: TargetOf = ({ names }) =>
    names.auditTrailArn === undefined ? NOTHING : arns(names.auditTrailArn);

export const organizationOfTrails: TargetOf = ({ plan }) => anythingWhere(plan.auditTrail?.organization === true);

/** https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html: the catalog is asked for as well. */
export const catalogDatabases: TargetOf = (scope) => catalog(scope, (name) => [`database/${name}`]);

/** A database goes with the tables and functions in it. */
export const contentsOfDatabases: TargetOf = (scope) =>
    catalog(scope, (name) => [`table/${name}/*`, `userDefinedFunction/${name}/*`]);

export const catalogTables: TargetOf = (scope) => catalog(scope, (name) => [`database/${name}`, `table/${name}/*`]);

export const workgroups: TargetOf = (scope) => {
    const { plan } = scope;
    return plan.historyQueries === undefined
        ? NOTHING
        : arns(arnIn(scope, "athena", plan.region, `workgroup/${plan.historyQueries.workgroupName}`));
};

function catalog(scope: Scope, of: (database: string) => readonly string[]): ReturnType<TargetOf> {
    const { plan } = scope;
    return plan.historyQueries === undefined
        ? NOTHING
        : arns(
              ...unique(["catalog", ...of(plan.historyQueries.databaseName)]).map((resource) =>
                  arnIn(scope, "glue", plan.region, resource),
              ),
          );
}
