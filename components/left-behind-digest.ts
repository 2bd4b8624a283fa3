/** The digest's function and what belongs to it, as far as this very stack made it before and its state lacks it. */
import type { DeploymentNames } from "../lib/plan/names.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import type { KeyAdoption } from "./encryption-key.ts";
import { FUNCTION, soughtFunction } from "./left-behind-alerts.ts";
import { type ImportIdentifiers, type Sought, type SoughtByTag, soughtRole, taken } from "./left-behind-imports.ts";
import { findKey, findTagged, tellLeftBehind, tellNotLookedFor, unlessKnown } from "./left-behind-look-up.ts";
import type { ScheduleTargets } from "./schedule-targets.ts";
import type { StackResources } from "./stack-resources.ts";

const TYPES = ["kms:key", "s3:bucket"];

/** Where schedules are that name no group. */
const SCHEDULE_GROUP = "default";

/** Absent: there is none, and it is created. */
export interface DigestLeftBehind {
    readonly logKey?: KeyAdoption;
    /** The bucket of snapshots, which outlives the stack. */
    readonly bucket?: true;
}

/** @returns nothing where the state has everything, where nothing is found, and where AWS may not be asked */
export async function findDigest(
    { stack, digest }: DeploymentPlan,
    names: DeploymentNames,
    state: StackResources,
): Promise<DigestLeftBehind> {
    if (digest === undefined) {
        return {};
    }
    const lacksBucket = digest.schedule !== undefined && !state.has("aws:s3/bucket:Bucket digest-snapshots-bucket");
    const alias = unlessKnown(state, "digest", digest.logKey.alias);
    if (!lacksBucket && alias === undefined) {
        return {};
    }
    try {
        const tagged = await findTagged(stack, names.region, TYPES);
        const logKey = await findKey(tagged, "digest", alias, names.region, state);
        const found: DigestLeftBehind = {
            ...(logKey && { logKey }),
            ...(lacksBucket && tagged.some(({ arn }) => arn === names.digestBucketArn) && { bucket: true }),
        };
        await tellLeftBehind([
            ...(logKey === undefined ? [] : [`the key ${logKey.keyId} of the digest's logs`]),
            ...(found.bucket ? [`the bucket ${names.digestBucket ?? ""} of digests`] : []),
        ]);
        return found;
    } catch (failure) {
        await tellNotLookedFor(failure);
        return {};
    }
}

/** The function, its log group and the identity that it sends by. */
export function soughtDigest({ digest }: DeploymentPlan, names: DeploymentNames): SoughtByTag[] {
    if (digest === undefined) {
        return [];
    }
    const { partition, region, account } = names;
    const identity = digest.mail?.identity;
    return [
        ...soughtFunction(names, digest.functionName, { function: "digest-function", logs: "digest-logs" }),
        ...(identity?.mode === "create"
            ? [
                  {
                      key: "aws:sesv2/emailIdentity:EmailIdentity digest-identity",
                      what: `the identity ${identity.name}`,
                      id: identity.name,
                      arn: `arn:${partition}:ses:${region}:${account}:identity/${identity.name}`,
                  },
              ]
            : []),
    ];
}

export function soughtDigestRoles({ digest }: DeploymentPlan): Sought[] {
    return digest === undefined
        ? []
        : [
              soughtRole("digest-function-role", digest.functionName),
              soughtRole("digest-schedule-role", digest.schedulerNames.role),
          ];
}

/**
 * Schedules have no tags: one of that name that invokes this stack's function is this stack's.
 *
 * @param isThere tells whether the state has a resource, or an earlier run left it
 */
export async function findSchedules(
    { digest }: DeploymentPlan,
    { partition, region, account }: DeploymentNames,
    isThere: (key: string) => boolean,
    targets: ScheduleTargets,
): Promise<ImportIdentifiers> {
    if (digest === undefined || !isThere(`${FUNCTION} digest-function`)) {
        return new Map();
    }
    const { functionName, schedulerNames, schedule, thresholds } = digest;
    const functionArn = `arn:${partition}:lambda:${region}:${account}:function:${functionName}`;
    const found: Sought[] = [];
    for (const kind of [schedule && "digest", thresholds && "count"] as const) {
        const key = `aws:scheduler/schedule:Schedule digest-${kind ?? ""}-schedule`;
        if (kind !== undefined && !isThere(key) && (await targets(schedulerNames[kind])) === functionArn) {
            const name = schedulerNames[kind];
            found.push({ key, what: `the schedule ${name}`, id: `${SCHEDULE_GROUP}/${name}` });
        }
    }
    return taken(found);
}
