/** Whether what exists is what this stack is about to make. Pure. */
import type { DeploymentPlan, RecorderPlan, RecordingGroupPlan } from "../lib/plan/plan.ts";
import type { ExistingChannel, ExistingRecorder, ExistingRetention } from "./existing-lookup.ts";
import type { DeploymentNames } from "../lib/plan/names.ts";

/** Same name, role and recording group; the recording mode may differ, as no history hangs on it. */
export function sameRecorder(
    found: ExistingRecorder,
    plan: Extract<RecorderPlan, { mode: "create" | "adopt" }>,
    names: DeploymentNames,
): boolean {
    return (
        found.name === plan.name &&
        found.roleArn === names.recorderRoleArn &&
        groupText(found.recordingGroup) === groupText(plan.recordingGroup)
    );
}

/** Same name, and the same destination. */
export function sameChannel(
    found: ExistingChannel,
    plan: Pick<DeploymentPlan, "deliveryChannel" | "deliveryBucket">,
    names: DeploymentNames,
): boolean {
    return (
        found.name === plan.deliveryChannel.name &&
        found.bucket === names.deliveryBucket &&
        (found.prefix ?? "") === (plan.deliveryBucket.prefix ?? "") &&
        found.topicArn === names.deliveryTopicArn
    );
}

/** Same number of days. */
export function sameRetention(found: ExistingRetention, days: number): boolean {
    return found.days === days;
}

/** `default (role …, all supported resource types)`. */
export function describeRecorder(found: ExistingRecorder): string {
    const { strategy, resourceTypes } = found.recordingGroup;
    const what = {
        ALL_SUPPORTED_RESOURCE_TYPES: "all supported resource types",
        INCLUSION_BY_RESOURCE_TYPES: `only ${resourceTypes.length} resource types`,
        EXCLUSION_BY_RESOURCE_TYPES: `all but ${resourceTypes.length} resource types`,
    }[strategy];
    return `${found.name} (role ${found.roleArn ?? "unknown"}, ${what})`;
}

/** `default (to s3://bucket/prefix)`. */
export function describeChannel(found: ExistingChannel): string {
    return `${found.name} (to s3://${[found.bucket, found.prefix].filter((part) => part !== undefined).join("/")})`;
}

function groupText(group: RecordingGroupPlan): string {
    // Global types are a matter of the strategy that records everything; the others name theirs.
    const global = group.strategy === "ALL_SUPPORTED_RESOURCE_TYPES" && group.includeGlobalResourceTypes;
    return JSON.stringify([group.strategy, global, [...group.resourceTypes].sort()]);
}
