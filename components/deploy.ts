/** Turns a deployment plan into resources. The only place that knows all components. */
import * as pulumi from "@pulumi/pulumi";
import type { AlertBundle } from "../building/alert-bundle.ts";
import type { BundledFile, BundledRules } from "../building/rule-bundles.ts";
import { InvalidConfigurationError } from "../lib/diagnostic.ts";
import { isResultsKey } from "../lib/plan/history-queries.ts";
import { administersOrganization, checkAdministrator } from "../lib/plan/organization.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { aggregatorRegion } from "../lib/plan/regions.ts";
import { Aggregation } from "./aggregation.ts";
import { createAlerts } from "./alerts.ts";
import { refuseLockedBucket } from "./delivery-bucket-lock.ts";
import { createDigest } from "./digest.ts";
import { readKeyAdoption } from "./encryption-key.ts";
import { existingHooks, regionalHooks } from "./existing.ts";
import type { ExistingLookup } from "./existing-lookup.ts";
import { awsLookup } from "./existing-lookup.ts";
import { awsEventSources, type EventSources } from "./function-event-sources.ts";
import { awsStatements, type FunctionStatements } from "./function-statements.ts";
import { readLastOutputs } from "./last-outputs.ts";
import { findLeftBehind, findLeftBehindInRegion } from "./left-behind.ts";
import { importing } from "./left-behind-imports.ts";
import { findResources, findResourcesInRegion } from "./left-behind-resources.ts";
import type { MemberAccounts } from "./member-accounts.ts";
import type { MemberFunctions } from "./member-functions.ts";
import type { Identity } from "../lib/plan/names.ts";
import { namesInRegion, resolveNames } from "../lib/plan/names.ts";
import { findAdministration } from "./administration-existing.ts";
import { OrganizationAdministration } from "./organization-administration.ts";
import { resolveReach } from "./organization-reach.ts";
import { createPacks, createRecording, type Recording, type RegionalArgs } from "./regional.ts";
import { Region } from "./region.ts";
import { createMemberDocuments, createRemediationRoles } from "./remediation.ts";
import { refuseReplacement } from "./replacement.ts";
import { awsScheduleTargets, type ScheduleTargets } from "./schedule-targets.ts";
import { holdsAny, readStackResources } from "./stack-resources.ts";
import { createHistoryArchive, createStorage, type Storage } from "./storage.ts";
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
    /** Where snapshots of compliance are kept. */
    readonly digestBucket?: pulumi.Output<string>;
    /** Where other stacks replicate history to, and the key that their `deliveryBucket.replica` names. */
    readonly historyArchive?: pulumi.Output<string>;
    readonly historyArchiveKeyArn?: pulumi.Output<string>;
    readonly athenaWorkgroup?: pulumi.Output<string>;
    readonly athenaDatabase?: pulumi.Output<string>;
    /** What this stack manages and `pulumi destroy` keeps: `deliveryBucket`, `encryptionKey`, `historyArchive`, `historyArchiveKey`. */
    readonly retained: readonly string[];
    /** The stack's further regions, by name. */
    readonly regions?: Readonly<Record<string, RegionOutputs>>;
    /** What member accounts get. */
    readonly members?: MemberOutputs;
}

/** What a stack exports of the rollout to member accounts. */
export interface MemberOutputs {
    /** ARN by `global` and `regional`, and `functions` and documents by name where members have such of their own. */
    readonly stackSets: Readonly<Record<string, pulumi.Output<string>>>;
    readonly eventBusArn?: pulumi.Output<string>;
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
    /** Who is asked what a function's policy has. @default AWS Lambda, likewise */
    readonly statements?: (region: string) => FunctionStatements;
    /** Who is asked what a function reads. @default AWS Lambda, likewise */
    readonly eventSources?: (region: string) => EventSources;
    /** Who is asked what a schedule invokes. @default EventBridge Scheduler, likewise */
    readonly scheduleTargets?: (region: string) => ScheduleTargets;
    /** The functions of rules in AWS Lambda. @default none, which a plan without such rules needs */
    readonly bundles?: BundledRules;
    /** The function of the digest, by its files' names. @default none, which a plan without a digest needs */
    readonly digestBundle?: ReadonlyMap<string, BundledFile>;
    /** The code of the alert function. @default none, which a plan without alerts needs */
    readonly alerts?: AlertBundle;
}

/**
 * Registers everything that the plan asks for, in the order that AWS asks for.
 * @throws {InvalidConfigurationError} before the first resource, where the plan does not fit the account or the stack.
 */
