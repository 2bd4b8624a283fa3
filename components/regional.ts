/** What every region of a stack gets: delivery topic, configuration recorder, conformance packs. */
import * as pulumi from "@pulumi/pulumi";
import type { DeploymentNames } from "../lib/plan/names.ts";
import type { DeploymentPlan, RegionPlan } from "../lib/plan/plan.ts";
import { publishingOrganization } from "../lib/plan/members.ts";
import { hasOwnRecorder } from "../lib/plan/regions.ts";
import { AutomationDocuments } from "./automation-documents.ts";
import { ConformancePacks } from "./conformance-packs.ts";
import { DeliveryTopic } from "./delivery-topic.ts";
import type { ExistingHooks, RegionalHooks } from "./existing.ts";
import type { LeftBehind, LeftBehindInRegion } from "./left-behind.ts";
import { ConfigurationRecorder } from "./recorder.ts";
import type { RemediationRoles } from "./remediation-roles.ts";
import type { RuleFunctionRoles } from "./rule-function-roles.ts";
import { RuleFunctions, type RuleFunctionsArgs } from "./rule-functions.ts";
import type { Storage } from "./storage.ts";

export interface RegionalArgs {
    readonly plan: DeploymentPlan;
    /** The stack's own region, which is the plan itself, or one of its further regions. */
    readonly regional: RegionPlan;
    /** In this region. */
    readonly names: DeploymentNames;
    readonly storage: Storage;
    readonly leftBehind: LeftBehindInRegion & Pick<LeftBehind, "serviceLinkedRole">;
    readonly hooks: RegionalHooks & Partial<Pick<ExistingHooks, "role">>;
    /** Of rules that run in AWS Lambda. @default there are none */
    readonly functions?: { readonly roles: RuleFunctionRoles; readonly code: RuleFunctionsArgs["code"] };
    /** Of remediations. @default there are none */
    readonly remediationRoles?: RemediationRoles;
    /** Ends the names of all resources. @default none, in the stack's own region */
    readonly suffix?: string;
}

/** What records in a region, as far as other parts of a deployment need to know. */
export interface Recording {
    readonly topic?: DeliveryTopic;
    readonly recorder: ConfigurationRecorder;
}

/** Topic, recorder and channel: what packs need to be there. */
export function createRecording(args: RegionalArgs, opts: pulumi.ComponentResourceOptions): Recording {
    const topic = createDeliveryTopic(args, opts);
    const recorder = createRecorder(args, topic, opts);
    return { recorder, ...(topic && { topic }) };
}

function createDeliveryTopic(
    { plan, regional, names, suffix = "" }: RegionalArgs,
    opts: pulumi.ComponentResourceOptions,
): DeliveryTopic | undefined {
    const { deliveryTopicArn: topicArn } = names;
    const organizationId = publishingOrganization(plan);
    return regional.deliveryTopic && topicArn !== undefined
        ? new DeliveryTopic(
              `delivery${suffix}`,
              {
                  names,
                  topicArn,
                  tags: plan.tags,
                  plan: regional.deliveryTopic,
                  ...(organizationId !== undefined && { organizationId }),
              },
              opts,
          )
        : undefined;
}

function createRecorder(
    { plan, regional, names, storage, leftBehind, hooks, suffix = "" }: RegionalArgs,
    topic: DeliveryTopic | undefined,
    opts: pulumi.ComponentResourceOptions,
): ConfigurationRecorder {
    const { stack, role, tags } = plan;
    const { recorder, deliveryChannel, retention } = regional;
    return new ConfigurationRecorder(
        `config${suffix}`,
        {
            names,
            plan: { stack, role, tags, recorder, deliveryChannel, retention },
            delivery: {
                ...(storage.bucketName && { bucketName: storage.bucketName }),
                ...(plan.deliveryBucket.prefix !== undefined && { prefix: plan.deliveryBucket.prefix }),
                ...(storage.keyArn && { keyArn: storage.keyArn }),
                ...(topic && { topicArn: topic.arn }),
                ready: [...storage.ready, ...(topic ? [topic.policy] : [])],
            },
            hasOwnRole: leftBehind.serviceLinkedRole === true,
            bringsRole: regional === plan && hasOwnRecorder(plan),
            ...(regional !== plan && { furtherRegion: regional.region }),
            hooks,
        },
        opts,
    );
}

/**
 * The packs of a region that records.
 *
 * @param members what packs of the organization wait for besides: they fail in members that do not record
 */
export function createPacks(
    args: RegionalArgs,
    { recorder }: Recording,
    members: readonly pulumi.Resource[],
    opts: pulumi.ComponentResourceOptions,
): ConformancePacks | undefined {
    const { plan, regional, names, leftBehind, hooks, suffix = "" } = args;
    const functions = createFunctions(args, opts);
    const documents = createDocuments(args, opts);
    return regional.packs.length === 0
        ? undefined
        : new ConformancePacks(
              `packs${suffix}`,
              {
                  names,
                  tags: plan.tags,
                  packs: regional.packs,
                  suffix,
                  members,
                  hasTemplateBucket: leftBehind.templateBucket === true,
                  ...(regional !== plan && { furtherRegion: regional.region }),
                  ...(regional.templateBucket && { templateBucketHooks: hooks.templateBucket() }),
              },
              pulumi.mergeOptions(opts, {
                  dependsOn: [
                      ...recorder.ready,
                      ...(functions === undefined ? [] : [functions]),
                      ...(documents?.ready ?? []),
                      ...(args.remediationRoles?.ready ?? []),
                  ],
              }),
          );
}

function createDocuments(
    { plan, regional, names, suffix = "" }: RegionalArgs,
    opts: pulumi.ComponentResourceOptions,
): AutomationDocuments | undefined {
    const { documents } = regional;
    return documents === undefined
        ? undefined
        : new AutomationDocuments(
              `documents${suffix}`,
              { region: names.region, tags: plan.tags, documents, suffix },
              opts,
          );
}

function createFunctions(
    { plan, regional, names, functions, leftBehind, suffix = "" }: RegionalArgs,
    opts: pulumi.ComponentResourceOptions,
): RuleFunctions | undefined {
    return regional.functions === undefined || plan.ruleFunctions === undefined || functions === undefined
        ? undefined
        : new RuleFunctions(
              `functions${suffix}`,
              {
                  names,
                  tags: plan.tags,
                  plan: plan.ruleFunctions,
                  functions: regional.functions,
                  roles: functions.roles.roles,
                  code: functions.code,
                  ...(leftBehind.functions && { leftBehind: leftBehind.functions }),
                  ...(regional !== plan && { furtherRegion: regional.region }),
                  suffix,
              },
              opts,
          );
}
