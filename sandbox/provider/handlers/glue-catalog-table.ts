import {
    type Column,
    CreateTableCommand,
    DeleteTableCommand,
    GetTableCommand,
    type StorageDescriptor,
    type TableInput,
    UpdateTableCommand,
} from "@aws-sdk/client-glue";
import { lengthBetween, matches } from "../check-values.ts";
import type { Handler } from "../handler.ts";
import { group, groups, numeric, strings, text } from "../inputs.ts";
import type { Properties, Value, Values } from "../property.ts";
import { boolean, list, map, number, object, output, string } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";
import { catalogOf, textsOf } from "./glue-catalog.ts";

const column: Properties = {
    comment: string({ check: lengthBetween(0, 255) }),
    name: string({ required: true, check: lengthBetween(1, 255) }),
    parameters: map(),
    type: string({ check: lengthBetween(0, 131_072) }),
};

const storageDescriptor: Properties = {
    additionalLocations: list(string()),
    bucketColumns: list(string()),
    columns: list(object(column), { computed: true }),
    compressed: boolean(),
    inputFormat: string(),
    location: string(),
    numberOfBuckets: number(),
    outputFormat: string(),
    parameters: map(),
    serDeInfo: object({ name: string(), parameters: map(), serializationLibrary: string() }),
    storedAsSubDirectories: boolean(),
};

/** terraform-provider-aws, internal/service/glue/catalog_table.go */
export const glueCatalogTable: Handler = {
    type: "aws:glue/catalogTable:CatalogTable",
    autoName: { property: "name", lowerCase: true },
    notImplemented: ["openTableFormatInput", "partitionIndices", "targetTable", "viewDefinition"],
    properties: {
        arn: output,
        catalogId: string({ computed: true, forceNew: true }),
        databaseName: string({ required: true, forceNew: true }),
        description: string({ check: lengthBetween(0, 2048) }),
        name: string({
            computed: true,
            forceNew: true,
            check: matches(/^[^A-Z]{1,255}$/, "to be without uppercase characters, and 1 to 255 of them"),
        }),
        openTableFormatInput: object({}, { forceNew: true }),
        owner: string(),
        parameters: map(),
        partitionIndices: list(object({}), { computed: true, forceNew: true }),
        partitionKeys: list(object(column)),
        retention: number(),
        storageDescriptor: object(storageDescriptor),
        tableType: string(),
        targetTable: object({}),
        viewDefinition: object({}),
        viewExpandedText: string(),
        viewOriginalText: string(),
    },

    async create(call, inputs) {
        const [database, name] = [String(inputs["databaseName"]), String(inputs["name"])];
        const catalog = await catalogOf(call, inputs);
        await doing(`creating Glue Catalog Table (${name})`, () =>
            call.aws
                .glue(call.region)
                .send(
                    new CreateTableCommand({ CatalogId: catalog, DatabaseName: database, TableInput: inputOf(inputs) }),
                ),
        );
        return `${catalog}:${database}:${name}`;
    },

    async read(call, id) {
        const { catalog, database, name } = parse(id);
        const answer = await doing(`reading Glue Catalog Table (${id})`, () =>
            unlessCode(["EntityNotFound"], () =>
                call.aws
                    .glue(call.region)
                    .send(new GetTableCommand({ CatalogId: catalog, DatabaseName: database, Name: name })),
            ),
        );
        const table = answer?.Table;
        return (
            table && {
                arn: `arn:aws:glue:${call.region}:${catalog}:table/${database}/${name}`,
                catalogId: catalog,
                databaseName: database,
                description: table.Description ?? "",
                name,
                owner: table.Owner ?? "",
                parameters: table.Parameters ?? {},
                partitionKeys: (table.PartitionKeys ?? []).map(fromColumn),
                retention: table.Retention ?? 0,
                storageDescriptor: table.StorageDescriptor && fromStorage(table.StorageDescriptor),
                tableType: table.TableType ?? "",
                viewExpandedText: table.ViewExpandedText ?? "",
                viewOriginalText: table.ViewOriginalText ?? "",
            }
        );
    },

    async update(call, id, inputs) {
        const { catalog, database } = parse(id);
        await doing(`updating Glue Catalog Table (${id})`, () =>
            call.aws
                .glue(call.region)
                .send(
                    new UpdateTableCommand({ CatalogId: catalog, DatabaseName: database, TableInput: inputOf(inputs) }),
                ),
        );
    },

    async delete(call, id) {
        const { catalog, database, name } = parse(id);
        await doing(`deleting Glue Catalog Table (${id})`, () =>
            unlessCode(["EntityNotFound"], () =>
                call.aws
                    .glue(call.region)
                    .send(new DeleteTableCommand({ CatalogId: catalog, DatabaseName: database, Name: name })),
            ),
        );
    },
};

