/** Turns a deployment plan into resources. The only place that knows all components. */
import type * as pulumi from "@pulumi/pulumi";
import type { AlertBundle } from "../building/alert-bundle.ts";
import type { BundledFile, BundledRules } from "../building/rule-bundles.ts";
import { InvalidConfigurationError } from "../lib/diagnostic.ts";
import type { Identity } from "../lib/plan/names.ts";
import { resolveNames } from "../lib/plan/names.ts";
import { checkAdministrator } from "../lib/plan/organization.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { aggregatorRegion } from "../lib/plan/regions.ts";
import { Aggregation } from "./aggregation.ts";
import { createAlerts } from "./alerts.ts";
import { createAdministration, createMemberFunctions, createMembers } from "./create-members.ts";
import { refuseLockedBucket } from "./delivery-bucket-lock.ts";
import type { Deployment } from "./deployment.ts";
import { createDigest } from "./digest.ts";
import { readKeyAdoption } from "./encryption-key.ts";
import { existingHooks, regionalHooks } from "./existing.ts";
import type { ExistingLookup } from "./existing-lookup.ts";
import { awsLookup } from "./existing-lookup.ts";
import { awsEventSources, type EventSources } from "./function-event-sources.ts";
import { awsStatements, type FunctionStatements } from "./function-statements.ts";
import { createRegions } from "./further-regions.ts";
import { readLastOutputs } from "./last-outputs.ts";
import { findLeftBehind } from "./left-behind.ts";
import { importing } from "./left-behind-imports.ts";
import { findResources } from "./left-behind-resources.ts";
import { createAuditTrail, createFunctionRoles, createHistoryQueries } from "./optional-parts.ts";
import { resolveReach } from "./organization-reach.ts";
import { type DeploymentOutputs, outputsOf } from "./outputs.ts";
import { createPacks, createRecording } from "./regional.ts";
import { createMemberDocuments, createRemediationRoles } from "./remediation.ts";
import { refuseReplacement } from "./replacement.ts";
import { awsScheduleTargets, type ScheduleTargets } from "./schedule-targets.ts";
import { holdsAny, readStackResources } from "./stack-resources.ts";
import { awsStackSetTags, type StackSetTags } from "./stack-set-tags.ts";
import { createHistoryArchive, createStorage } from "./storage.ts";

export interface DeployOptions {
    /** Who is asked what exists already. @default AWS Config, with the program's own credentials */
    readonly existing?: (region: string) => ExistingLookup;
    /** Who is asked what a function's policy has. @default AWS Lambda, likewise */
    readonly statements?: (region: string) => FunctionStatements;
    /** Who is asked what a function reads. @default AWS Lambda, likewise */
    readonly eventSources?: (region: string) => EventSources;
    /** Who is asked what a schedule invokes. @default EventBridge Scheduler, likewise */
    readonly scheduleTargets?: (region: string) => ScheduleTargets;
    /** Who is asked whose a StackSet is. @default CloudFormation, likewise */
    readonly stackSetTags?: (region: string) => StackSetTags;
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
    const hasTraces = Object.keys(leftBehind).length > 0 || holdsAny(state, "aws:");
    const interrupted = last.account !== undefined || hasTraces;
    const found = await findResources(plan, names, state, {
        eventSources: (options.eventSources ?? awsEventSources)(plan.region),
        scheduleTargets: (options.scheduleTargets ?? awsScheduleTargets)(plan.region),
        statementsIn,
        ...(hasTraces && { stackSetTags: (options.stackSetTags ?? awsStackSetTags)(plan.region) }),
    });
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

    return outputsOf({
        ...{ names, storage, recording, alerts, packs, aggregation, trail, archive, history, digest },
        regions: plan.furtherRegions && regions,
        ...{ members, memberFunctions, memberDocuments },
    });
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
