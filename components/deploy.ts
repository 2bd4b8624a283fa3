/** Turns a deployment plan into resources. The only place that knows all components. */
import type * as pulumi from "@pulumi/pulumi";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { aggregatorRegion } from "../lib/plan/regions.ts";
import { Aggregation } from "./aggregation.ts";
import { AlertTopic } from "./alert-topic.ts";
import { readKeyAdoption } from "./encryption-key.ts";
import { existingHooks, regionalHooks } from "./existing.ts";
import type { ExistingLookup } from "./existing-lookup.ts";
import { awsLookup } from "./existing-lookup.ts";
import { readLastOutputs } from "./last-outputs.ts";
import { findLeftBehind, findLeftBehindInRegion } from "./left-behind.ts";
import type { Identity } from "../lib/plan/names.ts";
import { namesInRegion, resolveNames } from "../lib/plan/names.ts";
import { createRegional, type Regional } from "./regional.ts";
import { Region } from "./region.ts";
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
    readonly athenaWorkgroup?: pulumi.Output<string>;
    readonly athenaDatabase?: pulumi.Output<string>;
    /** What this stack manages and `pulumi destroy` keeps: `deliveryBucket`, `encryptionKey`. */
    readonly retained: readonly string[];
    /** The stack's further regions, by name. */
    readonly regions?: Readonly<Record<string, RegionOutputs>>;
}

/** What a stack exports of one of its further regions. */
export interface RegionOutputs {
    readonly recorderName: pulumi.Output<string>;
    readonly deliveryTopicArn?: pulumi.Output<string>;
    /** ARN by name. */
    readonly packs: Readonly<Record<string, pulumi.Output<string>>>;
}

export interface DeployOptions {
    /** Who is asked what exists already. @default AWS Config, with the program's own credentials */
    readonly existing?: (region: string) => ExistingLookup;
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
    const hooks = existingHooks(plan, names);
    const lookupIn = options.existing ?? awsLookup;
    const deployment: Deployment = { plan, names, leftBehind, adoption, hooks, state, interrupted };

    const storage = createStorage(deployment);
    const afterBucket = { dependsOn: [...storage.first] };
    const inOwnRegion = { plan, regional: plan, names, lookup: lookupIn(plan.region), interrupted };
    const own = createRegional(
        { ...inOwnRegion, storage, leftBehind, hooks: { ...regionalHooks(inOwnRegion), role: hooks.role } },
        afterBucket,
    );
    const { topic, recorder, packs } = own;
    const regions = await createRegions(deployment, storage, own, lookupIn);
    const aggregation = createAggregation(deployment, afterBucket);
    const alerts = createAlertTopic(deployment, afterBucket);
    const trail = await createAuditTrail(deployment, afterBucket);
    const history = await createHistoryQueries(deployment, storage);

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
        ...(history && { athenaWorkgroup: history.workgroupName, athenaDatabase: history.databaseName }),
        retained: storage.retained,
        ...(plan.furtherRegions && { regions: mapValues(regions, outputsOf) }),
    };
}

function outputsOf({ recorderName, deliveryTopicArn, packs }: Region): RegionOutputs {
    return { recorderName, ...(deliveryTopicArn && { deliveryTopicArn }), packs };
}

function mapValues<From, To>(values: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
    return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]));
}

/** The stack's further regions, which wait for the role that the first recorder brings. */
async function createRegions(
    deployment: Deployment,
    storage: Storage,
    first: Regional,
    lookupIn: (region: string) => ExistingLookup,
): Promise<Readonly<Record<string, Region>>> {
    const { plan, names, state, interrupted } = deployment;
    const { role } = first.recorder;
    const regions: Record<string, Region> = {};
    for (const regional of plan.furtherRegions ?? []) {
        const inRegion = namesInRegion(regional, names);
        const lookup = lookupIn(regional.region);
        regions[regional.region] = new Region(
            regional.region,
            {
                plan,
                regional,
                names: inRegion,
                storage,
                leftBehind: await findLeftBehindInRegion(plan.stack, regional, inRegion, state),
                hooks: regionalHooks({ plan, regional, names: inRegion, lookup, interrupted }),
            },
            { dependsOn: [...storage.first, ...(role === undefined ? [] : [role])] },
        );
    }
    return regions;
}

function createAggregation(
    { plan, names }: Deployment,
    opts: pulumi.ComponentResourceOptions,
): Aggregation | undefined {
    const { aggregators, aggregateAuthorizations: authorizations } = plan;
    return aggregators.length + authorizations.length === 0
        ? undefined
        : new Aggregation(
              "aggregation",
              // Where the global resource types are recorded, if this stack is there.
              { names, region: aggregatorRegion(plan), tags: plan.tags, aggregators, authorizations },
              opts,
          );
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

/** Loaded only then: few stacks have Glue and Athena. */
async function createHistoryQueries({ plan, names, leftBehind, hooks }: Deployment, storage: Storage) {
    if (plan.historyQueries === undefined || names.deliveryBucket === undefined) {
        return undefined;
    }
    const { HistoryQueries } = await import("./history-queries.ts");
    return new HistoryQueries(
        "history",
        {
            names,
            tags: plan.tags,
            plan: plan.historyQueries,
            deliveryBucketName: names.deliveryBucket,
            adoptBucket: leftBehind.queryResultsBucket === true,
            bucketHooks: hooks.queryResultsBucket(),
            ...(storage.keyArn && { keyArn: storage.keyArn }),
        },
        { dependsOn: [...storage.first] },
    );
}
