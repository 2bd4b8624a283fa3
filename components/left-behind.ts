/**
 * What this very stack made before and its state does not know: an update was killed between the call and the
 * checkpoint, or a destroy kept it. It is recognised by the stack's tag, and imported by the update that finds it.
 *
 * Whether something is registered never follows from what is found here, only the import identifier does: the engine
 * ignores an identifier that equals the one in its state.
 * https://www.pulumi.com/docs/iac/concepts/options/import/
 */
import { getKey } from "@pulumi/aws/kms/getKey.js";
import { getRole } from "@pulumi/aws/iam/getRole.js";
import { getResources } from "@pulumi/aws/resourcegroupstaggingapi/getResources.js";
import * as pulumi from "@pulumi/pulumi";
import { STACK_TAG } from "../lib/plan/build.ts";
import type { DeploymentPlan, RegionPlan } from "../lib/plan/plan.ts";
import { hasOwnRecorder } from "../lib/plan/regions.ts";
import { KEY_TAG, type KeyAdoption, targetOf } from "./encryption-key.ts";
import type { DeploymentNames } from "../lib/plan/names.ts";
import { serviceLinkedRoleDescription } from "./recorder.ts";
import type { StackResources } from "./stack-resources.ts";

/** https://docs.aws.amazon.com/config/latest/developerguide/using-service-linked-roles.html */
const SERVICE_LINKED_ROLE_NAME = "AWSServiceRoleForConfig";

const BUCKET = "aws:s3/bucket:Bucket";
const KEY = "aws:kms/key:Key";
const ALIAS = "aws:kms/alias:Alias";
const ROLE = "aws:iam/serviceLinkedRole:ServiceLinkedRole";

/** Absent: there is none, and it is created. */
export interface LeftBehindInRegion {
    /** The template bucket of the plan's name exists and is this stack's. */
    readonly templateBucket?: true;
}

/** Absent: there is none, and it is created. */
export interface LeftBehind extends LeftBehindInRegion {
    /** The bucket of the plan's name exists and is this stack's. */
    readonly deliveryBucket?: true;
    readonly deliveryKey?: KeyAdoption;
    readonly alertKey?: KeyAdoption;
    /** The audit trail's bucket and key, which outlive the stack as well. */
    readonly auditTrailBucket?: true;
    readonly auditTrailKey?: KeyAdoption;
    /** The bucket for query results exists and is this stack's. */
    readonly queryResultsBucket?: true;
    /** The service-linked role exists and is this stack's. */
    readonly serviceLinkedRole?: true;
}

/**
 * Looks for what the plan creates and this stack made before. Where the stack's state has it nobody is asked: an update
 * without changes costs no call.
 *
 * @returns nothing where AWS may not be asked: then what exists fails the update, which names the lines to write
 */
export async function findLeftBehind(
    plan: DeploymentPlan,
    names: DeploymentNames,
    state: StackResources,
): Promise<LeftBehind> {
    const lacksBucket = (name: string): boolean => !state.has(`${BUCKET} ${name}-bucket`);
    const unlessKnown = (name: string, alias: string | undefined): string | undefined =>
        state.has(`${KEY} ${name}-key`) && state.has(`${ALIAS} ${name}-alias`) ? undefined : alias;
    const bucket = plan.deliveryBucket.mode === "create" && lacksBucket("delivery");
    const templates = plan.templateBucket !== undefined && lacksBucket("templates");
    const trail = plan.auditTrail !== undefined && lacksBucket("audit");
    const results = plan.historyQueries !== undefined && lacksBucket("query-results");
    const keyAlias = unlessKnown(
        "delivery",
        plan.encryptionKey.mode === "create" ? plan.encryptionKey.alias : undefined,
    );
    const alertAlias = unlessKnown("alerts", plan.alertTopic?.keyAlias);
    const trailAlias = unlessKnown("audit", plan.auditTrail?.name);
    const role = plan.role.mode === "create" && hasOwnRecorder(plan) && !state.has(`${ROLE} config-role`);
    const aliases = [keyAlias, alertAlias, trailAlias].filter((alias) => alias !== undefined);
    if (!bucket && !templates && !trail && !results && !role && aliases.length === 0) {
        return {};
    }
    try {
        const tagged = await findTagged(plan.stack, plan.region);
        const has = (arn: string | undefined): boolean => tagged.some((one) => one.arn === arn);
        const deliveryKey = await findKey(tagged, "delivery", keyAlias, plan.region, state);
        const alertKey = await findKey(tagged, "alerts", alertAlias, plan.region, state);
        const auditTrailKey = await findKey(tagged, "audit", trailAlias, plan.region, state);
        const found: LeftBehind = {
            ...(bucket && has(names.deliveryBucketArn) && { deliveryBucket: true }),
            ...(templates && has(names.templateBucketArn) && { templateBucket: true }),
            ...(deliveryKey && { deliveryKey }),
            ...(alertKey && { alertKey }),
            ...(trail && has(names.auditTrailBucketArn) && { auditTrailBucket: true }),
            ...(auditTrailKey && { auditTrailKey }),
            ...(results && has(names.queryResultsBucketArn) && { queryResultsBucket: true }),
            ...(role && (await hasOwnRole(plan)) && { serviceLinkedRole: true }),
        };
        await tell(found, names);
        return found;
    } catch (failure) {
        return notFound(failure);
    }
}

