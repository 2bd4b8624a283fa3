/** The resources that AWS Config records, page by page. */
import {
    BatchGetResourceConfigCommand,
    type BaseConfigurationItem,
    type ConfigServiceClient,
    paginateListDiscoveredResources,
    type ResourceKey,
    type ResourceType,
} from "@aws-sdk/client-config-service";
import type { ConfigurationItem } from "../rule.ts";
import { isGone, itemOfApi } from "./configuration-item.ts";

/** https://docs.aws.amazon.com/config/latest/APIReference/API_BatchGetResourceConfig.html */
const BATCH = 100;

export async function* recordedResources<Configuration extends object>(
    client: ConfigServiceClient,
    types: readonly string[],
): AsyncGenerator<ConfigurationItem<Configuration>> {
    for (const resourceType of types as readonly ResourceType[]) {
        for await (const page of paginateListDiscoveredResources({ client, pageSize: BATCH }, { resourceType })) {
            const keys = (page.resourceIdentifiers ?? []).flatMap(({ resourceId }): ResourceKey[] =>
                resourceId === undefined ? [] : [{ resourceType, resourceId }],
            );
            for await (const item of itemsOf(client, keys)) {
                yield item as ConfigurationItem<Configuration>;
            }
        }
    }
}

/** Keys that are not processed are asked for again: the SDK has waited by then where AWS asked it to. */
async function* itemsOf(client: ConfigServiceClient, keys: readonly ResourceKey[]): AsyncGenerator<ConfigurationItem> {
    let rest = keys;
    for (let attempt = 1; rest.length > 0; attempt++) {
        const { baseConfigurationItems: found = [], unprocessedResourceKeys: unprocessed = [] } = await client.send(
            new BatchGetResourceConfigCommand({ resourceKeys: [...rest] }),
        );
        yield* found
            .map((item: BaseConfigurationItem) => itemOfApi(item))
            .filter((item) => !isGone({ configurationItemStatus: item.configurationItemStatus ?? "" }));
        rest = attempt === 5 ? [] : unprocessed;
    }
}
