import type { Target } from "@aws-sdk/client-eventbridge";
import { ListTargetsByRuleCommand, PutTargetsCommand, RemoveTargetsCommand } from "@aws-sdk/client-eventbridge";
import { randomUUID } from "node:crypto";
import { all, between, isArn, lengthBetween } from "../check-values.ts";
import { checkJson } from "../equivalence/json.ts";
import type { Call, Handler } from "../handler.ts";
import { group, text } from "../inputs.ts";
import type { Values } from "../property.ts";
import { boolean, map, number, object, string } from "../property.ts";
import { doing, isCode } from "../service-error.ts";
import { tagsOf } from "../tags.ts";

const defaultBus = "default";

/** terraform-provider-aws, internal/service/events/target.go, for targets that are topics, queues and functions. */
export const eventsTarget: Handler = {
    type: "aws:cloudwatch/eventTarget:EventTarget",
    notImplemented: [
        "appsyncTarget",
        "batchTarget",
        "ecsTarget",
        "httpTarget",
        "kinesisTarget",
        "redshiftTarget",
        "runCommandTargets",
        "sagemakerPipelineTarget",
    ],
    properties: {
        arn: string({ required: true, check: isArn }),
        deadLetterConfig: object({ arn: string({ check: isArn }) }),
        eventBusName: string({ forceNew: true, default: defaultBus }),
        forceDestroy: boolean({ default: false }),
        input: string({
            check: all(checkJson, lengthBetween(0, 8192)),
            conflictsWith: ["inputPath", "inputTransformer"],
        }),
        inputPath: string({ check: lengthBetween(0, 256), conflictsWith: ["input", "inputTransformer"] }),
        inputTransformer: object(
            { inputPaths: map(), inputTemplate: string({ required: true, check: lengthBetween(1, 8192) }) },
            { conflictsWith: ["input", "inputPath"] },
        ),
        retryPolicy: object({
            maximumEventAgeInSeconds: number({ check: between(0, 86_400) }),
            maximumRetryAttempts: number({ check: between(0, 185) }),
        }),
        roleArn: string({ check: isArn }),
        rule: string({ required: true, forceNew: true }),
        sqsTarget: object({ messageGroupId: string() }),
        targetId: string({ computed: true, forceNew: true, check: lengthBetween(1, 64) }),
    },

    async create(call, inputs) {
        const targetId = text(inputs["targetId"]) ?? `terraform-${randomUUID()}`;
        // The identifier of the target is known to no later call, so it goes into the inputs that become the state.
        inputs["targetId"] = targetId;
        const bus = text(inputs["eventBusName"]);
        const parts = [...(bus === undefined || bus === defaultBus ? [] : [bus]), String(inputs["rule"]), targetId];
        const id = parts.join("-");
        await doing(`creating EventBridge Target (${id})`, () => put(call, inputs));
        return id;
    },

    async read(call, id, state) {
        const target = await doing(`reading EventBridge Target (${id})`, () => find(call, state));
        return (
            target && {
                arn: target.Arn,
                deadLetterConfig: target.DeadLetterConfig && { arn: target.DeadLetterConfig.Arn },
                eventBusName: state["eventBusName"],
                rule: state["rule"],
                targetId: target.Id,
                input: target.Input,
                inputPath: target.InputPath,
                inputTransformer: target.InputTransformer && {
                    inputPaths: target.InputTransformer.InputPathsMap,
                    inputTemplate: target.InputTransformer.InputTemplate,
                },
                retryPolicy: target.RetryPolicy && {
                    maximumEventAgeInSeconds: target.RetryPolicy.MaximumEventAgeInSeconds,
                    maximumRetryAttempts: target.RetryPolicy.MaximumRetryAttempts,
                },
                roleArn: target.RoleArn,
                sqsTarget: target.SqsParameters && { messageGroupId: target.SqsParameters.MessageGroupId },
            }
        );
    },

    async update(call, id, inputs, _old, changed) {
        if (changed.size !== 1 || !changed.has("forceDestroy")) {
            await doing(`updating EventBridge Target (${id})`, () => put(call, inputs));
        }
    },

    async delete(call, id, state) {
        const command = new RemoveTargetsCommand({
            Ids: [String(state["targetId"])],
            Rule: String(state["rule"]),
            EventBusName: text(state["eventBusName"]),
            Force: state["forceDestroy"] === true ? true : undefined,
        });
        await doing(`deleting EventBridge Target (${id})`, async () => {
            try {
                failOn((await call.aws.eventBridge(call.region).send(command)).FailedEntries);
            } catch (error) {
                if (!isCode(error, "ResourceNotFound")) {
                    throw error;
                }
            }
        });
    },

    importFrom(importId) {
        const parts = importId.split("/");
        const [targetId, rule] = [parts.at(-1), parts.at(-2)];
        if (targetId === undefined || rule === undefined || rule === "") {
            throw new Error(
                `unexpected format for ID (${importId}), expected EVENTBUSNAME/RULENAME/TARGETID or RULENAME/TARGETID`,
            );
        }
        const eventBusName = parts.slice(0, -2).join("/") || defaultBus;
        const id = [...(eventBusName === defaultBus ? [] : [eventBusName]), rule, targetId].join("-");
        return { id, state: { eventBusName, rule, targetId } };
    },
};

