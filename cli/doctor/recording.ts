/** Asks AWS Config what it records, where to, and how much of its quotas is used. */
import {
    type ConfigServiceClient,
    type ConfigurationRecorder,
    DescribeConfigurationRecordersCommand,
    DescribeConfigurationRecorderStatusCommand,
    DescribeDeliveryChannelsCommand,
    DescribeRetentionConfigurationsCommand,
    paginateDescribeConfigRules,
    paginateDescribeConfigurationAggregators,
    paginateDescribeConformancePacks,
    paginateDescribeOrganizationConformancePacks,
} from "@aws-sdk/client-config-service";
import type { DeliveryChannelFound, QuotasFound, RecorderFound } from "../../lib/doctor/inventory.ts";

/** The account's own recorder; those of other AWS services stand beside it and are not in its way. */
export async function findRecorder(client: ConfigServiceClient): Promise<RecorderFound | undefined> {
    const { ConfigurationRecorders: recorders = [] } = await client.send(new DescribeConfigurationRecordersCommand({}));
    const recorder = recorders.find(({ servicePrincipal }) => servicePrincipal === undefined);
    if (recorder === undefined) {
        return undefined;
    }
    const name = recorder.name ?? "default";
    const { ConfigurationRecordersStatus: [status] = [] } = await client.send(
        new DescribeConfigurationRecorderStatusCommand({ ConfigurationRecorderNames: [name] }),
    );
    return {
        name,
        ...(recorder.roleARN !== undefined && { roleArn: recorder.roleARN }),
        recording: status?.recording ?? false,
        group: groupOf(recorder),
        frequency: recorder.recordingMode?.recordingFrequency ?? "CONTINUOUS",
    };
}

/** Recorders older than the recording strategies have none: then `allSupported` decides. */
function groupOf({ recordingGroup: group }: ConfigurationRecorder): RecorderFound["group"] {
    const strategy =
        group?.recordingStrategy?.useOnly ??
        (group?.allSupported === false ? "INCLUSION_BY_RESOURCE_TYPES" : "ALL_SUPPORTED_RESOURCE_TYPES");
    const types =
        strategy === "EXCLUSION_BY_RESOURCE_TYPES"
            ? group?.exclusionByResourceTypes?.resourceTypes
            : group?.resourceTypes;
    return {
        strategy,
        includeGlobalResourceTypes: group?.includeGlobalResourceTypes ?? false,
        resourceTypes: types ?? [],
    };
}

export async function findDeliveryChannel(client: ConfigServiceClient): Promise<DeliveryChannelFound | undefined> {
    const { DeliveryChannels: [channel] = [] } = await client.send(new DescribeDeliveryChannelsCommand({}));
    const frequency = channel?.configSnapshotDeliveryProperties?.deliveryFrequency;
    return (
        channel && {
            name: channel.name ?? "default",
            ...(channel.s3BucketName !== undefined && { bucket: channel.s3BucketName }),
            ...(channel.s3KeyPrefix !== undefined && { prefix: channel.s3KeyPrefix }),
            ...(channel.snsTopicARN !== undefined && { topicArn: channel.snsTopicARN }),
            ...(frequency !== undefined && { snapshotDeliveryFrequency: frequency }),
        }
    );
}

export async function findRetention(client: ConfigServiceClient): Promise<{ name: string; days: number } | undefined> {
    const { RetentionConfigurations: [found] = [] } = await client.send(new DescribeRetentionConfigurationsCommand({}));
    return found && { name: found.Name ?? "default", days: found.RetentionPeriodInDays ?? 0 };
}

/** Counts what AWS Config limits: https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html */
export async function countQuotas(client: ConfigServiceClient): Promise<QuotasFound> {
    const count = async (pages: AsyncIterable<{ length: number }>): Promise<number> => {
        let sum = 0;
        for await (const { length } of pages) {
            sum += length;
        }
        return sum;
    };
    const organizationPacks = await count(
        lengths(paginateDescribeOrganizationConformancePacks({ client }, {}), "OrganizationConformancePacks"),
    ).catch((reason: unknown) => {
        const name = reason instanceof Error ? reason.name : "";
        if (name === "OrganizationAccessDeniedException" || name === "NoAvailableOrganizationException") {
            return undefined;
        }
        throw reason;
    });
    return {
        rules: await count(lengths(paginateDescribeConfigRules({ client }, {}), "ConfigRules")),
        packs: await count(lengths(paginateDescribeConformancePacks({ client }, {}), "ConformancePackDetails")),
        aggregators: await count(
            lengths(paginateDescribeConfigurationAggregators({ client }, {}), "ConfigurationAggregators"),
        ),
        ...(organizationPacks !== undefined && { organizationPacks }),
    };
}

async function* lengths<Page, Key extends keyof Page>(
    pages: AsyncIterable<Page>,
    key: Key,
): AsyncGenerator<{ length: number }> {
    for await (const page of pages) {
        const list = page[key];
        yield { length: Array.isArray(list) ? list.length : 0 };
    }
}
