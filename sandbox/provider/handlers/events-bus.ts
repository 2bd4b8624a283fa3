import {
    CreateEventBusCommand,
    DeleteEventBusCommand,
    DescribeEventBusCommand,
    ListTagsForResourceCommand,
    TagResourceCommand,
    UntagResourceCommand,
    UpdateEventBusCommand,
} from "@aws-sdk/client-eventbridge";
import { all, lengthBetween, matches } from "../check-values.ts";
import type { Handler } from "../handler.ts";
import { text } from "../inputs.ts";
import { output, string } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";
import { fromTagList, toTagList } from "../tags.ts";

/** terraform-provider-aws, internal/service/events/bus.go */
export const eventsBus: Handler = {
    type: "aws:cloudwatch/eventBus:EventBus",
    autoName: { property: "name", maxLength: 256 },
    notImplemented: ["deadLetterConfig", "eventSourceName", "kmsKeyIdentifier", "logConfig"],
    properties: {
        deadLetterConfig: string(),
        description: string({ check: lengthBetween(0, 512) }),
        eventSourceName: string({ forceNew: true }),
        kmsKeyIdentifier: string(),
        logConfig: string(),
        name: string({
            computed: true,
            forceNew: true,
            check: all(lengthBetween(1, 256), matches(/^(?!default$)[0-9A-Za-z/._-]+$/, "to be the name of a bus")),
        }),
        arn: output,
    },

    async create(call, inputs) {
        const name = String(inputs["name"]);
        await doing(`creating EventBridge Event Bus (${name})`, () =>
            call.aws.eventBridge(call.region).send(
                new CreateEventBusCommand({
                    Name: name,
                    Description: text(inputs["description"]),
                    Tags: Object.keys(call.tags).length === 0 ? undefined : toTagList(call.tags),
                }),
            ),
        );
        return name;
    },

    async read(call, id) {
        const bus = await doing(`reading EventBridge Event Bus (${id})`, () =>
            unlessCode(["ResourceNotFound"], () =>
                call.aws.eventBridge(call.region).send(new DescribeEventBusCommand({ Name: id })),
            ),
        );
        return bus && { arn: bus.Arn, description: bus.Description, name: bus.Name };
    },

    async update(call, id, inputs) {
        const command = new UpdateEventBusCommand({ Name: id, Description: text(inputs["description"]) ?? "" });
        await doing(`updating EventBridge Event Bus (${id})`, () => call.aws.eventBridge(call.region).send(command));
    },

    async delete(call, id) {
        await doing(`deleting EventBridge Event Bus (${id})`, () =>
            unlessCode(["ResourceNotFound"], () =>
                call.aws.eventBridge(call.region).send(new DeleteEventBusCommand({ Name: id })),
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