async function find(call: Call, state: Values): Promise<Target | undefined> {
    const client = call.aws.eventBridge(call.region);
    let NextToken: string | undefined;
    do {
        try {
            const page = await client.send(
                new ListTargetsByRuleCommand({
                    Rule: String(state["rule"]),
                    EventBusName: text(state["eventBusName"]),
                    NextToken,
                }),
            );
            const found = page.Targets?.find(({ Id }) => Id === state["targetId"]);
            if (found !== undefined) {
                return found;
            }
            NextToken = page.NextToken;
        } catch (error) {
            if (isCode(error, "ResourceNotFound", "Validation")) {
                return undefined;
            }
            throw error;
        }
    } while (NextToken !== undefined);
    return undefined;
}

async function put(call: Call, inputs: Values): Promise<void> {
    const transformer = group(inputs["inputTransformer"]);
    const retry = group(inputs["retryPolicy"]);
    const deadLetter = group(inputs["deadLetterConfig"]);
    const queue = group(inputs["sqsTarget"]);
    const target: Target = {
        Arn: String(inputs["arn"]),
        Id: String(inputs["targetId"]),
        Input: text(inputs["input"]),
        InputPath: text(inputs["inputPath"]),
        RoleArn: text(inputs["roleArn"]),
        DeadLetterConfig: deadLetter && { Arn: text(deadLetter["arn"]) },
        RetryPolicy: retry && {
            MaximumEventAgeInSeconds: Number(retry["maximumEventAgeInSeconds"] ?? 0),
            MaximumRetryAttempts: Number(retry["maximumRetryAttempts"] ?? 0),
        },
        SqsParameters: queue && { MessageGroupId: text(queue["messageGroupId"]) },
        InputTransformer: transformer && {
            InputPathsMap: tagsOf(transformer["inputPaths"]),
            InputTemplate: String(transformer["inputTemplate"]),
        },
    };
    const answer = await call.aws.eventBridge(call.region).send(
        new PutTargetsCommand({
            Rule: String(inputs["rule"]),
            EventBusName: text(inputs["eventBusName"]),
            Targets: [target],
        }),
    );
    failOn(answer.FailedEntries);
}

interface FailedEntry {
    readonly TargetId?: string | undefined;
    readonly ErrorCode?: string | undefined;
    readonly ErrorMessage?: string | undefined;
}

function failOn(entries: readonly FailedEntry[] | undefined): void {
    if (entries !== undefined && entries.length > 0) {
        const words = entries.map((one) => `${one.TargetId ?? ""}: ${one.ErrorCode ?? ""}: ${one.ErrorMessage ?? ""}`);
        throw new Error(words.join("\n"));
    }
}
