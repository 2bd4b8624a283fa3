/** How AWS Config itself is: whether it records, where it delivers, how long it keeps, what became of each pack. */
import {
    type ConfigServiceClient,
    DescribeConfigurationRecordersCommand,
    DescribeConfigurationRecorderStatusCommand,
    DescribeDeliveryChannelsCommand,
    DescribeDeliveryChannelStatusCommand,
    paginateDescribeConfigurationAggregatorSourcesStatus,
    paginateDescribeConformancePacks,
    paginateDescribeConformancePackStatus,
    paginateDescribeOrganizationConformancePacks,
    paginateDescribeOrganizationConformancePackStatuses,
    paginateDescribeRetentionConfigurations,
} from "@aws-sdk/client-config-service";
import type { ComplianceScope } from "../../lib/compliance/source.ts";
import type { Answer } from "../../lib/doctor/inventory.ts";
import { callerAccount } from "../caller-account.ts";
import { complianceClient } from "../../compliance/client.ts";
import { ask } from "../doctor/answers.ts";

/** What AWS said, in its own words; what it refused to say, with the refusal. */
type Told = Answer<unknown>;

export interface RegionState {
    readonly account: string;
    readonly region: string;
    readonly recorders: Told;
    readonly recorderStatus: Told;
    readonly deliveryChannels: Told;
    readonly deliveryChannelStatus: Told;
    readonly retention: Told;
    readonly conformancePacks: Told;
    readonly conformancePackStatus: Told;
    readonly organizationConformancePacks?: Told;
    readonly organizationConformancePackStatus?: Told;
}

export interface AwsState {
    /** Of the account of the credentials. */
    readonly regions: readonly RegionState[];
    /** Accounts and regions that the aggregator reaches. Absent where one account was asked. */
    readonly aggregatorSources?: Told;
}

/** @param regions of the account of the credentials; @param organization whether there are packs of an organization */
export async function readAwsState(
    scope: ComplianceScope,
    regions: readonly string[],
    organization: boolean,
): Promise<AwsState> {
    const account = await callerAccount(regions[0]);
    const states: RegionState[] = [];
    for (const region of regions) {
        states.push(await readRegion(complianceClient(region), account, region, organization));
    }
    if (scope.kind === "account") {
        return { regions: states };
    }
    const sources = paginateDescribeConfigurationAggregatorSourcesStatus(
        { client: complianceClient(scope.region) },
        { ConfigurationAggregatorName: scope.aggregator },
    );
    return { regions: states, aggregatorSources: await ask(() => all(sources, "AggregatedSourceStatusList")) };
}

async function readRegion(
    client: ConfigServiceClient,
    account: string,
    region: string,
    organization: boolean,
): Promise<RegionState> {
    const paged = { client };
    return {
        account,
        region,
        recorders: await ask(
            async () => (await client.send(new DescribeConfigurationRecordersCommand({}))).ConfigurationRecorders,
        ),
        recorderStatus: await ask(
            async () =>
                (await client.send(new DescribeConfigurationRecorderStatusCommand({}))).ConfigurationRecordersStatus,
        ),
        deliveryChannels: await ask(
            async () => (await client.send(new DescribeDeliveryChannelsCommand({}))).DeliveryChannels,
        ),
        deliveryChannelStatus: await ask(
            async () => (await client.send(new DescribeDeliveryChannelStatusCommand({}))).DeliveryChannelsStatus,
        ),
        retention: await ask(() => all(paginateDescribeRetentionConfigurations(paged, {}), "RetentionConfigurations")),
        conformancePacks: await ask(() => all(paginateDescribeConformancePacks(paged, {}), "ConformancePackDetails")),
        conformancePackStatus: await ask(() =>
            all(paginateDescribeConformancePackStatus(paged, {}), "ConformancePackStatusDetails"),
        ),
        ...(organization && {
            organizationConformancePacks: await ask(() =>
                all(paginateDescribeOrganizationConformancePacks(paged, {}), "OrganizationConformancePacks"),
            ),
            organizationConformancePackStatus: await ask(() =>
                all(
                    paginateDescribeOrganizationConformancePackStatuses(paged, {}),
                    "OrganizationConformancePackStatuses",
                ),
            ),
        }),
    };
}

async function all<Page, Key extends keyof Page>(pages: AsyncIterable<Page>, key: Key): Promise<unknown[]> {
    const items: unknown[] = [];
    for await (const page of pages) {
        const found = page[key];
        items.push(...(Array.isArray(found) ? (found as unknown[]) : []));
    }
    return items;
}
