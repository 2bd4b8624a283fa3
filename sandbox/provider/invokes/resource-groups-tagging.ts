import { paginateGetResources } from "@aws-sdk/client-resource-groups-tagging-api";
import { doing } from "../service-error.ts";
import type { Value } from "../property.ts";
import type { Invoke } from "./invoke.ts";

/** terraform-provider-aws, internal/service/resourcegroupstaggingapi/resources_data_source.go */
export const getResources: Invoke = {
    token: "aws:resourcegroupstaggingapi/getResources:getResources",
    async run(call, given) {
        const filters = tagFilters(given["tagFilters"]);
        const types = texts(given["resourceTypeFilters"]);
        const mappings = await doing("reading Resource Groups Tagging API Resources", async () => {
            const found = [];
            const pages = paginateGetResources(
                { client: call.aws.resourceGroupsTagging(call.region) },
                {
                    ...(filters.length > 0 && {
                        TagFilters: filters,
                    }),
                    ...(types.length > 0 && { ResourceTypeFilters: types }),
                },
            );
            for await (const page of pages) {
                found.push(...(page.ResourceTagMappingList ?? []));
            }
            return found;
        });
        return {
            ...given,
            id: call.region,
            region: call.region,
            resourceTagMappingLists: mappings.map(({ ResourceARN, Tags }) => ({
                resourceArn: ResourceARN,
                tags: Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key, Value])),
                complianceDetails: [],
            })),
        };
    },
};

function tagFilters(value: Value | undefined): { Key: string; Values: string[] }[] {
    return (Array.isArray(value) ? value : []).flatMap((filter) =>
        typeof filter === "object" && filter !== null && !Array.isArray(filter)
            ? [{ Key: String(filter["key"]), Values: texts(filter["values"]) }]
            : [],
    );
}

function texts(value: Value | undefined): string[] {
    return Array.isArray(value) ? value.map(String) : [];
}
