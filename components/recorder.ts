import { DeliveryChannel } from "@pulumi/aws/cfg/deliveryChannel.js";
import type { RecorderArgs as RecorderInputs } from "@pulumi/aws/cfg/recorder.js";
import { Recorder } from "@pulumi/aws/cfg/recorder.js";
import { RecorderStatus } from "@pulumi/aws/cfg/recorderStatus.js";
import { RetentionConfiguration } from "@pulumi/aws/cfg/retentionConfiguration.js";
import { ServiceLinkedRole } from "@pulumi/aws/iam/serviceLinkedRole.js";
import * as pulumi from "@pulumi/pulumi";
import type {
    DeliveryChannelPlan,
    DeploymentPlan,
    Existing,
    RecorderPlan,
    RecordingGroupPlan,
} from "../lib/plan/plan.ts";
import type { DeploymentNames } from "../lib/plan/names.ts";
import { importIdentifier } from "./import-identifier.ts";

export interface ConfigurationRecorderArgs {
    readonly names: DeploymentNames;
    readonly plan: Pick<DeploymentPlan, "stack" | "role" | "recorder" | "deliveryChannel" | "retention" | "tags">;
    readonly delivery: {
        /** Absent only where the delivery channel is something else's. */
        readonly bucketName?: pulumi.Input<string>;
        readonly prefix?: string;
        readonly keyArn?: pulumi.Input<string>;
        readonly topicArn?: pulumi.Input<string>;
        /** What must be in place before AWS Config checks that it can deliver: policies of bucket and topic, the key. */
        readonly ready: readonly pulumi.Resource[];
    };
    /** Whether the service-linked role exists and is this stack's own. @default false */
    readonly hasOwnRole?: boolean;
    /** An account has one service-linked role for the recorders of all its regions. @default where there is a recorder */
    readonly bringsRole?: boolean;
    /** One of the stack's further regions, which an import has to name. @default the provider's own */
    readonly furtherRegion?: string;
    /** What to do where one of them exists already. @default nothing */
    readonly hooks?: RecorderHooks;
}

export interface RecorderHooks {
    readonly role?: () => pulumi.ResourceHookBinding;
    readonly recorder?: () => pulumi.ResourceHookBinding;
    readonly deliveryChannel?: () => pulumi.ResourceHookBinding;
    readonly retention?: () => pulumi.ResourceHookBinding;
}

/**
 * Role, configuration recorder, delivery channel, recorder status and retention, in the order that AWS Config asks for:
 * a channel needs a recorder, and a recorder starts only with a channel.
 * https://docs.aws.amazon.com/config/latest/developerguide/gs-cli-subscribe.html
 *
 * There is one of each in an account and region, hence `deleteBeforeReplace`. What is only used is not registered.
 */
export class ConfigurationRecorder extends pulumi.ComponentResource {
    readonly recorderName: pulumi.Output<string>;
    /** The last step of what was registered: packs wait for it. */
    readonly ready: readonly pulumi.Resource[];
    /** Absent where something else has it: recorders of other regions wait for it. */
    readonly role?: ServiceLinkedRole;

    constructor(name: string, args: ConfigurationRecorderArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:Recorder", name, {}, opts);
        const parent: pulumi.CustomResourceOptions = { parent: this };
        const outside = opts.dependsOn === undefined ? {} : { dependsOn: opts.dependsOn };
        const role = createRole(name, args, { ...parent, ...outside });
        const recorder = createRecorder(name, args, pulumi.mergeOptions({ ...parent, ...outside }, after(role)));
        const channel = createChannel(name, args, pulumi.mergeOptions({ ...parent, ...outside }, after(recorder)));
        const status = createStatus(name, args, recorder, { ...parent, ...after(recorder, channel) });
        createRetention(name, args, { ...parent, ...outside });
        this.recorderName = recorder?.name ?? pulumi.output(args.plan.recorder.name);
        const last = status ?? channel;
        this.ready = last === undefined ? [] : [last];
        if (role !== undefined) {
            this.role = role;
        }
        this.registerOutputs({ recorderName: this.recorderName });
    }
}

/** How an object that may exist already is registered: adopted ones are imported, and kept when the stack goes. */
function existing(
    mode: Existing,
    importId: string,
    hooks: (() => pulumi.ResourceHookBinding) | undefined,
): pulumi.CustomResourceOptions {
    return mode === "adopt" ? { import: importId, retainOnDelete: true } : hooks ? { hooks: hooks() } : {};
}

function after(...resources: readonly (pulumi.Resource | undefined)[]): { dependsOn: pulumi.Resource[] } {
    return { dependsOn: resources.filter((resource) => resource !== undefined) };
}

/**
 * Tells whose a service-linked role is from the moment it exists: its creation takes no tags, they are a call of its own.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html
 */
export function serviceLinkedRoleDescription(stack: string): string {
    return `Lets AWS Config record. Made by conformance-packs, stack ${stack}.`;
}

