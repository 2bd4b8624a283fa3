/** What the schedules of a stack invoke the digest's function with. */

/** `digest`: count, keep, compare and send. `count`: metrics only. */
export type DigestEventKind = "digest" | "count";

export interface DigestEvent {
    readonly kind: DigestEventKind;
    /** ISO 8601: the moment that the schedule meant, the same in every attempt. */
    readonly scheduledTime: string;
}

/**
 * That EventBridge Scheduler puts the moment in place of:
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
export const SCHEDULED_TIME = "<aws.scheduler.scheduled-time>";

/** The input of a schedule's target, as JSON. */
export function scheduleInput(kind: DigestEventKind): string {
    return JSON.stringify({ kind, scheduledTime: SCHEDULED_TIME } satisfies DigestEvent);
}

/**
 * @param event of whoever invokes the function
 * @throws Error where it is no such event
 */
export function readDigestEvent(event: unknown): DigestEvent {
    const { kind, scheduledTime } = (event ?? {}) as { kind?: unknown; scheduledTime?: unknown };
    if (kind !== "digest" && kind !== "count") {
        throw new Error(`the event's kind is neither digest nor count: ${JSON.stringify(kind)}`);
    }
    const time = new Date(typeof scheduledTime === "string" ? scheduledTime : Number.NaN);
    if (Number.isNaN(time.getTime())) {
        throw new Error(`the event's scheduledTime is no moment: ${JSON.stringify(scheduledTime)}`);
    }
    // Snapshots are named by the second.
    time.setUTCMilliseconds(0);
    return { kind, scheduledTime: time.toISOString() };
}
