/** The resources that AWS Config records, page by page, by its advanced queries: only these tell tags too. */
import { type ConfigServiceClient, paginateSelectResourceConfig } from "@aws-sdk/client-config-service";
import { quotedText, tagMap } from "../../lib/query/literal.ts";
import type { ConfigurationItem, JsonObject } from "../rule.ts";
import { GONE, itemOfEvent } from "./configuration-item.ts";

/** The most that AWS Config tells at once: https://docs.aws.amazon.com/config/latest/APIReference/API_SelectResourceConfig.html */
const PAGE = 100;

/** https://docs.aws.amazon.com/config/latest/developerguide/query-components.html */
const PROPERTIES = [
    "accountId",
    "arn",
    "availabilityZone",
    "awsRegion",
    "configuration",
    "configurationItemCaptureTime",
    "configurationItemStatus",
    "relationships",
    "resourceCreationTime",
    "resourceId",
    "resourceName",
    "resourceType",
    "supplementaryConfiguration",
    "tags",
];

export async function* recordedResources<Configuration extends object>(
    client: ConfigServiceClient,
    types: readonly string[],
): AsyncGenerator<ConfigurationItem<Configuration>> {
    for (const type of types) {
        const Expression = `SELECT ${PROPERTIES.join(", ")} WHERE resourceType = ${quotedText(type)}`;
        for await (const { Results: results = [] } of paginateSelectResourceConfig(
            { client, pageSize: PAGE },
            { Expression },
        )) {
            for (const result of results) {
                const item = JSON.parse(result) as JsonObject;
                if (!GONE.includes(String(item["configurationItemStatus"]))) {
                    yield {
                        ...itemOfEvent({ ...item, tags: tagMap(item["tags"]) }),
                    } as ConfigurationItem<Configuration>;
                }
            }
        }
    }
}
