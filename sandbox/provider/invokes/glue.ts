import { GetTableCommand } from "@aws-sdk/client-glue";
import { catalogOf } from "../handlers/glue-catalog.ts";
import type { Values } from "../property.ts";
import { doing } from "../service-error.ts";
import type { Invoke } from "./invoke.ts";

/** terraform-provider-aws, internal/service/glue/catalog_table_data_source.go, without what the tables here do not have. */
export const getCatalogTable: Invoke = {
    token: "aws:glue/getCatalogTable:getCatalogTable",
    async run(call, given): Promise<Values> {
        const [databaseName, name] = [String(given["databaseName"]), String(given["name"])];
        const catalogId = await catalogOf(call, given);
        const { Table: table } = await doing(`reading Glue Catalog Table (${name})`, () =>
            call.aws
                .glue(call.region)
                .send(new GetTableCommand({ CatalogId: catalogId, DatabaseName: databaseName, Name: name })),
        );
        return {
            id: `${catalogId}:${databaseName}:${name}`,
            arn: `arn:aws:glue:${call.region}:${catalogId}:table/${databaseName}/${name}`,
            region: call.region,
            catalogId,
            databaseName,
            name,
            description: table?.Description ?? "",
            owner: table?.Owner ?? "",
            parameters: table?.Parameters ?? {},
            retention: table?.Retention ?? 0,
            tableType: table?.TableType ?? "",
            viewExpandedText: table?.ViewExpandedText ?? "",
            viewOriginalText: table?.ViewOriginalText ?? "",
            partitionIndices: [],
            partitionKeys: (table?.PartitionKeys ?? []).map(({ Name, Type, Comment }) => ({
                name: Name ?? "",
                type: Type ?? "",
                comment: Comment ?? "",
            })),
            storageDescriptors: [],
            targetTables: [],
        };
    },
};
