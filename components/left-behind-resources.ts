/** What the plan names by itself and an earlier run of this stack may have made, besides what has a look-up of its own. */
import { codeBucketName } from "../lib/members/names.ts";
import { sharedRoles } from "../lib/members/roles.ts";
import type { DeploymentNames } from "../lib/plan/names.ts";
import type { DeploymentPlan, RegionPlan } from "../lib/plan/plan.ts";
import { aggregatorRoleName } from "../lib/plan/role-names.ts";
import type { EventSources } from "./function-event-sources.ts";
import type { FunctionStatements } from "./function-statements.ts";
import { importIdentifier } from "./import-identifier.ts";
import { findEventSource, soughtAlertRoles, soughtAlerts } from "./left-behind-alerts.ts";
import { findSchedules, soughtDigest, soughtDigestRoles } from "./left-behind-digest.ts";
import { findInHistory, soughtHistory } from "./left-behind-history.ts";
import {
    findByTag,
    findRoles,
    type ImportIdentifiers,
    type Sought,
    type SoughtByTag,
    soughtRole,
} from "./left-behind-imports.ts";
import { tellNotLookedFor } from "./left-behind-look-up.ts";
import { findStackSets } from "./left-behind-stack-sets.ts";
import { findSubscriberPermissions, soughtSubscribers } from "./left-behind-subscribers.ts";
import type { ScheduleTargets } from "./schedule-targets.ts";
import type { StackResources } from "./stack-resources.ts";
import type { StackSetTags } from "./stack-set-tags.ts";

/** Who is asked for what the provider has no function for. */
export interface LookUps {
    readonly eventSources: EventSources;
    readonly scheduleTargets: ScheduleTargets;
    readonly statementsIn: (region: string) => FunctionStatements;
    /** @default nobody: nothing tells of an earlier run */
    readonly stackSetTags?: StackSetTags;
}

/**
 * Looks for what this stack names by itself, and for what AWS names within that.
 *
 * @returns the identifiers of what is there and the state lacks; what was found before AWS refused to be asked
 */
export async function findResources(
    plan: DeploymentPlan,
    names: DeploymentNames,
    state: StackResources,
    lookUps: LookUps,
): Promise<ImportIdentifiers> {
    const found = new Map<string, string>();
    const isThere = (key: string): boolean => state.has(key) || found.has(key);
    const sought = [
        ...soughtAlerts(plan, names),
        ...soughtDigest(plan, names),
        ...soughtHistory(plan, names),
        ...soughtTrail(plan, names),
        ...soughtEventBus(plan, names),
        ...soughtDocuments(plan, names),
    ];
    const roles = [...soughtAlertRoles(plan), ...soughtDigestRoles(plan), ...soughtOtherRoles(plan, names)];
    const stackSets = (tagsOf: StackSetTags) => () => findStackSets(plan, isThere, tagsOf);
    const finders = [
        () => findByTag(plan.stack, plan.region, sought, state),
        ...soughtCode(plan, names).map(
            ([region, bucket]) =>
                () =>
                    findByTag(plan.stack, region, [bucket], state),
        ),
        () => findRoles(plan.stack, roles, state),
        () => findEventSource(plan, names, isThere, lookUps.eventSources),
        () => findSchedules(plan, names, isThere, lookUps.scheduleTargets),
        () => findInHistory(plan, names, isThere),
        () => findSubscriberPermissions(soughtSubscribers(plan, names), plan.region, state, lookUps.statementsIn),
        ...(lookUps.stackSetTags === undefined ? [] : [stackSets(lookUps.stackSetTags)]),
    ];
    for (const find of finders) {
        try {
            for (const [key, id] of await find()) {
                found.set(key, id);
            }
        } catch (failure) {
            await tellNotLookedFor(failure);
        }
    }
    return found;
}

/** Likewise of one of the stack's further regions, whose names end so. */
export async function findResourcesInRegion(
    { stack, region: own }: DeploymentPlan,
    regional: RegionPlan,
    names: DeploymentNames,
    state: StackResources,
    statementsIn: LookUps["statementsIn"],
): Promise<ImportIdentifiers> {
    const { region } = regional;
    try {
        return new Map([
            ...(await findByTag(stack, region, soughtDocuments(regional, names, region), state)),
            ...(await findSubscriberPermissions(
                soughtSubscribers(regional, names, `-${region}`),
                own,
                state,
                statementsIn,
            )),
        ]);
    } catch (failure) {
        await tellNotLookedFor(failure);
        return new Map();
    }
}

/** The buckets with the code of members' functions, each in its region. */
function soughtCode(
    { ruleFunctions, members, region: own }: DeploymentPlan,
    { partition, account }: DeploymentNames,
): (readonly [region: string, bucket: SoughtByTag])[] {
    const inMembers = members?.rollout === undefined ? undefined : ruleFunctions?.inMembers;
    return inMembers === undefined
        ? []
        : inMembers.regions.map((region) => {
              const name = codeBucketName(inMembers, account, region);
              const key = `aws:s3/bucket:Bucket member-functions-${region}-bucket`;
              const id = importIdentifier(name, region === own ? undefined : region);
              return [region, { key, what: `the bucket ${name} of code`, id, arn: `arn:${partition}:s3:::${name}` }];
          });
}

function soughtDocuments(
    { documents = [] }: RegionPlan,
    { partition, region, account }: DeploymentNames,
    furtherRegion?: string,
): SoughtByTag[] {
    return documents.map(({ name }) => ({
        key: `aws:ssm/document:Document ${name}${furtherRegion === undefined ? "" : `-${furtherRegion}`}`,
        what: `the document ${name} in ${region}`,
        id: importIdentifier(name, furtherRegion),
        arn: `arn:${partition}:ssm:${region}:${account}:document/${name}`,
    }));
}

function soughtTrail({ auditTrail }: DeploymentPlan, { auditTrailArn: arn }: DeploymentNames): SoughtByTag[] {
    return auditTrail === undefined || arn === undefined
        ? []
        : [{ key: "aws:cloudtrail/trail:Trail audit-trail", what: `the trail ${auditTrail.name}`, id: arn, arn }];
}

function soughtEventBus({ members }: DeploymentPlan, { partition, region, account }: DeploymentNames): SoughtByTag[] {
    const bus = members?.rollout?.eventBus;
    return bus === undefined
        ? []
        : [
              {
                  key: "aws:cloudwatch/eventBus:EventBus members-event-bus",
                  what: `the event bus ${bus}`,
                  id: bus,
                  arn: `arn:${partition}:events:${region}:${account}:event-bus/${bus}`,
              },
          ];
}

/** Roles of aggregators, and those that the stack's own account has as members have them. */
function soughtOtherRoles(
    { stack, aggregators, members }: DeploymentPlan,
    { partition, account }: DeploymentNames,
): Sought[] {
    const shared = members === undefined ? [] : sharedRoles(members, { partition, account, centralAccount: account });
    return [
        ...aggregators
            .filter(({ source }) => source === "organization")
            .map(({ name }) => soughtRole(`${name}-role`, aggregatorRoleName(stack, name))),
        ...shared.map(({ name }, index) => soughtRole(`members-${["remediation", "evaluation"][index]}-role`, name)),
    ];
}
