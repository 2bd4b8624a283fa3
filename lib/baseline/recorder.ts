/** A recorder from the words of a baseline, in the shape in which comparisons know it. */
import type { OwnRecorder } from "../diff/lost-recording.ts";
import type { CoveredRecording } from "./schema.ts";

export function ownRecorder(recording: CoveredRecording): OwnRecorder {
    const { record, globalResourceTypes = false, frequency, continuous = [], daily = [] } = recording;
    const group = (strategy: OwnRecorder["recordingGroup"]["strategy"], resourceTypes: readonly string[]) => ({
        strategy,
        resourceTypes,
        includeGlobalResourceTypes: record === "all" && globalResourceTypes,
    });
    return {
        mode: "create",
        name: "default",
        recordingGroup:
            record === "all"
                ? group("ALL_SUPPORTED_RESOURCE_TYPES", [])
                : "only" in record
                  ? group("INCLUSION_BY_RESOURCE_TYPES", record.only)
                  : group("EXCLUSION_BY_RESOURCE_TYPES", record.except),
        recordingFrequency: frequency === "daily" ? "DAILY" : "CONTINUOUS",
        overrides: [
            ...(continuous.length > 0
                ? [{ resourceTypes: continuous, recordingFrequency: "CONTINUOUS" as const }]
                : []),
            ...(daily.length > 0 ? [{ resourceTypes: daily, recordingFrequency: "DAILY" as const }] : []),
        ],
    };
}
