/** What a stack with a digest, thresholds or both registers. */
import type { DigestPlan } from "./digest-plan.ts";
import { bucket, component, encryptionKey, type PlannedComponent, resource } from "./planned-resources.ts";

export function plannedDigest({ schedule, thresholds, mail }: DigestPlan): PlannedComponent {
    const name = "digest";
    const snapshots = `${name}-snapshots`;
    return component(
        "ComplianceDigest",
        name,
        [
            ...(schedule === undefined
                ? []
                : [
                      ...bucket(snapshots),
                      resource("s3", "BucketLifecycleConfiguration", `${snapshots}-bucket-lifecycle`),
                  ]),
            resource("sqs", "Queue", `${name}-failed-events`),
            resource("cloudwatch", "LogGroup", `${name}-logs`),
            ...(mail?.identity.mode === "create" ? [resource("sesv2", "EmailIdentity", `${name}-identity`)] : []),
            resource("iam", "Role", `${name}-function-role`),
            resource("iam", "RolePolicy", `${name}-function-role-policy`),
            resource("lambda", "Function", `${name}-function`),
            resource("iam", "Role", `${name}-schedule-role`),
            resource("iam", "RolePolicy", `${name}-schedule-role-policy`),
            ...(schedule === undefined ? [] : [resource("scheduler", "Schedule", `${name}-digest-schedule`)]),
            ...(thresholds === undefined ? [] : [resource("scheduler", "Schedule", `${name}-count-schedule`)]),
            resource("cloudwatch", "MetricAlarm", `${name}-errors`),
            ...(thresholds?.alarms ?? []).map(({ pack, metric }) =>
                resource(
                    "cloudwatch",
                    "MetricAlarm",
                    `${pack}-non-compliant-${metric === "NonCompliantRules" ? "rules" : "resources"}`,
                ),
            ),
            ...(thresholds?.dashboard === undefined ? [] : [resource("cloudwatch", "Dashboard", `${name}-dashboard`)]),
        ],
        [encryptionKey(name)],
    );
}
