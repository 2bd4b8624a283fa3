import {
    CreateScheduleCommand,
    type CreateScheduleCommandInput,
    DeleteScheduleCommand,
    GetScheduleCommand,
    type GetScheduleCommandOutput,
    type SchedulerClient,
    UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { all, between, isArn, lengthBetween, matches, oneOf } from "../check-values.ts";
import type { Call, Handler } from "../handler.ts";
import { group, numeric, text, word } from "../inputs.ts";
import type { Values } from "../property.ts";
import { number, object, output, string } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";
import { retryWhile } from "../wait-for.ts";

/** The service makes a role assumable some time after IAM has it. */
const notAssumable = "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.";

/** terraform-provider-aws, internal/service/scheduler/schedule.go, for targets that take an input. */
export const schedulerSchedule: Handler = {
    type: "aws:scheduler/schedule:Schedule",
    autoName: { property: "name", maxLength: 64, unless: "namePrefix" },
    notImplemented: ["namePrefix", "startDate", "endDate"],
    properties: {
        actionAfterCompletion: string({ computed: true, check: oneOf("NONE", "DELETE") }),
        arn: output,
        description: string({ check: lengthBetween(0, 512) }),
        endDate: string(),
        flexibleTimeWindow: object(
            {
                maximumWindowInMinutes: number({ check: between(1, 1440) }),
                mode: string({ required: true, check: oneOf("OFF", "FLEXIBLE") }),
            },
            { required: true },
        ),
        groupName: string({ computed: true, forceNew: true, check: lengthBetween(1, 64) }),
        kmsKeyArn: string({ check: isArn }),
        name: string({
            computed: true,
            forceNew: true,
            check: all(lengthBetween(1, 64), matches(/^[0-9A-Za-z_.-]+$/, "to be the name of a schedule")),
        }),
        namePrefix: string({ computed: true, forceNew: true }),
        scheduleExpression: string({ required: true, check: lengthBetween(1, 256) }),
        scheduleExpressionTimezone: string({ default: "UTC", check: lengthBetween(1, 50) }),
        startDate: string(),
        state: string({ default: "ENABLED", check: oneOf("ENABLED", "DISABLED") }),
        target: object(
            {
                arn: string({ required: true, check: isArn }),
                deadLetterConfig: object({ arn: string({ required: true, check: isArn }) }),
                input: string(),
                retryPolicy: object(
                    {
                        maximumEventAgeInSeconds: number({ default: 86_400, check: between(60, 86_400) }),
                        maximumRetryAttempts: number({ default: 185, check: between(0, 185) }),
                    },
                    // A block that is missing is no change: the service has one all the same.
                    { computed: true },
                ),
                roleArn: string({ required: true, check: isArn }),
            },
            { required: true },
        ),
    },

    async create(call, inputs) {
        const name = String(inputs["name"]);
        const made = await doing(`creating EventBridge Scheduler Schedule (${name})`, () =>
            whenAssumable(call, () =>
                client(call).send(new CreateScheduleCommand({ Name: name, ...requestOf(inputs) })),
            ),
        );
        const [, groupName = "default"] = (made.ScheduleArn ?? "").split(/:schedule\/|\//);
        return `${groupName}/${name}`;
    },

    async read(call, id) {
        const { groupName, name } = parse(id);
        const found = await doing(`reading EventBridge Scheduler Schedule (${id})`, () =>
            unlessCode(["ResourceNotFound"], () =>
                client(call).send(new GetScheduleCommand({ GroupName: groupName, Name: name })),
            ),
        );
        return found && stateOf(found);
    },

    async update(call, id, inputs) {
        const { groupName, name } = parse(id);
        await doing(`updating EventBridge Scheduler Schedule (${id})`, () =>
            whenAssumable(call, () =>
                client(call).send(
                    new UpdateScheduleCommand({ ...requestOf(inputs), GroupName: groupName, Name: name }),
                ),
            ),
        );
    },

    async delete(call, id) {
        const { groupName, name } = parse(id);
        await doing(`deleting EventBridge Scheduler Schedule (${id})`, () =>
            unlessCode(["ResourceNotFound"], () =>
                client(call).send(new DeleteScheduleCommand({ GroupName: groupName, Name: name })),
            ),
        );
    },
};

function client(call: Call): SchedulerClient {
    return call.aws.scheduler(call.region);
}

function whenAssumable<T>(call: Call, work: () => Promise<T>): Promise<T> {
    return retryWhile(call, 120, (error) => error instanceof Error && error.message.includes(notAssumable), work);
}

function requestOf(inputs: Values): Omit<CreateScheduleCommandInput, "Name"> {
    const [window, target] = [group(inputs["flexibleTimeWindow"]) ?? {}, group(inputs["target"]) ?? {}];
    const [retry, deadLetters] = [group(target["retryPolicy"]), group(target["deadLetterConfig"])];
    return {
        ActionAfterCompletion: word(inputs["actionAfterCompletion"]),
        Description: text(inputs["description"]),
        FlexibleTimeWindow: {
            Mode: word(window["mode"]),
            MaximumWindowInMinutes: numeric(window["maximumWindowInMinutes"]),
        },
        GroupName: text(inputs["groupName"]),
        KmsKeyArn: text(inputs["kmsKeyArn"]),
        ScheduleExpression: text(inputs["scheduleExpression"]),
        ScheduleExpressionTimezone: text(inputs["scheduleExpressionTimezone"]),
        State: word(inputs["state"]),
        Target: {
            Arn: text(target["arn"]),
            RoleArn: text(target["roleArn"]),
            Input: text(target["input"]),
            ...(deadLetters && { DeadLetterConfig: { Arn: text(deadLetters["arn"]) } }),
            ...(retry && {
                RetryPolicy: {
                    MaximumEventAgeInSeconds: numeric(retry["maximumEventAgeInSeconds"]),
                    MaximumRetryAttempts: Number(retry["maximumRetryAttempts"] ?? 0),
                },
            }),
        },
    };
}

function stateOf(found: GetScheduleCommandOutput): Values {
    const { FlexibleTimeWindow: window, Target: target } = found;
    return {
        actionAfterCompletion: found.ActionAfterCompletion ?? "",
        arn: found.Arn,
        description: found.Description ?? "",
        flexibleTimeWindow: {
            ...(window?.MaximumWindowInMinutes !== undefined && {
                maximumWindowInMinutes: window.MaximumWindowInMinutes,
            }),
            mode: window?.Mode ?? "",
        },
        groupName: found.GroupName,
        kmsKeyArn: found.KmsKeyArn ?? "",
        name: found.Name,
        namePrefix: "",
        scheduleExpression: found.ScheduleExpression,
        scheduleExpressionTimezone: found.ScheduleExpressionTimezone ?? "",
        state: found.State,
        target: {
            arn: target?.Arn ?? "",
            input: target?.Input ?? "",
            roleArn: target?.RoleArn ?? "",
            ...(target?.DeadLetterConfig && { deadLetterConfig: { arn: target.DeadLetterConfig.Arn ?? "" } }),
            ...(target?.RetryPolicy && {
                retryPolicy: {
                    maximumEventAgeInSeconds: target.RetryPolicy.MaximumEventAgeInSeconds ?? 0,
                    maximumRetryAttempts: target.RetryPolicy.MaximumRetryAttempts ?? 0,
                },
            }),
        },
    };
}

function parse(id: string): { groupName: string; name: string } {
    const [groupName = "", name = ""] = id.split("/");
    return { groupName, name };
}
