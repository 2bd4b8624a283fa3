/**
 * What to do where something that a stack is to create exists already: say so once, with the lines that adopt it.
 * Nothing here decides whether a resource is registered.
 */
import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { STACK_TAG } from "../lib/plan/build.ts";
import type { DeploymentPlan, RegionPlan } from "../lib/plan/plan.ts";
import { adoptionAdvice, bucketLine, keyLines, settingLine } from "../lib/settings/adoption-lines.ts";
import { targetOf } from "./encryption-key.ts";
import type { ExistingLookup } from "./existing-lookup.ts";
import type { DeploymentNames } from "../lib/plan/names.ts";
import { describeChannel, describeRecorder, sameChannel, sameRecorder, sameRetention } from "./existing-comparison.ts";
import type { RecorderHooks } from "./recorder.ts";

/**
 * Hooks of everything that may exist already. The engine knows a hook from the moment it is made, so each is made only
 * for a resource that the plan creates.
 */
export interface ExistingHooks {
    readonly bucket: () => pulumi.ResourceHookBinding;
    readonly keyAlias: () => pulumi.ResourceHookBinding;
    readonly alertKeyAlias: () => pulumi.ResourceHookBinding;
    readonly auditTrail: () => pulumi.ResourceHookBinding;
    readonly auditTrailBucket: () => pulumi.ResourceHookBinding;
    readonly queryResultsBucket: () => pulumi.ResourceHookBinding;
    readonly alertStateBucket: () => pulumi.ResourceHookBinding;
    readonly digestBucket: () => pulumi.ResourceHookBinding;
    readonly historyArchive: () => pulumi.ResourceHookBinding;
    readonly role: () => pulumi.ResourceHookBinding;
}

/** Hooks of what may exist in each region. */
export interface RegionalHooks extends Required<Omit<RecorderHooks, "role">> {
    readonly templateBucket: () => pulumi.ResourceHookBinding;
}

/** The hooks of what a deployment has once. */
export function existingHooks(plan: DeploymentPlan, names: DeploymentNames): ExistingHooks {
    return {
        bucket: () =>
            onCollision("delivery-bucket-exists", BUCKET_EXISTS, (failure) => bucketAdvice(plan, names, failure)),
        keyAlias: () =>
            onCollision("delivery-alias-exists", ALREADY_EXISTS, () =>
                adoptionAdvice(plan, "the KMS key alias that this stack creates", keyLines(plan)),
            ),
        alertKeyAlias: () => onCollision("alert-alias-exists", ALREADY_EXISTS, () => takenAlertAlias(plan)),
        role: () =>
            onCollision("config-role-exists", ROLE_EXISTS, () =>
                adoptionAdvice(plan, "the service-linked role AWSServiceRoleForConfig", [settingLine("role", "adopt")]),
            ),
        auditTrail: () => onCollision("audit-trail-exists", TRAIL_EXISTS, () => takenTrail(plan, names)),
        auditTrailBucket: () =>
            onCollision("audit-trail-bucket-exists", BUCKET_EXISTS, () => keptTrail(names, plan.stack)),
        queryResultsBucket: () =>
            onCollision("query-results-bucket-exists", BUCKET_EXISTS, () => takenResults(plan, names)),
        alertStateBucket: () => onCollision("alert-state-bucket-exists", BUCKET_EXISTS, () => takenAlertState(names)),
        historyArchive: () => onCollision("history-archive-exists", BUCKET_EXISTS, () => takenArchive(plan, names)),
        digestBucket: () => onCollision("digest-bucket-exists", BUCKET_EXISTS, () => takenDigests(plan, names)),
    };
}

/** One region of a deployment, as far as it may hold something already. */
export interface ExistingInRegion {
    readonly plan: DeploymentPlan;
    readonly regional: RegionPlan;
    /** In this region. */
    readonly names: DeploymentNames;
    readonly lookup: ExistingLookup;
    /**
     * Whether there are traces of an earlier run of this stack: then a recorder, channel or retention that is exactly what
     * is about to be made was made by that run. Without such traces it is somebody else's.
     */
    readonly interrupted: boolean;
}