function inputOf(inputs: Values): TableInput {
    const storage = group(inputs["storageDescriptor"]);
    return {
        Name: String(inputs["name"]),
        Description: text(inputs["description"]),
        Owner: text(inputs["owner"]),
        Parameters: textsOf(inputs["parameters"]),
        PartitionKeys: columnsOf(inputs["partitionKeys"]),
        Retention: numeric(inputs["retention"]),
        StorageDescriptor: storage && storageOf(storage),
        TableType: text(inputs["tableType"]),
        ViewExpandedText: text(inputs["viewExpandedText"]),
        ViewOriginalText: text(inputs["viewOriginalText"]),
    };
}

function storageOf(storage: Values): StorageDescriptor {
    const serialization = group(storage["serDeInfo"]);
    return {
        AdditionalLocations: strings(storage["additionalLocations"]),
        BucketColumns: strings(storage["bucketColumns"]),
        Columns: columnsOf(storage["columns"]),
        Compressed: storage["compressed"] === true,
        InputFormat: text(storage["inputFormat"]),
        Location: text(storage["location"]),
        NumberOfBuckets: numeric(storage["numberOfBuckets"]),
        OutputFormat: text(storage["outputFormat"]),
        Parameters: textsOf(storage["parameters"]),
        SerdeInfo: serialization && {
            Name: text(serialization["name"]),
            Parameters: textsOf(serialization["parameters"]),
            SerializationLibrary: text(serialization["serializationLibrary"]),
        },
        StoredAsSubDirectories: storage["storedAsSubDirectories"] === true,
    };
}

function columnsOf(value: Value): Column[] {
    return groups(value).map((one) => ({
        Name: String(one["name"]),
        Type: text(one["type"]),
        Comment: text(one["comment"]),
        Parameters: textsOf(one["parameters"]),
    }));
}

function fromColumn(column: Column): Values {
    return {
        name: column.Name ?? "",
        type: column.Type ?? "",
        comment: column.Comment ?? "",
        parameters: column.Parameters ?? {},
    };
}

function fromStorage(storage: StorageDescriptor): Values {
    const { SerdeInfo: serialization } = storage;
    return {
        additionalLocations: storage.AdditionalLocations ?? [],
        bucketColumns: storage.BucketColumns ?? [],
        columns: (storage.Columns ?? []).map(fromColumn),
        compressed: storage.Compressed ?? false,
        inputFormat: storage.InputFormat ?? "",
        location: storage.Location ?? "",
        numberOfBuckets: storage.NumberOfBuckets ?? 0,
        outputFormat: storage.OutputFormat ?? "",
        parameters: storage.Parameters ?? {},
        serDeInfo: serialization && {
            name: serialization.Name ?? "",
            parameters: serialization.Parameters ?? {},
            serializationLibrary: serialization.SerializationLibrary ?? "",
        },
        storedAsSubDirectories: storage.StoredAsSubDirectories ?? false,
    };
}

function parse(id: string): { catalog: string; database: string; name: string } {
    const [catalog = "", database = "", name = "", ...rest] = id.split(":");
    if (catalog === "" || database === "" || name === "" || rest.length > 0) {
        throw new Error(`unexpected format for ID (${id}), expected catalog-id:database-name:table-name`);
    }
    return { catalog, database, name };
}
