/** Whether what is registered as a recorder records. */
import type { StackGuardRail, Violation } from "../guard-rail.ts";
import { type GuardedResource, inSameRegion, namesResource, valueAt } from "../guarded-resource.ts";

export const recorderOn: StackGuardRail = {
    scope: "stack",
    name: "recorder-on",
    title: "Recorders record",
    description: "Refuses a configuration recorder that is switched off, or that nothing switches on.",
    remedy:
        "Register a RecorderStatus for each Recorder with isEnabled: true; who does not want to record in an account leaves " +
        "out the recorder, with recorder: { mode: use }",
    severity: "critical",
    page: "https://docs.aws.amazon.com/config/latest/developerguide/stop-start-recorder.html",
    judge: (resources) => {
        const statuses = resources.filter(({ type }) => type === "aws:cfg/recorderStatus:RecorderStatus");
        return [...statuses.flatMap(switchedOff), ...resources.flatMap((resource) => neverStarted(resource, statuses))];
    },
};

function switchedOff(status: GuardedResource): Violation[] {
    return valueAt(status, "isEnabled") === false
        ? [{ resource: status, message: "isEnabled is false: nothing that changes from now on is recorded" }]
        : [];
}

function neverStarted(resource: GuardedResource, statuses: readonly GuardedResource[]): Violation[] {
    if (resource.type !== "aws:cfg/recorder:Recorder") {
        return [];
    }
    return statuses.some((status) => inSameRegion(status, resource) && namesResource(status, "name", resource, "name"))
        ? []
        : [{ resource, message: "no RecorderStatus names this recorder, and a new recorder stands still" }];
}
