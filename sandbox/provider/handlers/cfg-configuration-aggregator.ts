import type { ConfigurationAggregator } from "@aws-sdk/client-config-service";
import {
    DeleteConfigurationAggregatorCommand,
    DescribeConfigurationAggregatorsCommand,
    PutConfigurationAggregatorCommand,
} from "@aws-sdk/client-config-service";
import { isArn, lengthBetween } from "../check-values.ts";
import type { Call, Handler } from "../handler.ts";
import { group, strings } from "../inputs.ts";
import type { Properties, Values } from "../property.ts";
import { boolean, isZero, list, object, output, string } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";
import { toTagList } from "../tags.ts";
import { cfgTagging } from "./cfg-tagging.ts";

const missing = ["NoSuchConfigurationAggregator"];
const sources = ["accountAggregationSource", "organizationAggregationSource"];
const regions: Properties = { allRegions: boolean({ default: false }), regions: list(string()) };

/** terraform-provider-aws, internal/service/configservice/configuration_aggregator.go. A new kind of source replaces it. */
export const cfgConfigurationAggregator: Handler = {
    type: "aws:cfg/configurationAggregator:ConfigurationAggregator",
    autoName: { property: "name" },
    tagging: cfgTagging,
    properties: {
        name: string({ required: true, forceNew: true, check: lengthBetween(0, 256) }),
        accountAggregationSource: object(
            { accountIds: list(string(), { required: true }), ...regions },
            { conflictsWith: ["organizationAggregationSource"] },
        ),
        organizationAggregationSource: object(
            { ...regions, roleArn: string({ required: true, check: isArn }) },
            { conflictsWith: ["accountAggregationSource"] },
        ),
        arn: output,
    },
    replacesWhen: (changed, old, inputs) =>
        sources.filter((name) => changed.includes(name) && isZero(old[name]) && !isZero(inputs[name])),

    async create(call, inputs) {
        return put(call, inputs);
    },

    async read(call, id) {
        const answer = await doing(`reading ConfigService Configuration Aggregator (${id})`, () =>
            unlessCode(missing, () =>
                call.aws
                    .configService(call.region)
                    .send(new DescribeConfigurationAggregatorsCommand({ ConfigurationAggregatorNames: [id] })),
            ),
        );
        const found = answer?.ConfigurationAggregators?.[0];
        return found && fromAggregator(found);
    },

    async update(call, _id, inputs) {
        await put(call, inputs);
    },

    async delete(call, id) {
        await doing(`deleting ConfigService Configuration Aggregator (${id})`, () =>
            unlessCode(missing, () =>
                call.aws
                    .configService(call.region)
                    .send(new DeleteConfigurationAggregatorCommand({ ConfigurationAggregatorName: id })),
            ),
        );
    },
};

async function put(call: Call, inputs: Values): Promise<string> {
    const name = String(inputs["name"]);
    const accounts = group(inputs["accountAggregationSource"]);
    const organization = group(inputs["organizationAggregationSource"]);
    const command = new PutConfigurationAggregatorCommand({
        ConfigurationAggregatorName: name,
        Tags: toTagList(call.tags),
        AccountAggregationSources: accounts && [
            {
                AccountIds: strings(accounts["accountIds"]),
                AllAwsRegions: accounts["allRegions"] === true,
                AwsRegions: strings(accounts["regions"]),
            },
        ],
        OrganizationAggregationSource: organization && {
            RoleArn: String(organization["roleArn"]),
            AllAwsRegions: organization["allRegions"] === true,
            AwsRegions: strings(organization["regions"]),
        },
    });
    const made = await doing(`putting ConfigService Configuration Aggregator (${name})`, () =>
        call.aws.configService(call.region).send(command),
    );
    return made.ConfigurationAggregator?.ConfigurationAggregatorName ?? name;
}

function fromAggregator(aggregator: ConfigurationAggregator): Values {
    const accounts = aggregator.AccountAggregationSources?.[0];
    const organization = aggregator.OrganizationAggregationSource;
    return {
        arn: aggregator.ConfigurationAggregatorArn,
        name: aggregator.ConfigurationAggregatorName,
        accountAggregationSource: accounts && {
            accountIds: accounts.AccountIds,
            allRegions: accounts.AllAwsRegions ?? false,
            regions: accounts.AwsRegions,
        },
        organizationAggregationSource: organization && {
            allRegions: organization.AllAwsRegions ?? false,
            regions: organization.AwsRegions,
            roleArn: organization.RoleArn,
        },
    };
}
