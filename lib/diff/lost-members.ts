/** What member accounts would no longer record. */
import type { RolloutPlan } from "../plan/members-plan.ts";
import type { DeploymentPlan } from "../plan/plan.ts";
import type { LostCoverage } from "./lost-coverage.ts";
import { type OwnRecorder, rarerTypes, unrecordedTypes } from "./lost-recording.ts";
import { message } from "./message.ts";

/** @returns in words, always in the same order; empty where nothing was rolled out before */
export function lostMembers(old: DeploymentPlan, now: DeploymentPlan): LostCoverage[] {
    const code = "members";
    const [before, after] = [old.members?.rollout, now.members?.rollout];
    if (before === undefined) {
        return [];
    }
    if (after === undefined) {
        return [{ code, words: ["AWS Config is no longer rolled out to member accounts"] }];
    }
    // The root holds every unit there is.
    const units = after.units.some((unit) => unit.startsWith("r-")) ? [] : minus(before.units, after.units);
    const regions = minus(before.regions, after.regions);
    return [
        ...(units.length === 0 ? [] : [{ code, words: message`no longer rolled out below ${units.join(", ")}` }]),
        ...(regions.length === 0 ? [] : [{ code, words: message`no longer rolled out in ${regions.join(", ")}` }]),
        ...lostRecording(before, after),
    ];
}

function lostRecording(before: RolloutPlan, after: RolloutPlan): LostCoverage[] {
    const [old, now] = [inHomeRegion(before), inHomeRegion(after)];
    const lost = unrecordedTypes(old, now);
    const rarer = rarerTypes(old, now);
    const types = lost === "all-but-listed" ? "all types but those listed" : lost.join(", ");
    return [
        ...(lost.length === 0
            ? []
            : [{ code: "member-recorded-types", words: message`members no longer record ${types}` }]),
        ...(rarer.length === 0
            ? []
            : [
                  {
                      code: "member-recording-frequency",
                      words: message`members record daily, no longer at each change: ${
                          rarer === "all" ? "all types" : rarer.join(", ")
                      }`,
                  },
              ]),
    ];
}

/** A member's recorder where it records most. */
function inHomeRegion({ recorder }: RolloutPlan): OwnRecorder {
    const { name, recordingFrequency, overrides } = recorder;
    return { mode: "create", name, recordingGroup: recorder.inHomeRegion, recordingFrequency, overrides };
}

function minus(from: readonly string[], what: readonly string[]): string[] {
    return from.filter((one) => !what.includes(one));
}