/** The hooks of one region; those of the stack's own keep their names, whatever regions come beside it. */
export function regionalHooks(at: ExistingInRegion): RegionalHooks {
    const { plan, names } = at;
    const further = furtherRegion(at);
    const named = (name: string): string => (further === undefined ? name : `${name}-${further}`);
    const otherName = { name: "<its name>" };
    return {
        recorder: () => ({
            ...onCollision(named("config-recorder-exists"), RECORDER_EXISTS, () =>
                adoptionAdvice(plan, "another configuration recorder", [
                    settingLine("recorder", "adopt", otherName, further),
                ]),
            ),
            ...beforeCreate(named("config-recorder-overwrite"), () => refuseRecorder(at)),
        }),
        deliveryChannel: () => ({
            ...onCollision(named("config-channel-exists"), CHANNEL_EXISTS, () =>
                adoptionAdvice(plan, "another delivery channel", [
                    settingLine("deliveryChannel", "adopt", otherName, further),
                ]),
            ),
            ...beforeCreate(named("config-channel-overwrite"), () => refuseChannel(at)),
        }),
        retention: () => ({
            ...onCollision(named("config-retention-exists"), RETENTION_EXISTS, () =>
                adoptionAdvice(plan, "another retention configuration", [
                    settingLine("retention", "adopt", {}, further),
                ]),
            ),
            ...beforeCreate(named("config-retention-overwrite"), () => refuseRetention(at)),
        }),
        templateBucket: () =>
            onCollision(named("template-bucket-exists"), BUCKET_EXISTS, () => takenTemplates(plan, names)),
    };
}

/** The stack's own region needs no name in a setting. */
function furtherRegion({ plan, regional }: ExistingInRegion): string | undefined {
    return regional.region === plan.region ? undefined : regional.region;
}

/** The error codes of each service, as the provider passes them on. */
const BUCKET_EXISTS = /BucketAlreadyOwnedByYou|BucketAlreadyExists/;
const BUCKET_IS_OURS = /BucketAlreadyOwnedByYou/;
const ALREADY_EXISTS = /AlreadyExistsException|EntityAlreadyExists/;
export const ROLE_EXISTS = /has been taken in this account|EntityAlreadyExists/;
const TRAIL_EXISTS = /TrailAlreadyExistsException/;
const RECORDER_EXISTS = /MaxNumberOfConfigurationRecordersExceeded/;
const CHANNEL_EXISTS = /MaxNumberOfDeliveryChannelsExceeded/;
const RETENTION_EXISTS = /MaxNumberOfRetentionConfigurationsExceeded/;

/** Adds the advice to the provider's own error where a creation meets what exists already. */
export function onCollision(
    name: string,
    pattern: RegExp,
    advice: (failure: string) => string | Promise<string>,
): pulumi.ResourceHookBinding {
    return onFailure(name, ["create"], pattern, advice);
}

/**
 * Adds the advice to the provider's own error, once for all resources with the same advice; never asks for another try.
 *
 * Hooks run from the engine's call, outside the asynchronous context in which an inline program keeps its engine:
 * bound to that context, they log where the program does.
 */
export function onFailure(
    name: string,
    operations: readonly pulumi.ErrorHookArgs["failedOperation"][],
    pattern: RegExp,
    advice: (failure: string) => string | Promise<string>,
): pulumi.ResourceHookBinding {
    const given = new Set<string>();
    const advise = async ({ failedOperation, errors: [failure = ""] }: pulumi.ErrorHookArgs): Promise<boolean> => {
        if (operations.includes(failedOperation) && pattern.test(failure)) {
            const text = await advice(failure);
            if (!given.has(text)) {
                given.add(text);
                await pulumi.log.error(text);
            }
        }
        return false;
    };
    return { onError: [new pulumi.ErrorHook(name, AsyncResource.bind(advise))] };
}

