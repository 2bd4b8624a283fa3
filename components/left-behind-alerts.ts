/** The alert function and what belongs to it, which an earlier run of this stack may have made. */
import { alertForwardingRoleName } from "../lib/plan/role-names.ts";
import type { DeploymentNames } from "../lib/plan/names.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { logGroupName } from "../lib/rules/functions.ts";
import type { EventSources } from "./function-event-sources.ts";
import { type ImportIdentifiers, type Sought, type SoughtByTag, soughtRole, taken } from "./left-behind-imports.ts";

export const FUNCTION = "aws:lambda/function:Function";
export const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const BUCKET = "aws:s3/bucket:Bucket";
const MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping alert-function-mapping";

/** Function and log group of one name. */
export function soughtFunction(
    { partition, region, account }: DeploymentNames,
    functionName: string,
    resources: { readonly function: string; readonly logs: string },
): SoughtByTag[] {
    const place = `${region}:${account}`;
    const logGroup = logGroupName(functionName);
    return [
        {
            key: `${FUNCTION} ${resources.function}`,
            what: `the function ${functionName}`,
            id: functionName,
            arn: `arn:${partition}:lambda:${place}:function:${functionName}`,
        },
        {
            key: `${LOG_GROUP} ${resources.logs}`,
            what: `the log group ${logGroup}`,
            id: logGroup,
            arn: `arn:${partition}:logs:${place}:log-group:${logGroup}`,
        },
    ];
}

export function soughtAlerts({ alerts }: DeploymentPlan, names: DeploymentNames): SoughtByTag[] {
    const { alertStateBucket: bucket, alertStateBucketArn: arn } = names;
    return alerts === undefined || bucket === undefined || arn === undefined
        ? []
        : [
              ...soughtFunction(names, alerts.functionName, {
                  function: "alert-function",
                  logs: "alert-function-logs",
              }),
              {
                  key: `${BUCKET} alert-state-bucket`,
                  what: `the bucket ${bucket} of the alert function's state`,
                  id: bucket,
                  arn,
              },
          ];
}

export function soughtAlertRoles({ stack, alertTopic, alerts, furtherRegions = [] }: DeploymentPlan): Sought[] {
    return [
        ...(alerts === undefined ? [] : [soughtRole("alert-function-role", alerts.functionName)]),
        ...(alertTopic === undefined || furtherRegions.length === 0
            ? []
            : [soughtRole("alert-rules-forwarding-role", alertForwardingRoleName(stack))]),
    ];
}

/**
 * What reads the queue, which has a name of AWS's own: a queue is read by one mapping for each function, and a second one
 * is refused.
 *
 * @param isThere tells whether the state has a resource, or an earlier run left it
 */
export async function findEventSource(
    { alerts }: DeploymentPlan,
    { alertQueueArn: queueArn }: DeploymentNames,
    isThere: (key: string) => boolean,
    eventSources: EventSources,
): Promise<ImportIdentifiers> {
    if (alerts === undefined || queueArn === undefined || isThere(MAPPING) || !isThere(`${FUNCTION} alert-function`)) {
        return new Map();
    }
    const id = await eventSources(alerts.functionName, queueArn);
    return taken(id === undefined ? [] : [{ key: MAPPING, what: `the event source mapping ${id}`, id }]);
}
