/** Functions, and what feeds them, keeps their logs and their failures. */
import { logGroupName } from "../../rules/functions.ts";
import { arnIn, type PlacedResource, resourcesOf, type Scope } from "../scope.ts";
import { arns, NOTHING, type TargetOf } from "../target.ts";

const FUNCTION = "aws:lambda/function:Function";
const MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";

export const functions: TargetOf = (scope) => arns(...functionArns(scope));

/** Also functions of somebody else's that topics call. */
export const permittedFunctions: TargetOf = (scope) => {
    const { plan, regions } = scope;
    const subscriptions = [
        ...regions.flatMap((region) => region.plan.deliveryTopic?.subscriptions ?? []),
        ...(plan.alertTopic?.subscriptions ?? []),
    ];
    const called = subscriptions.filter(({ protocol }) => protocol === "lambda").map(({ endpoint }) => endpoint);
    return arns(...functionArns(scope), ...called);
};

/** AWS chooses their identifiers. */
export const eventSourceMappings: TargetOf = (scope) =>
    arns(...resourcesOf(scope, MAPPING).map(({ region }) => arnIn(scope, "lambda", region, "event-source-mapping:*")));

/** Held to the functions that they feed, because they have no ARN yet. */
export const newEventSourceMappings: TargetOf = (scope) =>
    resourcesOf(scope, MAPPING).length === 0
        ? NOTHING
        : [{ resources: ["*"], condition: { ArnLike: { "lambda:FunctionArn": functionArns(scope) } } }];

/** A log group has two ARNs: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html */
export const logGroups: TargetOf = (scope) =>
    arns(
        ...resourcesOf(scope, FUNCTION).flatMap((one) => {
            const group = arnIn(scope, "logs", one.region, `log-group:${logGroupName(functionName(scope, one))}`);
            return [group, `${group}:*`];
        }),
    );

export const queues: TargetOf = (scope) =>
    arns(
        ...resourcesOf(scope, "aws:sqs/queue:Queue").map(({ name, region }) =>
            arnIn(scope, "sqs", region, queueName(scope, name)),
        ),
    );

export const documents: TargetOf = (scope) =>
    arns(
        ...scope.regions.flatMap(({ plan: { region, documents: planned = [] } }) =>
            planned.map(({ name }) => arnIn(scope, "ssm", region, `document/${name}`)),
        ),
    );

function functionArns(scope: Scope): string[] {
    return resourcesOf(scope, FUNCTION).map((one) =>
        arnIn(scope, "lambda", one.region, `function:${functionName(scope, one)}`),
    );
}

function functionName({ plan, regions }: Scope, { name, region }: PlacedResource): string {
    if (name === "digest-function" && plan.digest !== undefined) {
        return plan.digest.functionName;
    }
    if (name === "alert-function" && plan.alerts !== undefined) {
        return plan.alerts.functionName;
    }
    const here = regions.find((one) => one.plan.region === region);
    const known = here?.plan.functions?.find(({ rule }) => `${rule}${here.suffix}-function` === name);
    // Pulumi completes the names of the others.
    return known?.name ?? `${name}-*`;
}

/** @param resource its name in a preview */
function queueName({ plan }: Scope, resource: string): string {
    const known: Readonly<Record<string, string | undefined>> = {
        "alert-queue-queue": plan.alerts?.name,
        "alert-queue-dead-letters": plan.alerts?.deadLetterQueueName,
        "digest-failed-events": plan.digest?.queueName,
    };
    return known[resource] ?? plan.ruleFunctions?.queueName ?? `${resource}-*`;
}