/**
 * S3 tells a bucket of this account from one of another, which cannot be imported. The key goes with the bucket only
 * where there is one to adopt: somebody else's bucket has none of this stack's.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html#API_CreateBucket_Errors
 */
async function bucketAdvice(plan: DeploymentPlan, names: DeploymentNames, failure: string): Promise<string> {
    if (!BUCKET_IS_OURS.test(failure)) {
        return [
            `the bucket name ${names.deliveryBucket} is taken by another account, as bucket names are shared by all.`,
            `To take another name, write under config: in Pulumi.${plan.stack}.yaml:`,
            "    conformance-packs:deliveryBucket: { name: <another name> }",
        ].join("\n");
    }
    const key = plan.encryptionKey;
    const hasKey = key.mode === "create" && (await targetOf(`alias/${key.alias}`, plan.region)) !== undefined;
    return adoptionAdvice(plan, `the bucket ${names.deliveryBucket}`, [
        bucketLine(plan),
        ...(hasKey ? keyLines(plan) : []),
    ]);
}

/** Runs in an update only: a preview needs no credentials for AWS Config. */
function beforeCreate(name: string, check: () => Promise<void>): pulumi.ResourceHookBinding {
    return { beforeCreate: [new pulumi.ResourceHook(name, AsyncResource.bind(check), { onDryRun: false })] };
}

/**
 * `PutConfigurationRecorder` overwrites a recorder of the same name without a word. One that is what we are about to
 * make is an interrupted run of this stack, and may be overwritten.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_PutConfigurationRecorder.html
 */
async function refuseRecorder(at: ExistingInRegion): Promise<void> {
    const { plan, regional, names, lookup, interrupted } = at;
    const found = await attempt("the configuration recorder", () => lookup.recorder());
    if (found === undefined || regional.recorder.mode === "use") {
        return;
    }
    if (!interrupted || !sameRecorder(found, regional.recorder, names)) {
        const name = found.name === "default" ? undefined : found.name;
        throw new Error(
            adoptionAdvice(plan, `the configuration recorder ${describeRecorder(found)}`, [
                settingLine("recorder", "adopt", { name }, furtherRegion(at)),
            ]),
        );
    }
}

async function refuseChannel(at: ExistingInRegion): Promise<void> {
    const { plan, regional, names, lookup, interrupted } = at;
    const found = await attempt("the delivery channel", () => lookup.deliveryChannel());
    const planned = { deliveryChannel: regional.deliveryChannel, deliveryBucket: plan.deliveryBucket };
    if (found !== undefined && !(interrupted && sameChannel(found, planned, names))) {
        const name = found.name === "default" ? undefined : found.name;
        throw new Error(
            adoptionAdvice(plan, `the delivery channel ${describeChannel(found)}`, [
                settingLine("deliveryChannel", "adopt", { name }, furtherRegion(at)),
            ]),
        );
    }
}

async function refuseRetention(at: ExistingInRegion): Promise<void> {
    const { plan, regional, lookup, interrupted } = at;
    const found = await attempt("the retention configuration", () => lookup.retention());
    if (found !== undefined && !(interrupted && sameRetention(found, regional.retention.days))) {
        throw new Error(
            adoptionAdvice(plan, `the retention configuration ${found.name} (${found.days} days)`, [
                settingLine("retention", "adopt", { days: String(regional.retention.days) }, furtherRegion(at)),
            ]),
        );
    }
}

/** Who may not look may still deploy: then a recorder that exists is overwritten, as without the check. */
async function attempt<Found>(what: string, look: () => Promise<Found | undefined>): Promise<Found | undefined> {
    try {
        return await look();
    } catch (failure) {
        const reason = failure instanceof Error ? failure.message : String(failure);
        await pulumi.log.warn(`could not check whether ${what} exists already, so it is created unseen: ${reason}`);
        return undefined;
    }
}

