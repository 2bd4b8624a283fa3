import { DescribeEventBusCommand, PutPermissionCommand, RemovePermissionCommand } from "@aws-sdk/client-eventbridge";
import { policy, policyToKeep } from "../equivalence/policy.ts";
import type { Call, Handler } from "../handler.ts";
import { text } from "../inputs.ts";
import { string } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";

/** terraform-provider-aws, internal/service/events/bus_policy.go. Deleting it removes every permission of the bus. */
export const eventsBusPolicy: Handler = {
    type: "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
    properties: {
        eventBusName: string({ forceNew: true, default: "default" }),
        policy: policy({ required: true }),
    },

    async create(call, inputs) {
        const bus = String(inputs["eventBusName"]);
        await put(call, bus, text(inputs["policy"]));
        return bus;
    },

    async read(call, id, state) {
        const bus = await doing(`reading EventBridge Event Bus (${id}) Policy`, () =>
            unlessCode(["ResourceNotFound"], () =>
                call.aws.eventBridge(call.region).send(new DescribeEventBusCommand({ Name: id })),
            ),
        );
        return bus?.Policy === undefined || bus.Policy === ""
            ? undefined
            : { eventBusName: id, policy: policyToKeep(state["policy"], bus.Policy) };
    },

    async update(call, id, inputs) {
        await put(call, id, text(inputs["policy"]));
    },

    async delete(call, id) {
        const command = new RemovePermissionCommand({ EventBusName: id, RemoveAllPermissions: true });
        await doing(`deleting EventBridge Event Bus Policy (${id})`, () =>
            unlessCode(["ResourceNotFound"], () => call.aws.eventBridge(call.region).send(command)),
        );
    },
};

async function put(call: Call, bus: string, document: string | undefined): Promise<void> {
    const command = new PutPermissionCommand({ EventBusName: bus, Policy: document });
    await doing(`creating EventBridge Event Bus (${bus}) Policy`, () =>
        call.aws.eventBridge(call.region).send(command),
    );
}
