/** The part of the plan that says what AWS Config records. */
import type { DeliveryChannelPlan, RecorderPlan, RecordingFrequency, RecordingGroupPlan, RolePlan } from "./plan.ts";
import type { Findings, PlanInput } from "./context.ts";
import { GLOBAL_RESOURCE_TYPES } from "../catalogue/global-rules.ts";
import { recordsGlobalTypes } from "../catalogue/regions.ts";
import { partitionOf } from "./partition.ts";

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
export function planRecorder({ region, home, settings }: PlanInput, findings: Findings): RecorderPlan {
    const { mode, name, frequency, frequencyOverrides } = settings.recorder;
    requireDefaultName("recorder", mode, name, findings);
    if (mode === "use") {
        return { mode, name };
    }
    return {
        mode,
        name,
        recordingGroup: recordingGroup(settings, region === home, findings),
        recordingFrequency: frequencyOf(frequency),
        overrides: planOverrides(frequencyOverrides),
    };
}

/** Resource types that are recorded more or less often than the others. */
export function planOverrides(
    overrides: PlanInput["settings"]["recorder"]["frequencyOverrides"],
): Exclude<RecorderPlan, { mode: "use" }>["overrides"] {
    return overrides.map((override) => ({
        resourceTypes: [...override.resourceTypes].sort(),
        recordingFrequency: frequencyOf(override.frequency),
        ...(override.description !== undefined && { description: override.description }),
    }));
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
export function recordingGroup(
    settings: PlanInput["settings"],
    isHome: boolean,
    findings: Findings,
): RecordingGroupPlan {
    const { record, globalResourceTypes } = settings.recorder;
    const includeGlobalResourceTypes = globalResourceTypes ?? isHome;
    if (record === "all") {
        return {
            strategy: "ALL_SUPPORTED_RESOURCE_TYPES",
            includeGlobalResourceTypes,
            resourceTypes: [],
        };
    }
    if ("except" in record) {
        // With exclusions, AWS Config records the global types everywhere unless they are among them.
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

/** The home region has to be one of the account's, and one where AWS Config records what it is the home of. */
export function checkHomeRegion({ region, home, settings }: PlanInput, findings: Findings): void {
    const path = settings.homeRegion === undefined ? ["recorder"] : ["homeRegion"];
    if (partitionOf(home) !== partitionOf(region)) {
        findings.error(
            path,
            "home-region-elsewhere",
            `${home} is in the partition ${partitionOf(home)}, and the stack in ${partitionOf(region)}`,
            "an account has one partition: name one of its regions",
        );
    }
    const { mode, record, globalResourceTypes } = settings.recorder;
    const wantsThem =
        mode !== "use" && globalResourceTypes !== false && !(typeof record === "object" && "only" in record);
    if (wantsThem && !recordsGlobalTypes(home)) {
        findings.error(
            path,
            "home-region-without-global-types",
            `AWS Config records no users, groups, roles and policies of IAM in ${home}, which came after February 2022`,
            "write conformance-packs:homeRegion: with an older region, such as eu-west-1, that has a recorder too",
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

/** AWS Config's own word for a frequency. */
export function frequencyOf(frequency: "continuous" | "daily"): RecordingFrequency {
    return frequency === "continuous" ? "CONTINUOUS" : "DAILY";
}
