/** What a member account has in each region: recorder, delivery channel, authorization, forwarded events. */
import type { MemberRecorderPlan, RolloutPlan } from "../plan/members-plan.ts";
import type { RecordingGroupPlan } from "../plan/plan.ts";
import {
    choose,
    type CloudFormationParameter,
    type CloudFormationResource,
    type CloudFormationTemplate,
    type CloudFormationValue,
    equals,
    ref,
    substitute,
} from "./cloudformation-template.ts";
import { CONFIG_EVENTS, RECORDER_CALLS } from "./forwarded-events.ts";
import { decisionParameterPrefix, forwardingRoleName } from "./names.ts";

/** Values that only a deployment knows, by the parameter's name. */
export interface RegionalParameters {
    readonly RecorderDecision: string;
    readonly DeliveryChannelDecision: string;
    readonly DeliveryBucket: string;
    /** ARN. Absent where the bucket's key is not known. */
    readonly DeliveryKey?: string;
    /** The stack's account. Absent where nothing refers to it. */
    readonly CentralAccount?: string;
    /** ARN. Absent where members forward no events. */
    readonly CentralEventBus?: string;
}

/** Names of the parameters that the template of this plan takes. */
export function regionalParameters(rollout: RolloutPlan): readonly (keyof RegionalParameters)[] {
    return [
        "RecorderDecision",
        "DeliveryChannelDecision",
        "DeliveryBucket",
        ...(rollout.channel.encrypted ? (["DeliveryKey"] as const) : []),
        ...(rollout.channel.topicName === undefined && rollout.aggregatorRegion === undefined
            ? []
            : (["CentralAccount"] as const)),
        ...(rollout.eventBus === undefined ? [] : (["CentralEventBus"] as const)),
    ];
}

/** What the member's function has decided, which CloudFormation reads from Parameter Store, and conditions can ask for. */
export function decisionParameters(
    rollout: RolloutPlan,
): Pick<RegionalParameters, "RecorderDecision" | "DeliveryChannelDecision"> {
    const prefix = decisionParameterPrefix(rollout);
    return { RecorderDecision: `${prefix}/recorder`, DeliveryChannelDecision: `${prefix}/delivery-channel` };
}

const SERVICE_LINKED_ROLE =
    "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig";

/** The template of the stack in each region, which comes after the global one. */
export function regionalTemplate(rollout: RolloutPlan): CloudFormationTemplate {
    const { inHomeRegion, elsewhere } = rollout.recorder;
    const differs = JSON.stringify(inHomeRegion) !== JSON.stringify(elsewhere);
    return {
        AWSTemplateFormatVersion: "2010-09-09",
        Description: `AWS Config in a region of a member account: recorder and delivery channel (${rollout.name})`,
        Parameters: parameters(rollout),
        Conditions: {
            MakesRecorder: equals(ref("RecorderDecision"), "create"),
            MakesDeliveryChannel: equals(ref("DeliveryChannelDecision"), "create"),
            ...(differs && { IsHomeRegion: equals(ref("AWS::Region"), rollout.homeRegion) }),
        },
        Resources: {
            Recorder: recorder(rollout.recorder, differs),
            DeliveryChannel: deliveryChannel(rollout),
            ...(rollout.aggregatorRegion !== undefined && {
                AggregationAuthorization: {
                    Type: "AWS::Config::AggregationAuthorization",
                    Properties: {
                        AuthorizedAccountId: ref("CentralAccount"),
                        AuthorizedAwsRegion: rollout.aggregatorRegion,
                    },
                },
            }),
            ...(rollout.eventBus !== undefined && {
                ConfigEvents: forwarding(rollout, "events", CONFIG_EVENTS),
                RecorderCalls: forwarding(rollout, "recorder-calls", RECORDER_CALLS),
            }),
        },
    };
}

