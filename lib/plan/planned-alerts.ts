/** What a stack that alerts registers, component by component. */
import { alertRules, forwardedRules } from "../alerts/alert-rules.ts";
import { DELIVERY_ALARMS, FUNCTION_ALARMS } from "./alert-alarms.ts";
import type { DeploymentPlan } from "./plan.ts";
import {
    bucket,
    component,
    encryptionKey,
    type PlannedComponent,
    type PlannedResource,
    resource,
    topic,
} from "./planned-resources.ts";

/** In the stack's own region. */
export function plannedAlerts(plan: DeploymentPlan): PlannedComponent[] {
    const { alertTopic, alerts } = plan;
    return alertTopic === undefined
        ? []
        : [
              component("AlertTopic", "alerts", topic("alerts", alertTopic.subscriptions), [encryptionKey("alerts")]),
              ...(alerts === undefined ? [] : [alertQueue(), alertFunction()]),
              rules(plan),
          ];
}

/** In one of its further regions. */
export function plannedForwarding({ alertTopic, alerts }: DeploymentPlan, suffix: string): PlannedComponent[] {
    const name = `alert-forwarding${suffix}`;
    return alertTopic === undefined
        ? []
        : [
              component("AlertForwarding", name, [
                  ...forwardedRules(alerts).flatMap((rule) => ruleWithTarget(`${name}${rule.suffix}`)),
                  ...(alerts === undefined ? [] : DELIVERY_ALARMS.map((one) => alarm(name, one.suffix))),
              ]),
          ];
}

function rules({ alerts, furtherRegions, members, region }: DeploymentPlan): PlannedComponent {
    const role = "alert-rules-forwarding-role";
    const own = { account: "", regions: [region] };
    const all = alertRules(own, alerts, members?.rollout?.eventBus !== undefined);
    return component("AlertRules", "alert-rules", [
        ...all.flatMap(({ suffix }) => ruleWithTarget(`alert-rules${suffix}`)),
        ...(furtherRegions === undefined
            ? []
            : [resource("iam", "Role", role), resource("iam", "RolePolicy", `${role}-policy`)]),
    ]);
}

function alertQueue(): PlannedComponent {
    return component("AlertQueue", "alert-queue", [
        resource("sqs", "Queue", "alert-queue-dead-letters"),
        resource("sqs", "Queue", "alert-queue-queue"),
        resource("sqs", "QueuePolicy", "alert-queue-queue-policy"),
        resource("sqs", "QueuePolicy", "alert-queue-dead-letters-policy"),
    ]);
}

function alertFunction(): PlannedComponent {
    const name = "alert-function";
    return component("AlertFunction", name, [
        ...bucket("alert-state"),
        resource("s3", "BucketLifecycleConfiguration", "alert-state-bucket-lifecycle"),
        resource("iam", "Role", `${name}-role`),
        resource("lambda", "Function", name),
        resource("cloudwatch", "LogGroup", `${name}-logs`),
        resource("iam", "RolePolicy", `${name}-role-policy`),
        resource("lambda", "EventSourceMapping", `${name}-mapping`),
        ...[...FUNCTION_ALARMS, ...DELIVERY_ALARMS.map(({ suffix }) => suffix)].map((suffix) => alarm(name, suffix)),
    ]);
}

function alarm(name: string, suffix: string): PlannedResource {
    return resource("cloudwatch", "MetricAlarm", `${name}-${suffix}`);
}

function ruleWithTarget(name: string): PlannedResource[] {
    return [
        resource("cloudwatch", "EventRule", `${name}-rule`),
        resource("cloudwatch", "EventTarget", `${name}-target`),
    ];
}
