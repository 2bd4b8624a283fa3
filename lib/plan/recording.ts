/** The part of the plan that says what AWS Config records. */
import type { DeliveryChannelPlan, RecorderPlan, RecordingFrequency, RecordingGroupPlan, RolePlan } from "./plan.ts";
import type { Findings, PlanInput } from "./context.ts";
import { partitionOf } from "./partition.ts";

/**
 * The global IAM types. With a list of exclusions, AWS Config records them everywhere unless they are in the list.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingGroup.html
 */
const GLOBAL_RESOURCE_TYPES = ["AWS::IAM::Group", "AWS::IAM::Policy", "AWS::IAM::Role", "AWS::IAM::User"];

/** The role that the recorder assumes. */
export function planRole({ settings }: PlanInput, findings: Findings): RolePlan {
    const { mode, arn } = settings.role;
    if (arn !== undefined && mode !== "use") {
        findings.error(
            ["role", "arn"],
            "arn-of-service-linked-role",
            `role.arn names a role of your own, which is only used: it does not go with mode ${mode}`,
            "write mode: use",
        );
    }
    return { mode, ...(arn !== undefined && { arn }) };
}

/** The configuration recorder, with AWS Config's own words for its recording group. */
export function planRecorder({ region, settings }: PlanInput, findings: Findings): RecorderPlan {
    const { mode, name, frequency, frequencyOverrides } = settings.recorder;
    requireDefaultName("recorder", mode, name, findings);
    checkHomeRegion(region, settings.homeRegion, findings);
    if (mode === "use") {
        return { mode, name };
    }
    return {
        mode,
        name,
        recordingGroup: recordingGroup(settings, region, findings),
        recordingFrequency: frequencyOf(frequency),
        overrides: frequencyOverrides.map((override) => ({
            resourceTypes: [...override.resourceTypes].sort(),
            recordingFrequency: frequencyOf(override.frequency),
            ...(override.description !== undefined && { description: override.description }),
        })),
    };
}

/** The delivery channel. */
export function planDeliveryChannel({ settings }: PlanInput, findings: Findings): DeliveryChannelPlan {
    const { mode, name, snapshotDeliveryFrequency } = settings.deliveryChannel;
    requireDefaultName("deliveryChannel", mode, name, findings);
    return mode === "use" ? { mode, name } : { mode, name, snapshotDeliveryFrequency };
}

/**
 * `allSupported`, `includeGlobalResourceTypes` and the list have to agree with the strategy, else AWS refuses them:
 * https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingStrategy.html
 */
function recordingGroup(settings: PlanInput["settings"], region: string, findings: Findings): RecordingGroupPlan {
    const { record, globalResourceTypes } = settings.recorder;
    const includeGlobalResourceTypes = globalResourceTypes ?? region === (settings.homeRegion ?? region);
    if (record === "all") {
        return {
            strategy: "ALL_SUPPORTED_RESOURCE_TYPES",
            includeGlobalResourceTypes,
            resourceTypes: [],
        };
    }
    if ("except" in record) {
        const excluded = [...record.except, ...(includeGlobalResourceTypes ? [] : GLOBAL_RESOURCE_TYPES)];
        return {
            strategy: "EXCLUSION_BY_RESOURCE_TYPES",
            includeGlobalResourceTypes: false,
            resourceTypes: [...new Set(excluded)].sort(),
        };
    }
    if (globalResourceTypes !== undefined) {
        findings.error(
            ["recorder", "globalResourceTypes"],
            "global-types-by-list",
            "globalResourceTypes does not go with record: { only: … }, which says itself which global types it means",
            "remove globalResourceTypes",
        );
    }
    return {
        strategy: "INCLUSION_BY_RESOURCE_TYPES",
        includeGlobalResourceTypes: false,
        resourceTypes: [...new Set(record.only)].sort(),
    };
}

function checkHomeRegion(region: string, homeRegion: string | undefined, findings: Findings): void {
    if (homeRegion !== undefined && partitionOf(homeRegion) !== partitionOf(region)) {
        findings.error(
            ["homeRegion"],
            "home-region-elsewhere",
            `${homeRegion} is in the partition ${partitionOf(homeRegion)}, and the stack in ${partitionOf(region)}`,
            "an account has one partition: name one of its regions",
        );
    }
}

/** A second recorder or channel cannot exist, so a name of one's own only ever belongs to one that exists. */
function requireDefaultName(key: "recorder" | "deliveryChannel", mode: string, name: string, findings: Findings): void {
    if (mode === "create" && name !== "default") {
        findings.error(
            [key, "name"],
            "name-of-new",
            `a ${key} that is created is always named default, so that there is never a second one`,
            `remove name; to take over one that is named ${name}, write mode: adopt`,
        );
    }
}

function frequencyOf(frequency: "continuous" | "daily"): RecordingFrequency {
    return frequency === "continuous" ? "CONTINUOUS" : "DAILY";
}
