/** What a recorder no longer records, or less often: the one judgement that comparisons and baselines share. */
import { frequencyOf } from "../cost/evaluations.ts";
import { GLOBAL_TYPES, isRecorded } from "../cost/recording.ts";
import type { RecorderPlan } from "../plan/plan.ts";

/** A recorder of this stack, not one that something else manages. */
export type OwnRecorder = Exclude<RecorderPlan, { readonly mode: "use" }>;

/** @returns the types, sorted; `all-but-listed` where every type was recorded, and now only those of a list are */
export function unrecordedTypes(old: OwnRecorder, now: OwnRecorder): readonly string[] | "all-but-listed" {
    const open = (recorder: OwnRecorder): boolean => recorder.recordingGroup.strategy !== "INCLUSION_BY_RESOURCE_TYPES";
    if (open(old) && !open(now)) {
        return "all-but-listed";
    }
    const named = [...old.recordingGroup.resourceTypes, ...now.recordingGroup.resourceTypes, ...GLOBAL_TYPES];
    return [...new Set(named)].filter((type) => isRecorded(type, old) && !isRecorded(type, now)).sort();
}

/** @returns the types that are recorded daily and were at each change, sorted; `all` where that is the rule now */
export function rarerTypes(old: OwnRecorder, now: OwnRecorder): readonly string[] | "all" {
    if (old.recordingFrequency === "CONTINUOUS" && now.recordingFrequency === "DAILY") {
        return "all";
    }
    const named = [...old.overrides, ...now.overrides].flatMap(({ resourceTypes }) => resourceTypes);
    return [...new Set(named)]
        .filter((type) => frequencyOf(type, old) === "CONTINUOUS" && frequencyOf(type, now) === "DAILY")
        .sort();
}
