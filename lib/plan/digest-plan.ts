/** The shape of the part of the plan that tells people of compliance: digest, metrics, alarms, dashboard. */
import type { DigestEventKind } from "../digest/event.ts";
import type { MetricName } from "../digest/metrics.ts";

/** On a schedule. */
export interface DigestSchedulePlan {
    /** Of EventBridge Scheduler. */
    readonly expression: string;
    readonly timezone: string;
    /** Of controls, only those of this framework. */
    readonly framework?: string;
    readonly bucket: { readonly name?: string; readonly namePrefix: string; readonly expireAfterDays: number };
    /** `alerts`: the stack's own topic. */
    readonly topic?: "alerts" | { readonly arn: string; readonly keyArn?: string };
}

export interface DigestMailPlan {
    readonly from: string;
    readonly to: readonly string[];
    /** In Amazon SES, in the stack's own region. */
    readonly identity: { readonly mode: "use" | "create"; readonly name: string };
}

export interface ThresholdAlarmPlan {
    readonly name: string;
    readonly pack: string;
    readonly metric: MetricName;
    /** As many are no alarm. */
    readonly most: number;
}

export interface ThresholdsPlan {
    readonly everyMinutes: number;
    /** Sorted by name. */
    readonly alarms: readonly ThresholdAlarmPlan[];
    /** Its name. Absent: there is none. */
    readonly dashboard?: string;
}

/** The function, and what it is for: a schedule, thresholds or both. */
export interface DigestPlan {
    /** Of the function, of its role and of its log group. */
    readonly functionName: string;
    readonly queueName: string;
    /** Of the role that invokes the function, and of the schedules by what they are for. */
    readonly schedulerNames: { readonly role: string } & Readonly<Record<DigestEventKind, string>>;
    readonly logRetentionDays: number;
    readonly logKey: { readonly alias: string; readonly deletionWindowInDays: number };
    readonly source:
        | { readonly kind: "aggregator"; readonly aggregator: string; readonly region: string }
        | { readonly kind: "account" };
    readonly schedule?: DigestSchedulePlan;
    readonly mail?: DigestMailPlan;
    readonly thresholds?: ThresholdsPlan;
}