function createRole(
    name: string,
    args: ConfigurationRecorderArgs,
    opts: pulumi.CustomResourceOptions,
): ServiceLinkedRole | undefined {
    const { stack, role, recorder, tags } = args.plan;
    if (role.mode === "use" || !(args.bringsRole ?? recorder.mode !== "use")) {
        return undefined;
    }
    return new ServiceLinkedRole(
        `${name}-role`,
        {
            awsServiceName: "config.amazonaws.com",
            ...(role.mode === "create" && { description: serviceLinkedRoleDescription(stack) }),
            tags,
        },
        {
            ...opts,
            ...(args.hasOwnRole === true
                ? { import: args.names.recorderRoleArn }
                : existing(role.mode, args.names.recorderRoleArn, args.hooks?.role)),
        },
    );
}

function createRecorder(
    name: string,
    args: ConfigurationRecorderArgs,
    opts: pulumi.CustomResourceOptions,
): Recorder | undefined {
    const plan = args.plan.recorder;
    if (plan.mode === "use") {
        return undefined;
    }
    return new Recorder(
        `${name}-recorder`,
        {
            region: args.names.region,
            name: plan.name,
            roleArn: args.names.recorderRoleArn,
            recordingGroup: recordingGroup(plan.recordingGroup),
            recordingMode: recordingMode(plan),
        },
        {
            ...opts,
            ...existing(plan.mode, importIdentifier(plan.name, args.furtherRegion), args.hooks?.recorder),
            deleteBeforeReplace: true,
        },
    );
}

/**
 * Each strategy takes fields of its own and refuses those of the others.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingGroup.html
 */
function recordingGroup(plan: RecordingGroupPlan): NonNullable<RecorderInputs["recordingGroup"]> {
    const recordingStrategies = [{ useOnly: plan.strategy }];
    const resourceTypes = [...plan.resourceTypes];
    switch (plan.strategy) {
        case "ALL_SUPPORTED_RESOURCE_TYPES":
            return {
                allSupported: true,
                includeGlobalResourceTypes: plan.includeGlobalResourceTypes,
                recordingStrategies,
            };
        case "INCLUSION_BY_RESOURCE_TYPES":
            return { allSupported: false, includeGlobalResourceTypes: false, resourceTypes, recordingStrategies };
        case "EXCLUSION_BY_RESOURCE_TYPES":
            return {
                allSupported: false,
                includeGlobalResourceTypes: false,
                exclusionByResourceTypes: [{ resourceTypes }],
                recordingStrategies,
            };
    }
}

function recordingMode(
    plan: Extract<RecorderPlan, { mode: "create" | "adopt" }>,
): NonNullable<RecorderInputs["recordingMode"]> {
    const override = plan.overrides[0];
    return {
        recordingFrequency: plan.recordingFrequency,
        ...(override && {
            recordingModeOverride: {
                recordingFrequency: override.recordingFrequency,
                resourceTypes: [...override.resourceTypes],
                ...(override.description !== undefined && { description: override.description }),
            },
        }),
    };
}

function createChannel(
    name: string,
    args: ConfigurationRecorderArgs,
    opts: pulumi.CustomResourceOptions,
): DeliveryChannel | undefined {
    const plan: DeliveryChannelPlan = args.plan.deliveryChannel;
    const { bucketName, prefix, keyArn, topicArn, ready } = args.delivery;
    if (plan.mode === "use" || bucketName === undefined) {
        return undefined;
    }
    return new DeliveryChannel(
        `${name}-channel`,
        {
            region: args.names.region,
            name: plan.name,
            s3BucketName: bucketName,
            ...(prefix !== undefined && { s3KeyPrefix: prefix }),
            ...(keyArn !== undefined && { s3KmsKeyArn: keyArn }),
            ...(topicArn !== undefined && { snsTopicArn: topicArn }),
            snapshotDeliveryProperties: { deliveryFrequency: plan.snapshotDeliveryFrequency },
        },
        {
            ...pulumi.mergeOptions(opts, { dependsOn: [...ready] }),
            ...existing(plan.mode, importIdentifier(plan.name, args.furtherRegion), args.hooks?.deliveryChannel),
            deleteBeforeReplace: true,
        },
    );
}

/** An adopted recorder goes on recording when the stack goes: its status is kept with it. */
function createStatus(
    name: string,
    args: ConfigurationRecorderArgs,
    recorder: Recorder | undefined,
    opts: pulumi.CustomResourceOptions,
): RecorderStatus | undefined {
    if (recorder === undefined) {
        return undefined;
    }
    return new RecorderStatus(
        `${name}-recorder-status`,
        { region: args.names.region, name: recorder.name, isEnabled: true },
        {
            ...opts,
            deleteBeforeReplace: true,
            ...(args.plan.recorder.mode === "adopt" && { retainOnDelete: true }),
        },
    );
}

/** AWS Config names the one retention configuration `default`. */
function createRetention(name: string, args: ConfigurationRecorderArgs, opts: pulumi.CustomResourceOptions): void {
    const plan = args.plan.retention;
    if (plan.mode !== "use") {
        new RetentionConfiguration(
            `${name}-retention`,
            { region: args.names.region, retentionPeriodInDays: plan.days },
            {
                ...opts,
                ...existing(plan.mode, importIdentifier("default", args.furtherRegion), args.hooks?.retention),
                deleteBeforeReplace: true,
            },
        );
    }
}