/** The alert key is this stack's alone, and so is its alias: one that exists leads to somebody else's key. */
function takenAlertAlias(plan: DeploymentPlan): string {
    const alias = `alias/${plan.alertTopic?.keyAlias ?? ""}`;
    return [
        `the alias ${alias} exists already and leads to a key without this stack's tag. If nobody uses it:`,
        `    aws kms delete-alias --alias-name ${alias}`,
        "else give the stack another name.",
    ].join("\n");
}

/** A template bucket is not adopted: nothing in it is worth keeping, and another one does as well. */
function takenTemplates(plan: DeploymentPlan, names: DeploymentNames): string {
    const bucket = names.templateBucket ?? "";
    return [
        `the template bucket ${bucket} exists already and does not carry this stack's tag. If nobody else uses it,`,
        `empty and delete it (aws s3 rb s3://${bucket}); else name another one under config: in`,
        `Pulumi.${plan.stack}.yaml:`,
        "    conformance-packs:templateBucket: { name: <another name> }",
    ].join("\n");
}

function takenResults(plan: DeploymentPlan, names: DeploymentNames): string {
    return [
        `the bucket ${names.queryResultsBucket ?? ""} for query results exists already and does not carry this stack's tag.`,
        `Name another one under config: in Pulumi.${plan.stack}.yaml, beside what athena says there already:`,
        "    conformance-packs:athena: { resultsBucket: { name: <another name> } }",
    ].join("\n");
}

/** Nothing in it is worth keeping, and its name follows from the stack's. */
function takenAlertState(names: DeploymentNames): string {
    const bucket = names.alertStateBucket ?? "";
    return [
        `the bucket ${bucket} of the alert function's state exists already and does not carry this stack's tag.`,
        `If nobody else uses it, empty and delete it (aws s3 rb s3://${bucket}); else give the stack another name.`,
    ].join("\n");
}

function takenDigests(plan: DeploymentPlan, names: DeploymentNames): string {
    return [
        `the bucket ${names.digestBucket ?? ""} of digests exists already and does not carry this stack's tag.`,
        `Name another one under config: in Pulumi.${plan.stack}.yaml, beside what digest says there already:`,
        "    conformance-packs:digest: { bucket: { name: <another name> } }",
    ].join("\n");
}

function takenArchive({ stack }: DeploymentPlan, { historyArchive: bucket = "" }: DeploymentNames): string {
    return [
        `the bucket ${bucket} exists already: a history archive outlives its stack.`,
        "This one does not carry this stack's tag. Tag it, where it is this stack's all the same, and run pulumi up again:",
        `    aws s3api put-bucket-tagging --bucket ${bucket} --tagging 'TagSet=[{Key=${STACK_TAG},Value=${stack}}]'`,
        `else name another one under config: in Pulumi.${stack}.yaml, beside what historyArchive says there already:`,
        "    conformance-packs:historyArchive: { name: <another name> }",
    ].join("\n");
}

function keptTrail(names: DeploymentNames, stack: string): string {
    return [
        `the bucket ${names.auditTrailBucket} exists already: an audit trail's bucket outlives its stack.`,
        "This one does not carry this stack's tag. Tag it, where it is this stack's all the same, and run pulumi up again:",
        `    aws s3api put-bucket-tagging --bucket ${names.auditTrailBucket} --tagging \\`,
        `        'TagSet=[{Key=${STACK_TAG},Value=${stack}}]'`,
        "or save its logs elsewhere and delete it.",
    ].join("\n");
}

/** Its name follows from the stack's. */
function takenTrail(plan: DeploymentPlan, { auditTrailArn: arn = "" }: DeploymentNames): string {
    return [
        `the trail ${plan.auditTrail?.name ?? ""} exists already and does not carry this stack's tag.`,
        "Tag it, where it is this stack's all the same, and run pulumi up again:",
        `    aws cloudtrail add-tags --resource-id ${arn} --tags-list Key=${STACK_TAG},Value=${plan.stack}`,
        "else give the stack another name.",
    ].join("\n");
}
