/** The digest's function and what belongs to it, as far as this very stack made it before and its state lacks it. */
import type { DeploymentNames } from "../lib/plan/names.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { logGroupName } from "../lib/rules/functions.ts";
import type { KeyAdoption } from "./encryption-key.ts";
import { findKey, findTagged, tellLeftBehind, tellNotLookedFor, unlessKnown } from "./left-behind-look-up.ts";
import type { StackResources } from "./stack-resources.ts";

const TYPES = ["lambda:function", "logs", "kms:key", "s3:bucket"];

/** Absent: there is none, and it is created. Roles and schedules have names of their own each time. */
export interface DigestLeftBehind {
    readonly logKey?: KeyAdoption;
    readonly logGroup?: true;
    readonly function?: true;
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
    const lacks = {
        function: !state.has("aws:lambda/function:Function digest-function"),
        logGroup: !state.has("aws:cloudwatch/logGroup:LogGroup digest-logs"),
        bucket: digest.schedule !== undefined && !state.has("aws:s3/bucket:Bucket digest-snapshots-bucket"),
    };
    const alias = unlessKnown(state, "digest", digest.logKey.alias);
    if (!lacks.function && !lacks.logGroup && !lacks.bucket && alias === undefined) {
        return {};
    }
    try {
        const tagged = await findTagged(stack, names.region, TYPES);
        const has = (arn: string | undefined): boolean => tagged.some((one) => one.arn.replace(/:\*$/, "") === arn);
        const arn = (service: string, resource: string): string =>
            `arn:${names.partition}:${service}:${names.region}:${names.account}:${resource}`;
        const logKey = await findKey(tagged, "digest", alias, names.region, state);
        const logGroup = logGroupName(digest.functionName);
        const found: DigestLeftBehind = {
            ...(logKey && { logKey }),
            ...(lacks.logGroup && has(arn("logs", `log-group:${logGroup}`)) && { logGroup: true }),
            ...(lacks.function && has(arn("lambda", `function:${digest.functionName}`)) && { function: true }),
            ...(lacks.bucket && has(names.digestBucketArn) && { bucket: true }),
        };
        await tellLeftBehind([
            ...(logKey === undefined ? [] : [`the key ${logKey.keyId} of the digest's logs`]),
            ...(found.logGroup ? [`the log group ${logGroup}`] : []),
            ...(found.function ? [`the function ${digest.functionName}`] : []),
            ...(found.bucket ? [`the bucket ${names.digestBucket ?? ""} of digests`] : []),
        ]);
        return found;
    } catch (failure) {
        await tellNotLookedFor(failure);
        return {};
    }
}
