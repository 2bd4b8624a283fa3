import type { ResourceCase } from "./case-surroundings.ts";

const table = {
    tableType: "EXTERNAL_TABLE",
    parameters: { EXTERNAL: "TRUE", "projection.enabled": "true" },
    partitionKeys: [
        { name: "account", type: "string" },
        { name: "day", type: "int" },
    ],
    storageDescriptor: {
        location: "s3://surroundings/AWSLogs/",
        inputFormat: "org.apache.hadoop.mapred.TextInputFormat",
        outputFormat: "org.apache.hadoop.hive.ql.io.IgnoreKeyTextOutputFormat",
        columns: [{ name: "items", type: "array<struct<a:string>>", comment: "all of them" }],
        serDeInfo: { name: "json", serializationLibrary: "org.openx.data.jsonserde.JsonSerDe" },
    },
};

/** Databases, tables, workgroups and named queries. */
export const queryCases: readonly ResourceCase[] = [
    {
        type: "aws:glue/catalogDatabase:CatalogDatabase",
        program: () => ({ name: "case", description: "a", tags: { a: "1" } }),
        change: { description: "b", tags: { b: "2" } },
        changedPaths: ["description", "tags.a", "tags.b"],
        replacement: { name: "other" },
    },
    {
        type: "aws:glue/catalogTable:CatalogTable",
        program: ({ database }) => ({ databaseName: database, name: "case", description: "a", ...table }),
        change: { description: "b", parameters: { ...table.parameters, "projection.day.type": "integer" } },
        changedPaths: ["description", 'parameters["projection.day.type"]'],
        replacement: { name: "other" },
    },
    {
        type: "aws:athena/workgroup:Workgroup",
        program: ({ keyArn }) => ({
            name: "case",
            description: "a",
            forceDestroy: true,
            configuration: {
                enforceWorkgroupConfiguration: true,
                bytesScannedCutoffPerQuery: 10_485_760,
                resultConfiguration: {
                    outputLocation: "s3://surroundings/",
                    expectedBucketOwner: "123456789012",
                    encryptionConfiguration: { encryptionOption: "SSE_KMS", kmsKeyArn: keyArn },
                },
            },
            tags: { a: "1" },
        }),
        change: {
            description: "b",
            configuration: {
                enforceWorkgroupConfiguration: true,
                resultConfiguration: {
                    outputLocation: "s3://surroundings/other/",
                    encryptionConfiguration: { encryptionOption: "SSE_S3" },
                },
            },
        },
        changedPaths: [
            "configuration.bytesScannedCutoffPerQuery",
            "configuration.resultConfiguration.encryptionConfiguration.encryptionOption",
            "configuration.resultConfiguration.encryptionConfiguration.kmsKeyArn",
            "configuration.resultConfiguration.expectedBucketOwner",
            "configuration.resultConfiguration.outputLocation",
            "description",
        ],
        replacement: { name: "other" },
        unseenByImport: ["forceDestroy"],
    },
    {
        type: "aws:athena/namedQuery:NamedQuery",
        program: ({ database, workgroup }) => ({
            name: "case",
            database,
            workgroup,
            description: "a",
            query: "SELECT 1",
        }),
        replacement: { description: "b", query: "SELECT 2" },
    },
];
