/** Topics, mail, events, schedules, alarms and dashboards. */
import { alertRules, ruleNameOf } from "../../alerts/alert-rules.ts";
import { arnIn, resourcesOf, type Scope } from "../scope.ts";
import { arns, NOTHING, type TargetOf, unique } from "../target.ts";

const RULE = "aws:cloudwatch/eventRule:EventRule";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

export const topics: TargetOf = ({ names, regions }) =>
    arns(
        ...[...regions.map((region) => region.names.deliveryTopicArn), names.alertTopicArn].filter(
            (arn) => arn !== undefined,
        ),
    );

export const emailIdentities: TargetOf = (scope) => {
    const { identity } = scope.plan.digest?.mail ?? {};
    return identity?.mode === "create"
        ? arns(arnIn(scope, "ses", scope.plan.region, `identity/${identity.name}`))
        : NOTHING;
};

export const eventBuses: TargetOf = (scope) => arns(...busNames(scope).map((name) => busArn(scope, name)));

/** On the default bus, and on the one that members forward to. */
export const eventRules: TargetOf = (scope) => {
    const { alertTopic, alerts } = scope.plan;
    if (alertTopic === undefined) {
        return NOTHING;
    }
    const regions = unique(resourcesOf(scope, RULE).map(({ region }) => region));
    const all = alertRules({ account: scope.names.account, regions }, alerts, busNames(scope).length > 0);
    const names = unique(all.map((rule) => ruleNameOf(alertTopic.name, rule)));
    const buses = ["", ...busNames(scope).map((bus) => `${bus}/`)];
    return arns(
        ...regions.flatMap((region) =>
            buses.flatMap((bus) => names.map((name) => arnIn(scope, "events", region, `rule/${bus}${name}`))),
        ),
    );
};

/** Of the group that those are in that name none. */
export const schedules: TargetOf = (scope) => {
    const { region, digest } = scope.plan;
    const { schedulerNames: names, schedule, thresholds } = digest ?? {};
    return arns(
        ...[schedule && names?.digest, thresholds && names?.count]
            .filter((name) => name !== undefined)
            .map((name) => arnIn(scope, "scheduler", region, `schedule/default/${name}`)),
    );
};

/** A dashboard belongs to no region. */
export const dashboards: TargetOf = (scope) => {
    const { dashboard } = scope.plan.digest?.thresholds ?? {};
    return dashboard === undefined ? NOTHING : arns(arnIn(scope, "cloudwatch", "", `dashboard/${dashboard}`));
};

export const alarms: TargetOf = (scope) => {
    const { alerts, digest } = scope.plan;
    return arns(
        ...unique(
            resourcesOf(scope, ALARM).flatMap(({ region }) => [
                ...(alerts === undefined ? [] : [arnIn(scope, "cloudwatch", region, `alarm:${alerts.name}-*`)]),
                ...(digest === undefined || region !== scope.plan.region
                    ? []
                    : [`${digest.functionName}-*`, ...(digest.thresholds?.alarms ?? []).map(({ name }) => name)].map(
                          (name) => arnIn(scope, "cloudwatch", region, `alarm:${name}`),
                      )),
            ]),
        ),
    );
};

function busNames({ plan }: Scope): string[] {
    const { eventBus } = plan.members?.rollout ?? {};
    return eventBus === undefined ? [] : [eventBus];
}

function busArn(scope: Scope, name: string): string {
    return arnIn(scope, "events", scope.plan.region, `event-bus/${name}`);
}
