import type { EventSourceMappingConfiguration, FunctionResponseType } from "@aws-sdk/client-lambda";
import {
    CreateEventSourceMappingCommand,
    DeleteEventSourceMappingCommand,
    GetEventSourceMappingCommand,
    UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { between, isArn, matches, oneOf } from "../check-values.ts";
import type { Call, Handler } from "../handler.ts";
import { afterCreation } from "../handler.ts";
import { group, numeric, strings } from "../inputs.ts";
import type { Values } from "../property.ts";
import { boolean, number, object, output, set, string } from "../property.ts";
import { doing, isCode, unlessCode } from "../service-error.ts";
import { retryWhile, waitFor } from "../wait-for.ts";
import { lambdaTagging } from "./lambda-tagging.ts";

/** A function may be named by its name or its ARN, and both mean the same one (suppressed in the original). */
const sameFunction = (one: unknown, other: unknown): boolean => nameOf(one) === nameOf(other);

function nameOf(function_: unknown): string {
    return String(function_).split(":").at(-1) ?? "";
}

/** terraform-provider-aws, internal/service/lambda/event_source_mapping.go, for queues. */
export const lambdaEventSourceMapping: Handler = {
    type: "aws:lambda/eventSourceMapping:EventSourceMapping",
    notImplemented: [
        "amazonManagedKafkaEventSourceConfig",
        "bisectBatchOnFunctionError",
        "destinationConfig",
        "documentDbEventSourceConfig",
        "filterCriteria",
        "kmsKeyArn",
        "maximumRecordAgeInSeconds",
        "maximumRetryAttempts",
        "metricsConfig",
        "parallelizationFactor",
        "provisionedPollerConfig",
        "queues",
        "selfManagedEventSource",
        "selfManagedKafkaEventSourceConfig",
        "sourceAccessConfigurations",
        "startingPosition",
        "startingPositionTimestamp",
        "topics",
        "tumblingWindowInSeconds",
        "useResourceTimeoutForPropagation",
    ],
    timeouts: { create: 600, update: 600, delete: 300 },
    properties: {
        batchSize: number({ computed: true }),
        enabled: boolean({ default: true }),
        eventSourceArn: string({ required: true, forceNew: true, check: isArn }),
        functionName: string({
            required: true,
            same: sameFunction,
            check: matches(/^[\w:$-]{1,170}$/, "to be a function's name or ARN"),
        }),
        functionResponseTypes: set(string({ check: oneOf("ReportBatchItemFailures") })),
        maximumBatchingWindowInSeconds: number(),
        scalingConfig: object({ maximumConcurrency: number({ check: between(2, 1000) }) }),
        arn: output,
        functionArn: output,
        lastModified: output,
        lastProcessingResult: output,
        state: output,
        stateTransitionReason: output,
        uuid: output,
    },

    async create(call, inputs) {
        const command = new CreateEventSourceMappingCommand({
            EventSourceArn: String(inputs["eventSourceArn"]),
            FunctionName: String(inputs["functionName"]),
            Enabled: inputs["enabled"] !== false,
            BatchSize: numeric(inputs["batchSize"]),
            FunctionResponseTypes: responseTypes(inputs),
            MaximumBatchingWindowInSeconds: numeric(inputs["maximumBatchingWindowInSeconds"]),
            ScalingConfig: scaling(inputs),
            Tags: call.tags,
        });
        const made = await doing("creating Lambda Event Source Mapping", () =>
            // The role's permissions may still be on their way.
            retryWhile(
                call,
                300,
                (error) =>
                    isCode(error, "InvalidParameterValue") && /cannot be assumed|execution role/.test(String(error)),
                () => call.aws.lambda(call.region).send(command),
            ),
        );
        const id = made.UUID ?? "";
        return afterCreation(id, () => settle(call, id));
    },

    async read(call, id) {
        const found = await doing(`reading Lambda Event Source Mapping (${id})`, () => find(call, id));
        return (
            found && {
                arn: found.EventSourceMappingArn,
                batchSize: found.BatchSize,
                enabled: found.State === "Enabled" || found.State === "Enabling",
                eventSourceArn: found.EventSourceArn,
                functionArn: found.FunctionArn,
                functionName: found.FunctionArn,
                functionResponseTypes: found.FunctionResponseTypes ?? [],
                lastModified: found.LastModified?.toISOString() ?? "",
                lastProcessingResult: found.LastProcessingResult ?? "",
                maximumBatchingWindowInSeconds: found.MaximumBatchingWindowInSeconds ?? 0,
                scalingConfig: found.ScalingConfig && {
                    maximumConcurrency: found.ScalingConfig.MaximumConcurrency,
                },
                state: found.State,
                stateTransitionReason: found.StateTransitionReason ?? "",
                uuid: found.UUID,
            }
        );
    },

    async update(call, id, inputs, _old, changed) {
        const command = new UpdateEventSourceMappingCommand({
            UUID: id,
            ...(changed.has("batchSize") && { BatchSize: numeric(inputs["batchSize"]) }),
            ...(changed.has("enabled") && { Enabled: inputs["enabled"] !== false }),
            ...(changed.has("functionName") && { FunctionName: String(inputs["functionName"]) }),
            ...(changed.has("functionResponseTypes") && { FunctionResponseTypes: responseTypes(inputs) ?? [] }),
            ...(changed.has("maximumBatchingWindowInSeconds") && {
                MaximumBatchingWindowInSeconds: Number(inputs["maximumBatchingWindowInSeconds"] ?? 0),
            }),
            ...(changed.has("scalingConfig") && { ScalingConfig: scaling(inputs) ?? {} }),
        });
        await doing(`updating Lambda Event Source Mapping (${id})`, () =>
            retryWhile(
                call,
                300,
                (error) => isCode(error, "ResourceInUse"),
                () => call.aws.lambda(call.region).send(command),
            ),
        );
        await settle(call, id);
    },

    async delete(call, id) {
        await doing(`deleting Lambda Event Source Mapping (${id})`, () =>
            unlessCode(["ResourceNotFound"], () =>
                retryWhile(
                    call,
                    300,
                    (error) => isCode(error, "ResourceInUse"),
                    () => call.aws.lambda(call.region).send(new DeleteEventSourceMappingCommand({ UUID: id })),
                ),
            ),
        );
        await waitFor(call, {
            pending: ["Deleting"],
            target: [],
            refresh: async () => {
                const found = await find(call, id);
                return found && { value: found, state: "Deleting" };
            },
        });
    },

    tagging: lambdaTagging,
};

function responseTypes(inputs: Values): FunctionResponseType[] | undefined {
    return strings(inputs["functionResponseTypes"]) as FunctionResponseType[] | undefined;
}

function scaling(inputs: Values): { readonly MaximumConcurrency: number } | undefined {
    const concurrency = numeric(group(inputs["scalingConfig"])?.["maximumConcurrency"]);
    return concurrency === undefined ? undefined : { MaximumConcurrency: concurrency };
}

async function find(call: Call, id: string): Promise<EventSourceMappingConfiguration | undefined> {
    return unlessCode(["ResourceNotFound"], () =>
        call.aws.lambda(call.region).send(new GetEventSourceMappingCommand({ UUID: id })),
    );
}

/** Until it is as it was asked for. */
async function settle(call: Call, id: string): Promise<void> {
    await doing(`waiting for Lambda Event Source Mapping (${id})`, () =>
        waitFor(call, {
            pending: ["Creating", "Enabling", "Disabling", "Updating"],
            target: ["Enabled", "Disabled"],
            refresh: async () => {
                const found = await find(call, id);
                return found && { value: found, state: found.State ?? "" };
            },
        }),
    );
}