/** Likewise of one of the stack's further regions, which have less of their own. */
export async function findLeftBehindInRegion(
    stack: string,
    plan: RegionPlan,
    names: DeploymentNames,
    state: StackResources,
): Promise<LeftBehindInRegion> {
    if (plan.templateBucket === undefined || state.has(`${BUCKET} templates-${plan.region}-bucket`)) {
        return {};
    }
    try {
        const tagged = await findTagged(stack, plan.region);
        const found: LeftBehindInRegion = tagged.some(({ arn }) => arn === names.templateBucketArn)
            ? { templateBucket: true }
            : {};
        await tell(found, names);
        return found;
    } catch (failure) {
        return notFound(failure);
    }
}

async function notFound(failure: unknown): Promise<Record<never, never>> {
    const reason = failure instanceof Error ? failure.message.trim() : String(failure);
    await pulumi.log.warn(`could not look for what an earlier run of this stack left behind: ${reason}`);
    return {};
}

async function tell(found: LeftBehind, names: DeploymentNames): Promise<void> {
    const whats = [
        found.deliveryBucket && `the delivery bucket ${names.deliveryBucket ?? ""}`,
        found.templateBucket && `the template bucket ${names.templateBucket ?? ""}`,
        found.deliveryKey && `the key ${found.deliveryKey.keyId} of the delivery bucket`,
        found.alertKey && `the key ${found.alertKey.keyId} of the alert topic`,
        found.auditTrailBucket && `the audit trail's bucket ${names.auditTrailBucket ?? ""}`,
        found.auditTrailKey && `the key ${found.auditTrailKey.keyId} of the audit trail`,
        found.queryResultsBucket && `the bucket ${names.queryResultsBucket ?? ""} for query results`,
        found.serviceLinkedRole && `the service-linked role ${SERVICE_LINKED_ROLE_NAME}`,
    ].filter((what) => what !== undefined);
    for (const what of whats) {
        await pulumi.log.warn(`${what} is this stack's own: an earlier run made it, and this one goes on with it`);
    }
}

/**
 * IAM roles cannot be found by their tags, only asked for them. This one is tagged by a call of its own after its creation;
 * a run killed between the two leaves a role that only its description tells to be this stack's.
 */
async function hasOwnRole(plan: DeploymentPlan): Promise<boolean> {
    try {
        const { tags, description } = await getRole({ name: SERVICE_LINKED_ROLE_NAME });
        return tags[STACK_TAG] === plan.stack || description === serviceLinkedRoleDescription(plan.stack);
    } catch {
        return false; // The provider's function fails where there is none.
    }
}

interface Tagged {
    readonly arn: string;
    readonly tags: Readonly<Record<string, string>>;
}

/** https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html */
async function findTagged(stack: string, region: string): Promise<Tagged[]> {
    const { resourceTagMappingLists } = await getResources({
        region,
        tagFilters: [{ key: STACK_TAG, values: [stack] }],
        resourceTypeFilters: ["s3:bucket", "kms:key"],
    });
    return resourceTagMappingLists.map(({ resourceArn, tags }) => ({ arn: resourceArn, tags }));
}

/**
 * The key that the alias leads to, where it is this stack's; else the only one that this stack made for the purpose. Of
 * several none is chosen: which of them encrypts what is for a person to say, and `packs doctor` lists them.
 */
async function findKey(
    tagged: readonly Tagged[],
    purpose: string,
    alias: string | undefined,
    region: string,
    state: StackResources,
): Promise<KeyAdoption | undefined> {
    if (alias === undefined) {
        return undefined;
    }
    // Another key than the one in the state would replace it.
    const own = state.get(`${KEY} ${purpose}-key`)?.["keyId"];
    if (own !== undefined) {
        const target = await targetOf(`alias/${alias}`, region);
        return target === own ? { keyId: target, withAlias: true } : undefined;
    }
    const keyIds = tagged
        .filter(({ arn, tags }) => arn.includes(":key/") && tags[KEY_TAG] === purpose)
        .map(({ arn }) => arn.slice(arn.lastIndexOf("/") + 1));
    if (keyIds.length === 0) {
        return undefined;
    }
    const target = await targetOf(`alias/${alias}`, region);
    if (target !== undefined) {
        return keyIds.includes(target) ? { keyId: target, withAlias: true } : undefined;
    }
    const usable = [];
    for (const keyId of keyIds) {
        const { keyState } = await getKey({ keyId, region });
        if (keyState === "Enabled") {
            usable.push(keyId);
        }
    }
    return usable.length === 1 && usable[0] !== undefined ? { keyId: usable[0], withAlias: false } : undefined;
}
