import type { RuleState } from "@aws-sdk/client-eventbridge";
import {
    DeleteRuleCommand,
    DescribeRuleCommand,
    ListTagsForResourceCommand,
    PutRuleCommand,
    TagResourceCommand,
    UntagResourceCommand,
} from "@aws-sdk/client-eventbridge";
import { all, isArn, lengthBetween, matches, oneOf } from "../check-values.ts";
import { checkJson, normalizeJson, sameJson } from "../equivalence/json.ts";
import type { Call, Failure, Handler } from "../handler.ts";
import { text, word } from "../inputs.ts";
import type { Value, Values } from "../property.ts";
import { boolean, output, string } from "../property.ts";
import { doing, isCode, unlessCode } from "../service-error.ts";
import { fromTagList, toTagList } from "../tags.ts";
import { retryWhile } from "../wait-for.ts";

const defaultBus = "default";
const states = ["ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"];

/** terraform-provider-aws, internal/service/events/rule.go. `forceDestroy` is never read back. */
export const eventsRule: Handler = {
    type: "aws:cloudwatch/eventRule:EventRule",
    autoName: { property: "name", maxLength: 64, unless: "namePrefix" },
    notImplemented: ["namePrefix"],
    properties: {
        description: string({ check: lengthBetween(0, 512) }),
        eventBusName: string({ forceNew: true, default: defaultBus }),
        eventPattern: string({
            same: sameJson,
            normalize: normalizeJson,
            check: all(checkJson, lengthBetween(0, 4096)),
        }),
        forceDestroy: boolean({ default: false }),
        isEnabled: boolean({ same: isUnsaid, conflictsWith: ["state"] }),
        name: string({
            computed: true,
            forceNew: true,
            check: all(lengthBetween(1, 64), matches(/^[0-9A-Za-z_.-]+$/, "to be a rule name")),
        }),
        namePrefix: string({ computed: true, forceNew: true }),
        roleArn: string({ check: isArn }),
        scheduleExpression: string({ check: lengthBetween(0, 256) }),
        state: string({ same: isUnsaid, check: oneOf(...states), conflictsWith: ["isEnabled"] }),
        arn: output,
    },
    checkAll: hasTrigger,

    async create(call, inputs) {
        const name = String(inputs["name"]);
        await doing(`creating EventBridge Rule (${name})`, () => put(call, name, inputs));
        const bus = text(inputs["eventBusName"]);
        return bus === undefined || bus === defaultBus ? name : `${bus}/${name}`;
    },

    async read(call, id) {
        const { bus, name } = parse(id);
        const rule = await doing(`reading EventBridge Rule (${id})`, () =>
            unlessCode(["ResourceNotFound"], () =>
                call.aws.eventBridge(call.region).send(new DescribeRuleCommand({ Name: name, EventBusName: bus })),
            ),
        );
        return (
            rule && {
                arn: rule.Arn,
                description: rule.Description,
                eventBusName: bus,
                eventPattern: rule.EventPattern === undefined ? undefined : normalizeJson(rule.EventPattern),
                isEnabled: rule.State !== "DISABLED",
                name: rule.Name,
                namePrefix: "",
                roleArn: rule.RoleArn,
                scheduleExpression: rule.ScheduleExpression,
                state: rule.State,
            }
        );
    },

    async update(call, id, inputs, _old, changed) {
        if (changed.size !== 1 || !changed.has("forceDestroy")) {
            await doing(`updating EventBridge Rule (${id})`, () => put(call, parse(id).name, inputs));
        }
    },

    async delete(call, id, state) {
        const { bus, name } = parse(id);
        const command = new DeleteRuleCommand({
            Name: name,
            EventBusName: bus,
            Force: state["forceDestroy"] === true ? true : undefined,
        });
        await doing(`deleting EventBridge Rule (${id})`, () =>
            unlessCode(["ResourceNotFound"], () =>
                retryWhile(
                    call,
                    300,
                    (error) => isCode(error, "Validation") && /since it has targets/.test(String(error)),
                    () => call.aws.eventBridge(call.region).send(command),
                ),
            ),
        );
    },

    tagging: {
        foundBy: "arn",
        async read(call, _id, state) {
            const command = new ListTagsForResourceCommand({ ResourceARN: String(state["arn"]) });
            return fromTagList((await call.aws.eventBridge(call.region).send(command)).Tags);
        },
        async write(call, _id, state, add, remove) {
            const client = call.aws.eventBridge(call.region);
            const ResourceARN = String(state["arn"]);
            if (remove.length > 0) {
                await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: remove }));
            }
            if (Object.keys(add).length > 0) {
                await client.send(new TagResourceCommand({ ResourceARN, Tags: toTagList(add) }));
            }
        },
    },
};

/** A state that the program does not speak of is no change, and the service sets it with every call. */
function isUnsaid(_old: Value, next: Value): boolean {
    return next === undefined || next === null || next === "";
}

async function put(call: Call, name: string, inputs: Values): Promise<void> {
    const enabled = inputs["isEnabled"];
    const fromFlag = enabled === undefined ? undefined : enabled === false ? "DISABLED" : "ENABLED";
    await call.aws.eventBridge(call.region).send(
        new PutRuleCommand({
            Name: name,
            Description: text(inputs["description"]),
            EventBusName: text(inputs["eventBusName"]),
            EventPattern: text(inputs["eventPattern"]),
            RoleArn: text(inputs["roleArn"]),
            ScheduleExpression: text(inputs["scheduleExpression"]),
            State: word<RuleState>(inputs["state"]) ?? fromFlag,
            Tags: Object.keys(call.tags).length === 0 ? undefined : toTagList(call.tags),
        }),
    );
}

function parse(id: string): { bus: string; name: string } {
    const slash = id.lastIndexOf("/");
    return slash < 0 ? { bus: defaultBus, name: id } : { bus: id.slice(0, slash), name: id.slice(slash + 1) };
}

function hasTrigger(inputs: Values): Failure[] {
    return inputs["eventPattern"] === undefined && inputs["scheduleExpression"] === undefined
        ? [{ property: "eventPattern", reason: "one of `event_pattern,schedule_expression` must be specified" }]
        : [];
}
