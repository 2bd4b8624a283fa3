import { DeleteDashboardsCommand, GetDashboardCommand, PutDashboardCommand } from "@aws-sdk/client-cloudwatch";
import { all, lengthBetween, matches } from "../check-values.ts";
import { checkJson, normalizeJson, sameJson } from "../equivalence/json.ts";
import type { Call, Handler } from "../handler.ts";
import type { Values } from "../property.ts";
import { output, string } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";

/** How CloudWatch says that there is no such dashboard, by one name or by the other. */
const missing = ["ResourceNotFound", "DashboardNotFoundError"];

/** terraform-provider-aws, internal/service/cloudwatch/dashboard.go */
export const cloudWatchDashboard: Handler = {
    type: "aws:cloudwatch/dashboard:Dashboard",
    properties: {
        dashboardArn: output,
        dashboardBody: string({
            required: true,
            jsonDocument: true,
            same: sameJson,
            normalize: normalizeJson,
            check: checkJson,
        }),
        dashboardName: string({
            required: true,
            forceNew: true,
            check: all(lengthBetween(1, 255), matches(/^[0-9A-Za-z_-]+$/, "to have letters, digits, - and _ only")),
        }),
    },

    async create(call, inputs) {
        const name = String(inputs["dashboardName"]);
        await put(call, name, inputs);
        return name;
    },

    async read(call, id) {
        const found = await doing(`reading CloudWatch Dashboard (${id})`, () =>
            unlessCode(missing, () =>
                call.aws.cloudWatch(call.region).send(new GetDashboardCommand({ DashboardName: id })),
            ),
        );
        return (
            found && {
                dashboardArn: found.DashboardArn,
                dashboardBody: normalizeJson(found.DashboardBody ?? ""),
                dashboardName: found.DashboardName,
            }
        );
    },

    async update(call, id, inputs) {
        await put(call, id, inputs);
    },

    async delete(call, id) {
        await doing(`deleting CloudWatch Dashboard (${id})`, () =>
            unlessCode(missing, () =>
                call.aws.cloudWatch(call.region).send(new DeleteDashboardsCommand({ DashboardNames: [id] })),
            ),
        );
    },
};

async function put(call: Call, name: string, inputs: Values): Promise<void> {
    const command = new PutDashboardCommand({
        DashboardName: name,
        DashboardBody: String(inputs["dashboardBody"]),
    });
    await doing(`putting CloudWatch Dashboard (${name})`, () => call.aws.cloudWatch(call.region).send(command));
}
