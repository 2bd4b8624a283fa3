/** Turns a deployment plan into resources. The only place that knows all components. */
import * as pulumi from "@pulumi/pulumi";
import { error, InvalidConfigurationError } from "../lib/diagnostic.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { deliveryKeyPolicy } from "../lib/policies/delivery-key-policy.ts";
import { Aggregation } from "./aggregation.ts";
import { AlertTopic } from "./alert-topic.ts";
import { ConformancePacks } from "./conformance-packs.ts";
import type { OwnKeyArgs } from "./delivery-bucket.ts";
import { createDeliveryKey, DeliveryBucket } from "./delivery-bucket.ts";
import { DeliveryTopic } from "./delivery-topic.ts";
import type { KeyAdoption } from "./encryption-key.ts";
import { readKeyAdoption } from "./encryption-key.ts";
import type { ExistingHooks } from "./existing.ts";
import { existingHooks } from "./existing.ts";
import type { ExistingLookup } from "./existing-lookup.ts";
import { awsLookup } from "./existing-lookup.ts";
import { readLastOutputs } from "./last-outputs.ts";
import { findLeftBehind, type LeftBehind } from "./left-behind.ts";
import type { DeploymentNames, Identity } from "../lib/plan/names.ts";
import { hasBucket, resolveNames, scopeOf } from "../lib/plan/names.ts";
import { ConfigurationRecorder } from "./recorder.ts";
import { refuseReplacement } from "./replacement.ts";

/** What a stack exports. Absent: what the plan does not have. */
export interface DeploymentOutputs {
    readonly account: string;
    readonly region: string;
    readonly deliveryBucket?: pulumi.Output<string>;
    readonly encryptionKeyArn?: pulumi.Output<string>;
    readonly deliveryTopicArn?: pulumi.Output<string>;
    readonly alertTopicArn?: pulumi.Output<string>;
    readonly recorderName: pulumi.Output<string>;
    readonly recorderRoleArn: string;
    /** ARN by name. */
    readonly aggregators: Readonly<Record<string, pulumi.Output<string>>>;
    /** ARN by name. */
    readonly packs: Readonly<Record<string, pulumi.Output<string>>>;
    readonly templateBucket?: pulumi.Output<string>;
    readonly auditTrailBucket?: pulumi.Output<string>;
    /** What this stack manages and `pulumi destroy` keeps: `deliveryBucket`, `encryptionKey`. */
    readonly retained: readonly string[];
}

export interface DeployOptions {
    /** Who is asked what exists already. @default AWS Config, with the program's own credentials */
    readonly existing?: ExistingLookup;
}

/** What every step below works with. */
interface Deployment {
    readonly plan: DeploymentPlan;
    readonly names: DeploymentNames;
    readonly leftBehind: LeftBehind;
    /** The delivery key that exists already. */
    readonly adoption: KeyAdoption | undefined;
    readonly hooks: ExistingHooks;
}

/**
 * Registers everything that the plan asks for, in the order that AWS asks for.
 * @throws {InvalidConfigurationError} before the first resource, where the plan does not fit the account or the stack.
 */
export async function deploy(
    plan: DeploymentPlan,
    identity: Identity,
    options: DeployOptions = {},
): Promise<DeploymentOutputs> {
    const names = resolveNames(plan, identity);
    const last = await readLastOutputs();
    const leftBehind = await findLeftBehind(plan, names, last);
    const adoption = (await readKeyAdoption(plan.encryptionKey, plan.region)) ?? leftBehind.deliveryKey;
    refuseReplacement(plan, names, adoption, last);
    const hooks = existingHooks(plan, names, options.existing ?? awsLookup(plan.region));
    const deployment: Deployment = { plan, names, leftBehind, adoption, hooks };

    const storage = createStorage(deployment);
    const afterBucket = { dependsOn: [...storage.first] };
    const topic = createDeliveryTopic(deployment, afterBucket);
    const recorder = createRecorder(deployment, storage, topic, afterBucket);
    const packs = createPacks(deployment, { dependsOn: [...storage.first, ...recorder.ready] });
    const aggregation = createAggregation(deployment, afterBucket);
    const alerts = createAlertTopic(deployment, afterBucket);
    const trail = await createAuditTrail(deployment, afterBucket);

    return {
        account: names.account,
        region: names.region,
        ...(storage.bucketName && { deliveryBucket: storage.bucketName }),
        ...(storage.keyArn && { encryptionKeyArn: storage.keyArn }),
        ...(topic && { deliveryTopicArn: topic.arn }),
        ...(alerts && { alertTopicArn: alerts.arn }),
        recorderName: recorder.recorderName,
        recorderRoleArn: names.recorderRoleArn,
        aggregators: aggregation?.arns ?? {},
        packs: packs?.arns ?? {},
        ...(packs?.templateBucket && { templateBucket: packs.templateBucket }),
        ...(trail && { auditTrailBucket: trail.bucketName }),
        retained: storage.retained,
    };
}

interface Storage {
    readonly bucketName?: pulumi.Output<string>;
    readonly keyArn?: pulumi.Output<string>;
    /** The bucket, where it is ours: all else waits for it, so that a name that is taken stops everything. */
    readonly first: readonly pulumi.Resource[];
    /** What the delivery channel waits for. */
    readonly ready: readonly pulumi.Resource[];
    readonly retained: readonly string[];
}

