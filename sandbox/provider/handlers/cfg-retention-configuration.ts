import {
    DeleteRetentionConfigurationCommand,
    DescribeRetentionConfigurationsCommand,
    PutRetentionConfigurationCommand,
} from "@aws-sdk/client-config-service";
import { between } from "../check-values.ts";
import type { Handler } from "../handler.ts";
import { number, output } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";

const missing = ["NoSuchRetentionConfiguration"];

/** terraform-provider-aws, internal/service/configservice/retention_configuration.go. AWS names it `default`. */
export const cfgRetentionConfiguration: Handler = {
    type: "aws:cfg/retentionConfiguration:RetentionConfiguration",
    properties: {
        retentionPeriodInDays: number({ required: true, check: between(30, 2557) }),
        name: output,
    },

    async create(call, inputs) {
        const command = new PutRetentionConfigurationCommand({
            RetentionPeriodInDays: Number(inputs["retentionPeriodInDays"]),
        });
        const made = await doing("creating ConfigService Retention Configuration", () =>
            call.aws.configService(call.region).send(command),
        );
        return made.RetentionConfiguration?.Name ?? "";
    },

    async read(call, id) {
        const answer = await doing(`reading ConfigService Retention Configuration (${id})`, () =>
            unlessCode(missing, () =>
                call.aws
                    .configService(call.region)
                    .send(new DescribeRetentionConfigurationsCommand({ RetentionConfigurationNames: [id] })),
            ),
        );
        const found = answer?.RetentionConfigurations?.[0];
        return found && { name: found.Name, retentionPeriodInDays: found.RetentionPeriodInDays };
    },

    async update(call, id, inputs) {
        const command = new PutRetentionConfigurationCommand({
            RetentionPeriodInDays: Number(inputs["retentionPeriodInDays"]),
        });
        await doing(`updating ConfigService Retention Configuration (${id})`, () =>
            call.aws.configService(call.region).send(command),
        );
    },

    async delete(call, id) {
        await doing(`deleting ConfigService Retention Configuration (${id})`, () =>
            unlessCode(missing, () =>
                call.aws
                    .configService(call.region)
                    .send(new DeleteRetentionConfigurationCommand({ RetentionConfigurationName: id })),
            ),
        );
    },
};
