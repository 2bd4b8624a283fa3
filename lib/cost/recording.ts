/** Which resource types a recorder records. */
import type { RecorderPlan } from "../plan/plan.ts";

/**
 * Recorded with `includeGlobalResourceTypes` only, so that they are billed in one region.
 * https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html
 */
export const GLOBAL_TYPES: ReadonlySet<string> = new Set([
    "AWS::IAM::Group",
    "AWS::IAM::Policy",
    "AWS::IAM::Role",
    "AWS::IAM::User",
]);

/** Whether a recorder of this stack records a type; true for all where something else manages the recorder. */
export function isRecorded(type: string, recorder: RecorderPlan): boolean {
    if (recorder.mode === "use") {
        return true;
    }
    const { strategy, resourceTypes, includeGlobalResourceTypes } = recorder.recordingGroup;
    switch (strategy) {
        case "ALL_SUPPORTED_RESOURCE_TYPES":
            return includeGlobalResourceTypes || !GLOBAL_TYPES.has(type);
        case "INCLUSION_BY_RESOURCE_TYPES":
            return resourceTypes.includes(type);
        case "EXCLUSION_BY_RESOURCE_TYPES":
            return !resourceTypes.includes(type);
    }
}

/** The types that a recorder is known to record, out of those that anybody names. */
export function recordedTypes(named: Iterable<string>, recorder: RecorderPlan): string[] {
    if (recorder.mode === "use") {
        return [];
    }
    const { strategy, resourceTypes } = recorder.recordingGroup;
    const candidates = strategy === "INCLUSION_BY_RESOURCE_TYPES" ? resourceTypes : [...new Set(named)];
    return candidates.filter((type) => type !== "AWS::::Account" && isRecorded(type, recorder)).sort();
}
