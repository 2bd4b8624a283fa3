/** Configuration items, however AWS Config tells them: in an event, or as an answer of its API. */
import {
    type ConfigServiceClient,
    type ConfigurationItem as RecordedItem,
    GetResourceConfigHistoryCommand,
} from "@aws-sdk/client-config-service";
import type { ConfigurationItem, JsonObject, JsonValue, Relationship } from "../rule.ts";

/** https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationItem.html */
export const GONE: readonly string[] = ["ResourceDeleted", "ResourceDeletedNotRecorded", "ResourceNotRecorded"];

/** Whether there is nothing left to evaluate, or nothing that AWS Config would know of. */
export function isGone(item: JsonObject): boolean {
    return GONE.includes(String(item["configurationItemStatus"]));
}

/** An item of an event, with what may be left out there in place. */
export function itemOfEvent(item: JsonObject): ConfigurationItem {
    const { arn, accountId, ...rest } = item;
    return {
        ...(arn !== undefined && { ARN: String(arn) }),
        ...(accountId !== undefined && { awsAccountId: String(accountId) }),
        ...rest,
        resourceType: String(item["resourceType"]),
        resourceId: String(item["resourceId"]),
        tags: (item["tags"] ?? {}) as Record<string, string>,
        relationships: (item["relationships"] ?? []) as readonly Relationship[],
        configuration: asObject(item["configuration"]),
        supplementaryConfiguration: decodedValues(asObject(item["supplementaryConfiguration"])),
    };
}

/** An item as the API tells it, where configurations are texts that hold JSON. */
export function itemOfApi(item: RecordedItem): ConfigurationItem {
    const { configurationItemCaptureTime, resourceCreationTime } = item;
    return {
        resourceType: item.resourceType ?? "",
        resourceId: item.resourceId ?? "",
        ...(item.resourceName !== undefined && { resourceName: item.resourceName }),
        ...(item.arn !== undefined && { ARN: item.arn }),
        ...(item.accountId !== undefined && { awsAccountId: item.accountId }),
        ...(item.awsRegion !== undefined && { awsRegion: item.awsRegion }),
        ...(item.availabilityZone !== undefined && { availabilityZone: item.availabilityZone }),
        ...(item.configurationItemStatus && { configurationItemStatus: item.configurationItemStatus }),
        ...(configurationItemCaptureTime && {
            configurationItemCaptureTime: configurationItemCaptureTime.toISOString(),
        }),
        ...(resourceCreationTime && { resourceCreationTime: resourceCreationTime.toISOString() }),
        tags: item.tags ?? {},
        relationships: item.relationships ?? [],
        configuration: asObject(item.configuration),
        supplementaryConfiguration: decodedValues(item.supplementaryConfiguration ?? {}),
    };
}

/**
 * An item that is too large for an event is asked for.
 *
 * @throws Error where AWS Config has none of that time
 */
export async function recordedItem(client: ConfigServiceClient, summary: JsonObject): Promise<ConfigurationItem> {
    const { configurationItems = [] } = await client.send(
        new GetResourceConfigHistoryCommand({
            resourceType: String(summary["resourceType"]) as RecordedItem["resourceType"],
            resourceId: String(summary["resourceId"]),
            laterTime: new Date(String(summary["configurationItemCaptureTime"])),
            limit: 1,
        }),
    );
    const [item] = configurationItems;
    if (item === undefined) {
        throw new Error(
            `AWS Config has no configuration item of ${String(summary["resourceType"])} ${String(summary["resourceId"])}`,
        );
    }
    return itemOfApi(item);
}

function decodedValues(values: JsonObject): JsonObject {
    return Object.fromEntries(
        Object.entries(values).map(([key, value]) => [key, typeof value === "string" ? decoded(value) : value]),
    );
}

function asObject(value: JsonValue | undefined): JsonObject {
    const read = typeof value === "string" ? decoded(value) : value;
    return typeof read === "object" && read !== null && !Array.isArray(read) ? (read as JsonObject) : {};
}

/** What is no JSON is the text that it is. */
function decoded(text: string): JsonValue {
    try {
        return JSON.parse(text) as JsonValue;
    } catch {
        return text;
    }
}
