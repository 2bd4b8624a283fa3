/** The history of resources in the account of the credentials, and in which account an aggregator finds one. Only reads. */
import {
    type ConfigServiceClient,
    paginateGetResourceConfigHistory,
    paginateSelectAggregateResourceConfig,
    paginateSelectResourceConfig,
    ResourceNotDiscoveredException,
    type ResourceType,
} from "@aws-sdk/client-config-service";
import {
    type HistoryItem,
    RESOURCE_COMPLIANCE,
    type ResourceHistorySource,
    type ResourceIdentity,
} from "../../lib/compliance/history.ts";
import type { Pages } from "../../lib/compliance/source.ts";
import { parseResults, type ResultRow } from "../../lib/query/answer.ts";
import { complianceClient } from "../../compliance/client.ts";
import { quotedText } from "../../lib/query/literal.ts";

/** https://docs.aws.amazon.com/config/latest/APIReference/API_GetResourceConfigHistory.html */
const ITEMS_PER_PAGE = 100;

/** More than anybody chooses from. */
const MOST_FOUND = 20;

const TYPE_AND_ID = /^([A-Za-z0-9]+::[A-Za-z0-9]*::[A-Za-z0-9]+)\/(.+)$/s;

/** Kept as text in an item, and JSON within. */
const COMPLIANCE_TYPES = /^AWS::Config::(ResourceCompliance|ConformancePackCompliance)$/;

export class AccountHistorySource implements ResourceHistorySource {
    readonly #account: string;
    readonly #regions: readonly string[];
    readonly #clients = new Map<string, ConfigServiceClient>();
    readonly #aggregator: { readonly name: string; readonly region: string } | undefined;

    /**
     * @param account 12 digits: the account of the credentials
     * @param regions where resources are looked for
     * @param aggregator that is asked instead where a resource is, by ARN, ID or name
     */
    constructor(account: string, regions: readonly string[], aggregator?: { name: string; region: string }) {
        this.#account = account;
        this.#regions = regions;
        this.#aggregator = aggregator;
    }

    /** What a type and ID name may be gone already: then its history alone knows of it. */
    async find(resource: string): Promise<readonly ResourceIdentity[]> {
        const [, resourceType, resourceId] = TYPE_AND_ID.exec(resource) ?? [];
        const isExact = resourceType !== undefined && resourceId !== undefined;
        const value = quotedText(isExact ? resourceId : resource);
        const condition = isExact
            ? `resourceType = '${resourceType}' AND resourceId = ${value}`
            : resource.startsWith("arn:")
              ? `arn = ${value}`
              : `(resourceName = ${value} OR resourceId = ${value})`;
        const found = await this.#select(
            `SELECT accountId, awsRegion, resourceType, resourceId, resourceName WHERE ${condition}`,
        );
        if (found.length > 0 || !isExact) {
            return found;
        }
        for (const region of this.#regions) {
            const identity = { account: this.#account, region, resourceType, resourceId };
            for await (const page of this.configurations(identity)) {
                if (page.length > 0) {
                    return [identity];
                }
            }
        }
        return [];
    }

    configurations(resource: ResourceIdentity): Pages<HistoryItem> {
        return this.#history(resource.region, resource.resourceType, resource.resourceId);
    }

    compliance({ region, resourceType, resourceId }: ResourceIdentity): Pages<HistoryItem> {
        return this.#history(region, RESOURCE_COMPLIANCE, `${resourceType}/${resourceId}`);
    }

    async #select(expression: string): Promise<ResourceIdentity[]> {
        const found: ResourceIdentity[] = [];
        const take = (results: readonly string[]): void => {
            found.push(
                ...parseResults(results)
                    .map(identityOf)
                    .filter(({ resourceType }) => !COMPLIANCE_TYPES.test(resourceType)),
            );
        };
        if (this.#aggregator !== undefined) {
            const pages = paginateSelectAggregateResourceConfig(
                { client: this.#client(this.#aggregator.region) },
                { ConfigurationAggregatorName: this.#aggregator.name, Expression: expression },
            );
            for await (const { Results: results = [] } of pages) {
                take(results);
                if (found.length >= MOST_FOUND) {
                    break;
                }
            }
            return found;
        }
        for (const region of this.#regions) {
            const pages = paginateSelectResourceConfig({ client: this.#client(region) }, { Expression: expression });
            for await (const { Results: results = [] } of pages) {
                take(results);
                if (found.length >= MOST_FOUND) {
                    return found;
                }
            }
        }
        return found;
    }

    async *#history(region: string, resourceType: string, resourceId: string): Pages<HistoryItem> {
        const pages = paginateGetResourceConfigHistory(
            { client: this.#client(region), pageSize: ITEMS_PER_PAGE },
            // Types come and go with AWS, not with the SDK.
            { resourceType: resourceType as ResourceType, resourceId, chronologicalOrder: "Reverse" },
        );
        try {
            for await (const { configurationItems: items = [] } of pages) {
                yield items.map((item) => ({
                    captured: item.configurationItemCaptureTime?.toISOString() ?? "",
                    status: item.configurationItemStatus ?? "",
                    content: {
                        ...(item.resourceName !== undefined && { resourceName: item.resourceName }),
                        ...(item.arn !== undefined && { arn: item.arn }),
                        ...(item.availabilityZone !== undefined && { availabilityZone: item.availabilityZone }),
                        configuration: parsed(item.configuration),
                        supplementaryConfiguration: Object.fromEntries(
                            Object.entries(item.supplementaryConfiguration ?? {}).map(([key, text]) => [
                                key,
                                parsed(text),
                            ]),
                        ),
                        tags: item.tags ?? {},
                        relationships: item.relationships ?? [],
                    },
                }));
            }
        } catch (reason) {
            if (!(reason instanceof ResourceNotDiscoveredException)) {
                throw reason;
            }
        }
    }

    #client(region: string): ConfigServiceClient {
        const client = this.#clients.get(region) ?? complianceClient(region);
        this.#clients.set(region, client);
        return client;
    }
}

function identityOf(row: ResultRow): ResourceIdentity {
    const text = (key: string): string => (typeof row[key] === "string" ? row[key] : "");
    const name = text("resourceName");
    return {
        account: text("accountId"),
        region: text("awsRegion"),
        resourceType: text("resourceType"),
        resourceId: text("resourceId"),
        ...(name !== "" && { resourceName: name }),
    };
}

/** Most types have JSON there; what is none stays text. */
function parsed(text: string | undefined): unknown {
    if (text === undefined) {
        return undefined;
    }
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return text;
    }
}
