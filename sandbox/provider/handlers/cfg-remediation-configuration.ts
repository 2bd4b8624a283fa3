import type {
    RemediationConfiguration,
    RemediationParameterValue,
    RemediationTargetType,
    ResourceValueType,
} from "@aws-sdk/client-config-service";
import {
    DeleteRemediationConfigurationCommand,
    DescribeRemediationConfigurationsCommand,
    PutRemediationConfigurationsCommand,
} from "@aws-sdk/client-config-service";
import { atMost, between, lengthBetween, oneOf } from "../check-values.ts";
import type { Call, Handler } from "../handler.ts";
import { group, groups, numeric, strings, text, word } from "../inputs.ts";
import type { Values } from "../property.ts";
import { boolean, list, number, object, output, string } from "../property.ts";
import { doing, isCode, unlessCode } from "../service-error.ts";
import { retryWhile } from "../wait-for.ts";

/** terraform-provider-aws, internal/service/configservice/remediation_configuration.go */
export const cfgRemediationConfiguration: Handler = {
    type: "aws:cfg/remediationConfiguration:RemediationConfiguration",
    properties: {
        automatic: boolean(),
        configRuleName: string({ required: true, forceNew: true, check: lengthBetween(1, 64) }),
        executionControls: object({
            ssmControls: object({
                concurrentExecutionRatePercentage: number({ check: between(1, 100) }),
                errorPercentage: number({ check: between(1, 100) }),
            }),
        }),
        maximumAutomaticAttempts: number({ check: between(1, 25) }),
        parameters: list(
            object({
                name: string({ required: true }),
                resourceValue: string({ check: lengthBetween(0, 256) }),
                staticValue: string(),
                staticValues: list(string(), { computed: true }),
            }),
            { check: atMost(25) },
        ),
        resourceType: string(),
        retryAttemptSeconds: number({ check: between(1, 2_678_000) }),
        targetId: string({ required: true, check: lengthBetween(1, 256) }),
        targetType: string({ required: true, check: oneOf("SSM_DOCUMENT") }),
        targetVersion: string(),
        arn: output,
    },

    async create(call, inputs) {
        await put(call, inputs);
        return String(inputs["configRuleName"]);
    },

    async read(call, id) {
        const answer = await doing(`reading ConfigService Remediation Configuration (${id})`, () =>
            unlessCode(["NoSuchConfigRule"], () =>
                call.aws
                    .configService(call.region)
                    .send(new DescribeRemediationConfigurationsCommand({ ConfigRuleNames: [id] })),
            ),
        );
        const found = answer?.RemediationConfigurations?.[0];
        return found && fromConfiguration(found);
    },

    async update(call, _id, inputs) {
        await put(call, inputs);
    },

    async delete(call, id, state) {
        const command = new DeleteRemediationConfigurationCommand({
            ConfigRuleName: id,
            ResourceType: text(state["resourceType"]),
        });
        await doing(`deleting ConfigService Remediation Configuration (${id})`, () =>
            unlessCode(["NoSuchRemediationConfiguration"], () =>
                retryWhile(
                    call,
                    120,
                    (error) => isCode(error, "ResourceInUse"),
                    () => call.aws.configService(call.region).send(command),
                ),
            ),
        );
    },
};

async function put(call: Call, inputs: Values): Promise<void> {
    const name = String(inputs["configRuleName"]);
    const controls = group(inputs["executionControls"]);
    const ssm = group(controls?.["ssmControls"]);
    const configuration: RemediationConfiguration = {
        ConfigRuleName: name,
        Automatic: inputs["automatic"] === true,
        ExecutionControls: controls && {
            SsmControls: ssm && {
                ConcurrentExecutionRatePercentage: numeric(ssm["concurrentExecutionRatePercentage"]),
                ErrorPercentage: numeric(ssm["errorPercentage"]),
            },
        },
        MaximumAutomaticAttempts: numeric(inputs["maximumAutomaticAttempts"]),
        Parameters: Object.fromEntries(
            groups(inputs["parameters"]).map((one) => [String(one["name"]), toParameter(one)]),
        ),
        ResourceType: text(inputs["resourceType"]),
        RetryAttemptSeconds: numeric(inputs["retryAttemptSeconds"]),
        TargetId: text(inputs["targetId"]),
        TargetType: word<RemediationTargetType>(inputs["targetType"]),
        TargetVersion: text(inputs["targetVersion"]),
    };
    await doing(`putting ConfigService Remediation Configuration (${name})`, () =>
        call.aws
            .configService(call.region)
            .send(new PutRemediationConfigurationsCommand({ RemediationConfigurations: [configuration] })),
    );
}

function toParameter(parameter: Values): RemediationParameterValue {
    const single = text(parameter["staticValue"]);
    const Values = strings(parameter["staticValues"]) ?? (single === undefined ? undefined : [single]);
    const resourceValue = word<ResourceValueType>(parameter["resourceValue"]);
    return {
        ResourceValue: resourceValue && { Value: resourceValue },
        StaticValue: Values && { Values },
    };
}

function fromConfiguration(found: RemediationConfiguration): Values {
    const ssm = found.ExecutionControls?.SsmControls;
    return {
        arn: found.Arn,
        automatic: found.Automatic ?? false,
        configRuleName: found.ConfigRuleName,
        executionControls: found.ExecutionControls && {
            ssmControls: ssm && {
                concurrentExecutionRatePercentage: ssm.ConcurrentExecutionRatePercentage,
                errorPercentage: ssm.ErrorPercentage,
            },
        },
        maximumAutomaticAttempts: found.MaximumAutomaticAttempts,
        parameters: Object.entries(found.Parameters ?? {})
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, value]) => fromParameter(name, value)),
        resourceType: found.ResourceType,
        retryAttemptSeconds: found.RetryAttemptSeconds,
        targetId: found.TargetId,
        targetType: found.TargetType,
        targetVersion: found.TargetVersion,
    };
}

function fromParameter(name: string, { ResourceValue, StaticValue }: RemediationParameterValue): Values {
    const values = StaticValue?.Values ?? [];
    return {
        name,
        resourceValue: ResourceValue?.Value,
        ...(values.length === 1 ? { staticValue: values[0] } : { staticValues: values }),
    };
}