function parameters(rollout: RolloutPlan): Readonly<Record<string, CloudFormationParameter>> {
    const decisions = decisionParameters(rollout);
    const decision = (name: keyof typeof decisions, what: string): CloudFormationParameter => ({
        Type: "AWS::SSM::Parameter::Value<String>",
        Description: `Whether ${what} is to be made here`,
        Default: decisions[name],
    });
    const all: Readonly<Record<keyof RegionalParameters, CloudFormationParameter>> = {
        RecorderDecision: decision("RecorderDecision", "the recorder"),
        DeliveryChannelDecision: decision("DeliveryChannelDecision", "the delivery channel"),
        DeliveryBucket: { Type: "String", Description: "The central bucket" },
        DeliveryKey: { Type: "String", Description: "ARN of the key of the central bucket" },
        CentralAccount: { Type: "String", Description: "The account that rolls AWS Config out" },
        CentralEventBus: { Type: "String", Description: "ARN of the event bus that members forward to" },
    };
    return Object.fromEntries(regionalParameters(rollout).map((name) => [name, all[name]]));
}

/**
 * Neither waits for the other by DependsOn: a recorder is made once it records, for which it needs the channel, and the
 * channel needs a recorder. https://github.com/aws/aws-cdk/issues/3577
 */
function recorder(plan: MemberRecorderPlan, differs: boolean): CloudFormationResource {
    const inHomeRegion = recordingGroup(plan.inHomeRegion);
    return {
        Type: "AWS::Config::ConfigurationRecorder",
        Condition: "MakesRecorder",
        // Without it, recording would stop with the stack, or with the condition.
        DeletionPolicy: "Retain",
        UpdateReplacePolicy: "Retain",
        Properties: {
            Name: plan.name,
            RoleARN: substitute(SERVICE_LINKED_ROLE),
            RecordingGroup: differs
                ? choose("IsHomeRegion", inHomeRegion, recordingGroup(plan.elsewhere))
                : inHomeRegion,
            RecordingMode: {
                RecordingFrequency: plan.recordingFrequency,
                ...(plan.overrides.length > 0 && {
                    RecordingModeOverrides: plan.overrides.map((override) => ({
                        RecordingFrequency: override.recordingFrequency,
                        ResourceTypes: [...override.resourceTypes],
                        ...(override.description !== undefined && { Description: override.description }),
                    })),
                }),
            },
        },
    };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-config-configurationrecorder-recordinggroup.html */
function recordingGroup(plan: RecordingGroupPlan): CloudFormationValue {
    const RecordingStrategy = { UseOnly: plan.strategy };
    switch (plan.strategy) {
        case "ALL_SUPPORTED_RESOURCE_TYPES":
            return {
                AllSupported: true,
                IncludeGlobalResourceTypes: plan.includeGlobalResourceTypes,
                RecordingStrategy,
            };
        case "INCLUSION_BY_RESOURCE_TYPES":
            return { AllSupported: false, ResourceTypes: [...plan.resourceTypes], RecordingStrategy };
        case "EXCLUSION_BY_RESOURCE_TYPES":
            return {
                AllSupported: false,
                ExclusionByResourceTypes: { ResourceTypes: [...plan.resourceTypes] },
                RecordingStrategy,
            };
    }
}

function deliveryChannel({ channel }: RolloutPlan): CloudFormationResource {
    return {
        Type: "AWS::Config::DeliveryChannel",
        Condition: "MakesDeliveryChannel",
        DeletionPolicy: "Retain",
        UpdateReplacePolicy: "Retain",
        Properties: {
            Name: channel.name,
            S3BucketName: ref("DeliveryBucket"),
            ...(channel.prefix !== undefined && { S3KeyPrefix: channel.prefix }),
            ...(channel.encrypted && { S3KmsKeyArn: ref("DeliveryKey") }),
            ...(channel.topicName !== undefined && {
                SnsTopicARN: substitute(
                    `arn:\${AWS::Partition}:sns:\${AWS::Region}:\${CentralAccount}:${channel.topicName}`,
                ),
            }),
            ConfigSnapshotDeliveryProperties: { DeliveryFrequency: channel.snapshotDeliveryFrequency },
        },
    };
}

function forwarding(rollout: RolloutPlan, what: string, pattern: unknown): CloudFormationResource {
    return {
        Type: "AWS::Events::Rule",
        Properties: {
            Name: `${rollout.name}-${what}`,
            Description: "Forwards events of AWS Config to the account that rolled it out",
            EventPattern: substitute(pattern),
            State: "ENABLED",
            Targets: [
                {
                    Id: "central",
                    Arn: ref("CentralEventBus"),
                    RoleArn: substitute(
                        `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/${forwardingRoleName(rollout)}`,
                    ),
                },
            ],
        },
    };
}
