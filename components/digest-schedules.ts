/** The schedules that invoke the digest's function, and the role by which they may. */
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { Schedule } from "@pulumi/aws/scheduler/schedule.js";
import type * as pulumi from "@pulumi/pulumi";
import { type DigestEventKind, scheduleInput } from "../lib/digest/event.ts";
import type { DigestPlan } from "../lib/plan/digest-plan.ts";
import { type DeploymentNames, scopeOf } from "../lib/plan/names.ts";
import { digestSchedulerPermissions, digestSchedulerTrust } from "../lib/policies/digest-policies.ts";

export interface DigestSchedulesArgs {
    readonly names: DeploymentNames;
    readonly tags: Readonly<Record<string, string>>;
    readonly plan: DigestPlan;
    readonly functionArn: pulumi.Output<string>;
}

/** Scheduler hands an event to Lambda, which repeats what fails; only where Lambda does not take it is it tried again. */
const RETRIES = { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 };

export function createDigestSchedules(
    name: string,
    { names, tags, plan, functionArn }: DigestSchedulesArgs,
    opts: pulumi.CustomResourceOptions,
): void {
    const { schedulerNames } = plan;
    const named = { ...opts, deleteBeforeReplace: true };
    const role = new Role(
        `${name}-schedule-role`,
        {
            name: schedulerNames.role,
            description: "Invokes the function that counts compliance and sends the digest",
            assumeRolePolicy: JSON.stringify(digestSchedulerTrust(scopeOf(names))),
            tags,
        },
        named,
    );
    const policy = new RolePolicy(
        `${name}-schedule-role-policy`,
        {
            name: schedulerNames.role,
            role: role.name,
            policy: functionArn.apply((arn) => JSON.stringify(digestSchedulerPermissions(arn))),
        },
        named,
    );
    const schedule = (kind: DigestEventKind, description: string, expression: string, timezone: string): void => {
        new Schedule(
            `${name}-${kind}-schedule`,
            {
                region: names.region,
                name: schedulerNames[kind],
                description,
                scheduleExpression: expression,
                scheduleExpressionTimezone: timezone,
                flexibleTimeWindow: { mode: "OFF" },
                target: {
                    arn: functionArn,
                    roleArn: role.arn,
                    input: scheduleInput(kind),
                    retryPolicy: RETRIES,
                },
            },
            // Scheduler asks whether it may assume the role when it makes the schedule.
            { ...named, dependsOn: policy },
        );
    };
    if (plan.schedule !== undefined) {
        const { expression, timezone } = plan.schedule;
        schedule("digest", "Sends the digest of compliance", expression, timezone);
    }
    if (plan.thresholds !== undefined) {
        const { everyMinutes: minutes } = plan.thresholds;
        schedule("count", "Counts what does not comply", `rate(${minutes} minutes)`, "UTC");
    }
}
