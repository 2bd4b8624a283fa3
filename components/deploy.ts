/** Turns a deployment plan into resources. The only place that knows all components. */
import type * as pulumi from "@pulumi/pulumi";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { Aggregation } from "./aggregation.ts";
import { AlertTopic } from "./alert-topic.ts";
import { ConformancePacks } from "./conformance-packs.ts";
import { DeliveryTopic } from "./delivery-topic.ts";
import { readKeyAdoption } from "./encryption-key.ts";
import { existingHooks } from "./existing.ts";
import type { ExistingLookup } from "./existing-lookup.ts";
import { awsLookup } from "./existing-lookup.ts";
import { readLastOutputs } from "./last-outputs.ts";
import { findLeftBehind } from "./left-behind.ts";
import type { Identity } from "../lib/plan/names.ts";
import { resolveNames } from "../lib/plan/names.ts";
import { ConfigurationRecorder } from "./recorder.ts";
import { refuseReplacement } from "./replacement.ts";
import { holdsAny, readStackResources } from "./stack-resources.ts";
import { createStorage, type Storage } from "./storage.ts";
import type { Deployment } from "./deployment.ts";

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
    const state = await readStackResources();
    const leftBehind = await findLeftBehind(plan, names, state);
    const adoption = (await readKeyAdoption(plan.encryptionKey, plan.region)) ?? leftBehind.deliveryKey;
    refuseReplacement(plan, names, adoption, last);
    const interrupted = last.account !== undefined || Object.keys(leftBehind).length > 0 || holdsAny(state, "aws:");
    const hooks = existingHooks(plan, names, options.existing ?? awsLookup(plan.region), interrupted);
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
    { plan, names, leftBehind, hooks }: Deployment,
    opts: pulumi.ComponentResourceOptions,
): AlertTopic | undefined {
    const { alertTopicArn: topicArn } = names;
    const { alertKey: keyAdoption } = leftBehind;
    return plan.alertTopic && topicArn !== undefined
        ? new AlertTopic(
              "alerts",
              {
                  names,
                  topicArn,
                  tags: plan.tags,
                  plan: plan.alertTopic,
                  ...(keyAdoption && { keyAdoption }),
                  ...(keyAdoption?.withAlias !== true && { aliasHooks: hooks.alertKeyAlias() }),
              },
              opts,
          )
        : undefined;
}

async function createAuditTrail({ plan, names, leftBehind, hooks }: Deployment, opts: pulumi.ComponentResourceOptions) {
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
            adoptBucket: leftBehind.auditTrailBucket === true,
            ...(leftBehind.auditTrailKey && { keyAdoption: leftBehind.auditTrailKey }),
            bucketHooks: hooks.auditTrailBucket(),
        },
        opts,
    );
}
