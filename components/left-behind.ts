/**
 * What this very stack made before and its state does not know: an update was killed between the call and the
 * checkpoint, or a destroy kept it. It is recognised by the stack's tag, and imported by the update that finds it.
 *
 * Whether something is registered never follows from what is found here, only the import identifier does: the engine
 * ignores an identifier that equals the one in its state.
 * https://www.pulumi.com/docs/iac/concepts/options/import/
 */
import { getRole } from "@pulumi/aws/iam/getRole.js";
import { STACK_TAG } from "../lib/plan/build.ts";
import type { DeploymentPlan, RegionPlan } from "../lib/plan/plan.ts";
import { hasOwnRecorder } from "../lib/plan/regions.ts";
import type { KeyAdoption } from "./encryption-key.ts";
import type { FunctionStatements } from "./function-statements.ts";
import type { DeploymentNames } from "../lib/plan/names.ts";
import {
    findFunctionRoles,
    findFunctions,
    findRemediationRoles,
    findReplicationRole,
    type FunctionsLeftBehind,
} from "./left-behind-functions.ts";
import { findKey, findTagged, tellLeftBehind, tellNotLookedFor, unlessKnown } from "./left-behind-look-up.ts";
import { serviceLinkedRoleDescription } from "./recorder.ts";
import type { StackResources } from "./stack-resources.ts";

/** https://docs.aws.amazon.com/config/latest/developerguide/using-service-linked-roles.html */
const SERVICE_LINKED_ROLE_NAME = "AWSServiceRoleForConfig";

const BUCKET = "aws:s3/bucket:Bucket";
const TYPES = ["s3:bucket", "kms:key"];
const ROLE = "aws:iam/serviceLinkedRole:ServiceLinkedRole";

/** Absent: there is none, and it is created. */
export interface LeftBehindInRegion {
    /** The template bucket of the plan's name exists and is this stack's. */
    readonly templateBucket?: true;
    /** Of rules that run in AWS Lambda. */
    readonly functions?: FunctionsLeftBehind;
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
    /** The history archive's bucket and key, which outlive the stack as well. */
    readonly archiveBucket?: true;
    readonly archiveKey?: KeyAdoption;
    /** The role that replicates history exists and is this stack's. */
    readonly replicationRole?: true;
    /** The service-linked role exists and is this stack's. */
    readonly serviceLinkedRole?: true;
    /** Names of the roles of rules' functions. */
    readonly functionRoles?: ReadonlySet<string>;
    /** Names of the roles of remediations. */
    readonly remediationRoles?: ReadonlySet<string>;
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
    statements: FunctionStatements,
): Promise<LeftBehind> {
    const { stack, ruleFunctions: common } = plan;
    const found = await findOfStack(plan, names, state);
    const functionRoles = await findFunctionRoles(plan, state);
    const functions = await findFunctions({ stack, common, regional: plan, names, state, statements });
    const remediationRoles = await findRemediationRoles(plan, state);
    const replicationRole = await findReplicationRole(plan, state);
    return {
        ...found,
        ...(replicationRole && { replicationRole }),
        ...(functionRoles && { functionRoles }),
        ...(remediationRoles && { remediationRoles }),
        ...(functions && { functions }),
    };
}

async function findOfStack(plan: DeploymentPlan, names: DeploymentNames, state: StackResources): Promise<LeftBehind> {
    const lacksBucket = (name: string): boolean => !state.has(`${BUCKET} ${name}-bucket`);
    const bucket = plan.deliveryBucket.mode === "create" && lacksBucket("delivery");
    const templates = plan.templateBucket !== undefined && lacksBucket("templates");
    const trail = plan.auditTrail !== undefined && lacksBucket("audit");
    const results = plan.historyQueries !== undefined && lacksBucket("query-results");
    const archive = plan.historyArchive !== undefined && lacksBucket("archive");
    const archiveAlias = unlessKnown(state, "archive", plan.historyArchive?.keyAlias);
    const keyAlias = unlessKnown(
        state,
        "delivery",
        plan.encryptionKey.mode === "create" ? plan.encryptionKey.alias : undefined,
    );
    const alertAlias = unlessKnown(state, "alerts", plan.alertTopic?.keyAlias);
    const trailAlias = unlessKnown(state, "audit", plan.auditTrail?.keyAlias);
    const role = plan.role.mode === "create" && hasOwnRecorder(plan) && !state.has(`${ROLE} config-role`);
    const aliases = [keyAlias, alertAlias, trailAlias, archiveAlias].filter((alias) => alias !== undefined);
    if (![bucket, templates, trail, results, archive, role].includes(true) && aliases.length === 0) {
        return {};
    }
    try {
        const tagged = await findTagged(plan.stack, plan.region, TYPES);
        const has = (arn: string | undefined): boolean => tagged.some((one) => one.arn === arn);
        const deliveryKey = await findKey(tagged, "delivery", keyAlias, plan.region, state);
        const alertKey = await findKey(tagged, "alerts", alertAlias, plan.region, state);
        const auditTrailKey = await findKey(tagged, "audit", trailAlias, plan.region, state);
        const archiveKey = await findKey(tagged, "archive", archiveAlias, plan.region, state);
        const found: LeftBehind = {
            ...(bucket && has(names.deliveryBucketArn) && { deliveryBucket: true }),
            ...(templates && has(names.templateBucketArn) && { templateBucket: true }),
            ...(deliveryKey && { deliveryKey }),
            ...(alertKey && { alertKey }),
            ...(trail && has(names.auditTrailBucketArn) && { auditTrailBucket: true }),
            ...(auditTrailKey && { auditTrailKey }),
            ...(results && has(names.queryResultsBucketArn) && { queryResultsBucket: true }),
            ...(archive && has(names.historyArchiveArn) && { archiveBucket: true }),
            ...(archiveKey && { archiveKey }),
            ...(role && (await hasOwnRole(plan)) && { serviceLinkedRole: true }),
        };
        await tell(found, names);
        return found;
    } catch (failure) {
        await tellNotLookedFor(failure);
        return {};
    }
}

/** Likewise of one of the stack's further regions, which have less of their own. */
export async function findLeftBehindInRegion(
    { stack, ruleFunctions: common }: DeploymentPlan,
    regional: RegionPlan,
    names: DeploymentNames,
    state: StackResources,
    statements: FunctionStatements,
): Promise<LeftBehindInRegion> {
    const found = await findTemplates(stack, regional, names, state);
    const suffix = `-${regional.region}`;
    const functions = await findFunctions({ stack, common, regional, names, state, statements, suffix });
    return { ...found, ...(functions && { functions }) };
}

async function findTemplates(
    stack: string,
    plan: RegionPlan,
    names: DeploymentNames,
    state: StackResources,
): Promise<LeftBehindInRegion> {
    if (plan.templateBucket === undefined || state.has(`${BUCKET} templates-${plan.region}-bucket`)) {
        return {};
    }
    try {
        const tagged = await findTagged(stack, plan.region, TYPES);
        const found: LeftBehindInRegion = tagged.some(({ arn }) => arn === names.templateBucketArn)
            ? { templateBucket: true }
            : {};
        await tell(found, names);
        return found;
    } catch (failure) {
        await tellNotLookedFor(failure);
        return {};
    }
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
        found.archiveBucket && `the history archive ${names.historyArchive ?? ""}`,
        found.archiveKey && `the key ${found.archiveKey.keyId} of the history archive`,
        found.serviceLinkedRole && `the service-linked role ${SERVICE_LINKED_ROLE_NAME}`,
    ].filter((what) => what !== undefined);
    await tellLeftBehind(whats);
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
