/** What was recorded of one resource: the interface behind timelines, and what it gives. */
import type { Pages, Place } from "./source.ts";

/** Of this type is what AWS Config records of a resource's compliance; its ID is `<type>/<ID>` of the resource. */
export const RESOURCE_COMPLIANCE = "AWS::Config::ResourceCompliance";

export interface ResourceIdentity extends Place {
    readonly resourceType: string;
    readonly resourceId: string;
    readonly resourceName?: string;
}

/** One state of a resource: https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationItem.html */
export interface HistoryItem {
    /** ISO 8601. */
    readonly captured: string;
    /** Such as OK, ResourceDiscovered, ResourceDeleted. */
    readonly status: string;
    /** Everything that may differ between two states: configuration, supplementary configuration, tags, relationships. */
    readonly content: Readonly<Record<string, unknown>>;
}

export interface ResourceHistorySource {
    /**
     * Resources by `<type>/<ID>`, ARN, ID or name.
     *
     * @returns none where nothing is recorded under the name; several where they share it
     */
    find(resource: string): Promise<readonly ResourceIdentity[]>;
    /** States of a resource, the newest first; none where nothing was ever recorded. */
    configurations(resource: ResourceIdentity): Pages<HistoryItem>;
    /** States of its compliance, the newest first. */
    compliance(resource: ResourceIdentity): Pages<HistoryItem>;
}