export async function deploy(
    planned: DeploymentPlan,
    identity: Identity,
    options: DeployOptions = {},
): Promise<DeploymentOutputs> {
    const names = resolveNames(planned, identity);
    const faults = checkAdministrator(planned, identity.accountId);
    if (faults.length > 0) {
        throw new InvalidConfigurationError(faults);
    }
    const plan = await resolveReach(planned);
    await refuseLockedBucket(plan, names);
    const last = await readLastOutputs();
    const state = await readStackResources();
    const statementsIn = options.statements ?? awsStatements;
    const leftBehind = await findLeftBehind(plan, names, state, statementsIn(plan.region));
    const adoption = (await readKeyAdoption(plan.encryptionKey, plan.region)) ?? leftBehind.deliveryKey;
    refuseReplacement(plan, names, adoption, last);
    const found = await findResources(plan, names, state, {
        eventSources: (options.eventSources ?? awsEventSources)(plan.region),
        scheduleTargets: (options.scheduleTargets ?? awsScheduleTargets)(plan.region),
    });
    const interrupted = last.account !== undefined || Object.keys(leftBehind).length > 0 || holdsAny(state, "aws:");
    const hooks = existingHooks(plan, names);
    const asking = { lookupIn: options.existing ?? awsLookup, statementsIn };
    const deployment: Deployment = { plan, names, leftBehind, adoption, hooks, state, interrupted };

    const storage = createStorage(deployment);
    const administration = await createAdministration(deployment, { dependsOn: [...storage.first] });
    const afterBucket = {
        dependsOn: [...storage.first, ...(administration ? [administration] : [])],
        transformations: [importing(found)],
    };
    const inOwnRegion = { plan, regional: plan, names, lookup: asking.lookupIn(plan.region), interrupted };
    const functions = await createFunctionRoles(deployment, options.bundles, afterBucket);
    const remediationRoles = await createRemediationRoles(deployment, afterBucket);
    const own = {
        ...inOwnRegion,
        ...(remediationRoles && { remediationRoles }),
        ...(functions && { functions }),
        storage,
        leftBehind,
        hooks: { ...regionalHooks(inOwnRegion), role: hooks.role },
    };
    const recording = createRecording(own, afterBucket);
    const { topic, recorder } = recording;
    const regions = await createRegions(
        deployment,
        storage,
        recording,
        { ...(functions && { functions }), ...(remediationRoles && { remediationRoles }) },
        afterBucket,
        asking,
    );
    const members = await createMembers(deployment, storage, recording, regions, afterBucket);
    const memberFunctions = await createMemberFunctions(deployment, options.bundles, afterBucket);
    const memberDocuments = await createMemberDocuments(deployment, afterBucket);
    const readyMembers = [members, memberFunctions, memberDocuments].filter((one) => one !== undefined);
    const alerts = createAlerts(deployment, members, Object.values(regions), options.alerts, afterBucket);
    const packs = createPacks(own, recording, readyMembers, afterBucket);
    Object.values(regions).forEach((region) => {
        region.deployPacks(readyMembers);
    });
    const aggregation = createAggregation(deployment, afterBucket);
    const trail = await createAuditTrail(deployment, afterBucket);
    const archive = await createHistoryArchive(deployment, afterBucket);
    const history = await createHistoryQueries(deployment, storage, afterBucket.transformations);
    const { digestBundle: bundle } = options;
    const surroundings = { storage, ...(aggregation && { aggregation }), ...(alerts && { alerts }) };
    const digest = await createDigest(deployment, { ...surroundings, ...(bundle && { bundle }) }, afterBucket);

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
        ...(archive && { historyArchive: archive.bucketName, historyArchiveKeyArn: archive.keyArn }),
        ...(history && { athenaWorkgroup: history.workgroupName, athenaDatabase: history.databaseName }),
        ...(digest?.bucketName && { digestBucket: digest.bucketName }),
        retained: [...storage.retained, ...(archive ? ["historyArchive", "historyArchiveKey"] : [])],
        ...(plan.furtherRegions && { regions: mapValues(regions, outputsOf) }),
        ...(members && {
            members: {
                stackSets: {
                    ...members.stackSets,
                    ...(memberFunctions && { functions: memberFunctions.stackSetArn }),
                    ...memberDocuments?.stackSetArns,
                },
                ...(members.eventBusArn && { eventBusArn: members.eventBusArn }),
            },
        }),
    };
}

function outputsOf({ recording: { recorder, topic }, packs }: Region): RegionOutputs {
    return { recorderName: recorder.recorderName, ...(topic && { deliveryTopicArn: topic.arn }), packs };
}

function mapValues<From, To>(values: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
    return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]));
}

/** Who is asked in a region. */
interface Asked {
    readonly lookupIn: (region: string) => ExistingLookup;
    readonly statementsIn: (region: string) => FunctionStatements;
}