/** Bucket and key, each of them this stack's own or something else's. */
function createStorage(deployment: Deployment): Storage {
    const { plan, names, leftBehind, hooks } = deployment;
    const bucket = plan.deliveryBucket;
    const ownKey = ownKeyOf(deployment);
    const retainedKey = ownKey === undefined ? [] : ["encryptionKey"];
    if (bucket.mode !== "use" && bucket.mode !== "none" && hasBucket(names)) {
        const delivery = new DeliveryBucket("delivery", {
            names,
            tags: plan.tags,
            adopt: bucket.mode === "adopt" || leftBehind.deliveryBucket === true,
            ...(bucket.prefix !== undefined && { prefix: bucket.prefix }),
            lifecycle: bucket.lifecycle,
            key: ownKey ?? { arn: usedKeyArn(plan) },
            ...(bucket.mode === "create" && { bucketHooks: hooks.bucket() }),
        });
        return {
            bucketName: delivery.bucketName,
            keyArn: delivery.keyArn,
            first: [delivery.bucket],
            ready: [delivery.safeguards.policy],
            retained: ["deliveryBucket", ...retainedKey],
        };
    }
    const used = bucket.name === undefined ? {} : { bucketName: pulumi.output(bucket.name) };
    if (ownKey !== undefined) {
        const key = createDeliveryKey("delivery", { ...ownKey, names, tags: plan.tags }, { retainOnDelete: true });
        return { ...used, keyArn: key.arn, first: [], ready: [key.key], retained: retainedKey };
    }
    const keyArn = plan.encryptionKey.mode === "use" ? { keyArn: pulumi.output(plan.encryptionKey.arn) } : {};
    return { ...used, ...keyArn, first: [], ready: [], retained: [] };
}

function ownKeyOf({ plan, names, adoption, hooks }: Deployment): OwnKeyArgs | undefined {
    const key = plan.encryptionKey;
    if (key.mode === "use" || key.mode === "none") {
        return undefined;
    }
    return {
        plan: key,
        policy: deliveryKeyPolicy({
            ...scopeOf(names),
            administrators: key.administrators,
            ...(names.customRoleArn !== undefined && { recorderRoleArn: names.customRoleArn }),
        }),
        ...(adoption && { adoption }),
        ...(adoption?.withAlias !== true && { aliasHooks: hooks.keyAlias() }),
    };
}

function usedKeyArn(plan: DeploymentPlan): string {
    if (plan.encryptionKey.mode === "use") {
        return plan.encryptionKey.arn;
    }
    throw new InvalidConfigurationError([
        error(
            { file: `Pulumi.${plan.stack}.yaml` },
            {
                code: "delivery-bucket-without-key",
                path: "conformance-packs:encryptionKey",
                message: "a delivery bucket of this stack is always encrypted with a KMS key, and the plan has none",
                hint: "leave encryptionKey out, or name a key: { mode: use, arn: arn:aws:kms:… }",
            },
        ),
    ]);
}

function createDeliveryTopic(
    { plan, names }: Deployment,
    opts: pulumi.ComponentResourceOptions,
): DeliveryTopic | undefined {
    const { deliveryTopicArn: topicArn } = names;
    return plan.deliveryTopic && topicArn !== undefined
        ? new DeliveryTopic("delivery", { names, topicArn, tags: plan.tags, plan: plan.deliveryTopic }, opts)
        : undefined;
}

function createRecorder(
    { plan, names, leftBehind, hooks }: Deployment,
    storage: Storage,
    topic: DeliveryTopic | undefined,
    opts: pulumi.ComponentResourceOptions,
): ConfigurationRecorder {
    return new ConfigurationRecorder(
        "config",
        {
            names,
            plan,
            delivery: {
                ...(storage.bucketName && { bucketName: storage.bucketName }),
                ...(plan.deliveryBucket.prefix !== undefined && { prefix: plan.deliveryBucket.prefix }),
                ...(storage.keyArn && { keyArn: storage.keyArn }),
                ...(topic && { topicArn: topic.arn }),
                ready: [...storage.ready, ...(topic ? [topic.policy] : [])],
            },
            hasOwnRole: leftBehind.serviceLinkedRole === true,
            hooks,
        },
        opts,
    );
}

function createPacks(
    { plan, names, leftBehind, hooks }: Deployment,
    opts: pulumi.ComponentResourceOptions,
): ConformancePacks | undefined {
    return plan.packs.length === 0
        ? undefined
        : new ConformancePacks(
              "packs",
              {
                  names,
                  tags: plan.tags,
                  packs: plan.packs,
                  hasTemplateBucket: leftBehind.templateBucket === true,
                  ...(plan.templateBucket && { templateBucketHooks: hooks.templateBucket() }),
              },
              opts,
          );
}

function createAggregation(
    { plan, names }: Deployment,
    opts: pulumi.ComponentResourceOptions,
): Aggregation | undefined {
    const { aggregators, aggregateAuthorizations: authorizations } = plan;
    return aggregators.length + authorizations.length === 0
        ? undefined
        : new Aggregation("aggregation", { names, tags: plan.tags, aggregators, authorizations }, opts);
}

function createAlertTopic(
    { plan, names, leftBehind }: Deployment,
    opts: pulumi.ComponentResourceOptions,
): AlertTopic | undefined {
    const { alertTopicArn: topicArn } = names;
    const { alertKey: keyAdoption } = leftBehind;
    return plan.alertTopic && topicArn !== undefined
        ? new AlertTopic(
              "alerts",
              { names, topicArn, tags: plan.tags, plan: plan.alertTopic, ...(keyAdoption && { keyAdoption }) },
              opts,
          )
        : undefined;
}

async function createAuditTrail({ plan, names, hooks }: Deployment, opts: pulumi.ComponentResourceOptions) {
    if (plan.auditTrail === undefined) {
        return undefined;
    }
    const { AuditTrail } = await import("./audit-trail.ts");
    return new AuditTrail(
        "audit",
        {
            names,
            tags: plan.tags,
            plan: plan.auditTrail,
            bucketHooks: hooks.auditTrailBucket(),
        },
        opts,
    );
}