/** The stack's further regions, which wait for the role that the first recorder brings. */
async function createRegions(
    deployment: Deployment,
    storage: Storage,
    first: Recording,
    roles: Pick<RegionalArgs, "functions" | "remediationRoles">,
    opts: { readonly dependsOn: readonly pulumi.Resource[] },
    { lookupIn, statementsIn }: Asked,
): Promise<Readonly<Record<string, Region>>> {
    const { plan, names, state, interrupted } = deployment;
    const { role } = first.recorder;
    const regions: Record<string, Region> = {};
    for (const regional of plan.furtherRegions ?? []) {
        const inRegion = namesInRegion(regional, names);
        const [lookup, statements] = [lookupIn(regional.region), statementsIn(regional.region)];
        regions[regional.region] = new Region(
            regional.region,
            {
                plan,
                regional,
                names: inRegion,
                storage,
                ...roles,
                leftBehind: await findLeftBehindInRegion(plan, regional, inRegion, state, statements),
                hooks: regionalHooks({ plan, regional, names: inRegion, lookup, interrupted }),
            },
            {
                dependsOn: [...opts.dependsOn, ...(role === undefined ? [] : [role])],
                transformations: [importing(await findResourcesInRegion(plan, regional, inRegion, state))],
            },
        );
    }
    return regions;
}

/** Roles belong to the account, while functions are in every region. Loaded only then: few stacks have any. */
async function createFunctionRoles(
    { plan, names, leftBehind }: Deployment,
    bundles: BundledRules = new Map(),
    opts: pulumi.ComponentResourceOptions,
): Promise<RegionalArgs["functions"]> {
    const { ruleFunctions } = plan;
    if (ruleFunctions === undefined) {
        return undefined;
    }
    const { RuleFunctionRoles } = await import("./rule-function-roles.ts");
    const { codeOf } = await import("./rule-code.ts");
    return {
        roles: new RuleFunctionRoles(
            "function-roles",
            {
                names,
                plan: { ...plan, ruleFunctions },
                ...(leftBehind.functionRoles && { leftBehind: leftBehind.functionRoles }),
            },
            opts,
        ),
        code: codeOf(bundles),
    };
}

/** What the management account hands over: aggregators and organization packs wait for it. */
async function createAdministration(
    { plan, names, state }: Deployment,
    opts: pulumi.ComponentResourceOptions,
): Promise<OrganizationAdministration | undefined> {
    return plan.organization !== undefined && administersOrganization(plan)
        ? new OrganizationAdministration(
              "administration",
              {
                  stack: plan.stack,
                  names,
                  tags: plan.tags,
                  plan: plan.organization,
                  existing: await findAdministration(plan.stack, plan.organization, state),
              },
              opts,
          )
        : undefined;
}

/** After all that the stack itself records: where its account is a member too, its recorder is there by then. */
async function createMembers(
    { plan, names }: Deployment,
    { bucketName, keyArn, ready }: Storage,
    own: Recording,
    regions: Readonly<Record<string, Region>>,
    opts: pulumi.ComponentResourceOptions,
): Promise<MemberAccounts | undefined> {
    if (plan.members === undefined) {
        return undefined;
    }
    const { MemberAccounts } = await import("./member-accounts.ts");
    const recordings = [own, ...Object.values(regions).map(({ recording }) => recording)];
    return new MemberAccounts(
        "members",
        {
            names,
            tags: plan.tags,
            plan: plan.members,
            delivery: { ...(bucketName && { bucketName }), ...(keyArn && { keyArn }) },
        },
        pulumi.mergeOptions(opts, {
            dependsOn: [...ready, ...recordings.flatMap(({ recorder }) => recorder.ready)],
        }),
    );
}

/** Functions that members have for themselves. Loaded only then, as other functions are. */
async function createMemberFunctions(
    { plan: { tags, members, ruleFunctions }, names }: Deployment,
    bundles: BundledRules = new Map(),
    opts: pulumi.ComponentResourceOptions,
): Promise<MemberFunctions | undefined> {
    const { inMembers } = ruleFunctions ?? {};
    if (ruleFunctions === undefined || inMembers === undefined || members?.rollout === undefined) {
        return undefined;
    }
    const { MemberFunctions } = await import("./member-functions.ts");
    const plan = { ...ruleFunctions, inMembers };
    return new MemberFunctions("member-functions", { names, tags, plan, rollout: members.rollout, bundles }, opts);
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
              {
                  stack: plan.stack,
                  names,
                  region: aggregatorRegion(plan),
                  tags: plan.tags,
                  aggregators,
                  authorizations,
              },
              opts,
          );
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
async function createHistoryQueries(
    { plan, names, leftBehind, hooks }: Deployment,
    storage: Storage,
    transformations: pulumi.ResourceTransformation[],
) {
    if (plan.historyQueries === undefined || names.deliveryBucket === undefined) {
        return undefined;
    }
    const { HistoryQueries } = await import("./history-queries.ts");
    const ownKey = isResultsKey(plan.encryptionKey, names) ? storage.keyArn : undefined;
    return new HistoryQueries(
        "history",
        {
            names,
            tags: plan.tags,
            plan: plan.historyQueries,
            deliveryBucketName: names.deliveryBucket,
            adoptBucket: leftBehind.queryResultsBucket === true,
            bucketHooks: hooks.queryResultsBucket(),
            ...(ownKey && { keyArn: ownKey }),
        },
        { dependsOn: [...storage.first], transformations },
    );
}
