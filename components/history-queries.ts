import { NamedQuery } from "@pulumi/aws/athena/namedQuery.js";
import { Workgroup } from "@pulumi/aws/athena/workgroup.js";
import { CatalogDatabase } from "@pulumi/aws/glue/catalogDatabase.js";
import { CatalogTable } from "@pulumi/aws/glue/catalogTable.js";
import type { Bucket } from "@pulumi/aws/s3/bucket.js";
import { BucketLifecycleConfiguration } from "@pulumi/aws/s3/bucketLifecycleConfiguration.js";
import * as pulumi from "@pulumi/pulumi";
import type { HistoryQueriesPlan } from "../lib/plan/history-queries.ts";
import type { DeploymentNames } from "../lib/plan/names.ts";
import { queryResultsBucketPolicy } from "../lib/policies/query-results-bucket-policy.ts";
import {
    type HistoryTable,
    historyTables,
    SERIALIZATION,
    tableResourceName,
    withAccount,
} from "../lib/query/history-tables.ts";
import { OWN_ACCOUNT } from "../lib/settings/schema-athena.ts";
import { createBucket, safeguardBucket } from "./private-bucket.ts";

export interface HistoryQueriesArgs {
    readonly names: DeploymentNames;
    readonly tags: Readonly<Record<string, string>>;
    readonly plan: HistoryQueriesPlan;
    /** The bucket that AWS Config delivers to. */
    readonly deliveryBucketName: string;
    /** The delivery bucket's key, where results may be encrypted with it too. @default SSE-S3 */
    readonly keyArn?: pulumi.Input<string>;
    /** Import the results' bucket instead of creating it. @default false */
    readonly adoptBucket?: boolean;
    /** Hooks of the results' bucket, whose name may be taken. @default none */
    readonly bucketHooks?: pulumi.ResourceHookBinding;
}

/**
 * What Athena needs to query delivered history and snapshots: a database with a table for each, a workgroup that decides
 * where results go and how they are encrypted, and the named queries.
 */
export class HistoryQueries extends pulumi.ComponentResource {
    readonly workgroupName: pulumi.Output<string>;
    readonly databaseName: pulumi.Output<string>;

    constructor(name: string, args: HistoryQueriesArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:HistoryQueries", name, {}, opts);
        const child = { parent: this, ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }) };
        const results = createResultsBucket(args, child);
        const database = new CatalogDatabase(
            `${name}-database`,
            {
                region: args.names.region,
                name: args.plan.databaseName,
                description: "What AWS Config delivers to S3",
                tags: args.tags,
            },
            child,
        );
        const tables = tablesOf(args).map((table) => createTable(table, database, args, { parent: this }));
        const workgroup = createWorkgroup(name, results, args, { parent: this });
        for (const query of args.plan.queries) {
            new NamedQuery(
                query.name,
                {
                    region: args.names.region,
                    name: query.name,
                    description: query.description,
                    database: database.name,
                    workgroup: workgroup.name,
                    query: args.plan.accounts === "any" ? withAccount(query.text, args.names.account) : query.text,
                },
                { parent: this, dependsOn: tables },
            );
        }
        this.workgroupName = workgroup.name;
        this.databaseName = database.name;
        this.registerOutputs({ workgroupName: this.workgroupName, databaseName: this.databaseName });
    }
}

/** Results can be had again: unlike history, they go with the stack, and after some days by themselves. */
function createResultsBucket(args: HistoryQueriesArgs, opts: pulumi.CustomResourceOptions): Bucket {
    const { queryResultsBucket: bucketName, queryResultsBucketArn: bucketArn, region } = args.names;
    if (bucketName === undefined || bucketArn === undefined) {
        throw new Error("the names of the query results' bucket are missing");
    }
    const name = "query-results";
    const bucket = createBucket(
        name,
        { region, tags: args.tags, bucketName, forceDestroy: true },
        {
            ...opts,
            ...(args.adoptBucket === true && { import: bucketName }),
            ...(args.bucketHooks && { hooks: args.bucketHooks }),
        },
    );
    const safeguards = safeguardBucket(
        name,
        bucket,
        {
            region,
            policy: JSON.stringify(queryResultsBucketPolicy({ bucketArn })),
            ...(args.keyArn !== undefined && { keyArn: args.keyArn }),
        },
        { parent: opts.parent },
    );
    new BucketLifecycleConfiguration(
        `${name}-bucket-lifecycle`,
        {
            region,
            bucket: bucket.bucket,
            rules: [
                {
                    id: "query-results",
                    status: "Enabled",
                    filter: { prefix: "" },
                    expiration: { days: args.plan.resultsExpireAfterDays },
                    noncurrentVersionExpiration: { noncurrentDays: 1 },
                    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
                },
            ],
        },
        { parent: opts.parent, dependsOn: safeguards.versioning },
    );
    return bucket;
}

function tablesOf({ plan, names, deliveryBucketName }: HistoryQueriesArgs): HistoryTable[] {
    const { accounts, prefix, regions, firstYear } = plan;
    const ids = (list: readonly string[]): string[] =>
        [...new Set(list.map((account) => (account === OWN_ACCOUNT ? names.account : account)))].sort();
    return historyTables({
        bucketName: deliveryBucketName,
        ...(prefix !== undefined && { prefix }),
        accounts: accounts === "any" ? accounts : ids(accounts),
        regions,
        firstYear,
    });
}

function createTable(
    table: HistoryTable,
    database: CatalogDatabase,
    { names }: HistoryQueriesArgs,
    opts: pulumi.CustomResourceOptions,
): CatalogTable {
    return new CatalogTable(
        tableResourceName(table.name),
        {
            region: names.region,
            databaseName: database.name,
            name: table.name,
            description: table.description,
            tableType: "EXTERNAL_TABLE",
            parameters: { ...table.parameters },
            partitionKeys: table.partitionKeys.map((column) => ({ ...column })),
            storageDescriptor: {
                location: table.location,
                inputFormat: SERIALIZATION.inputFormat,
                outputFormat: SERIALIZATION.outputFormat,
                columns: table.columns.map((column) => ({ ...column })),
                serDeInfo: { name: "json", serializationLibrary: SERIALIZATION.library },
            },
        },
        opts,
    );
}

/** Whoever queries in it cannot send results elsewhere, or leave them unencrypted: the configuration is enforced. */
function createWorkgroup(
    name: string,
    results: Bucket,
    { names, tags, plan, keyArn }: HistoryQueriesArgs,
    opts: pulumi.CustomResourceOptions,
): Workgroup {
    return new Workgroup(
        `${name}-workgroup`,
        {
            region: names.region,
            name: plan.workgroupName,
            description: "Queries over what AWS Config delivers to S3",
            // The history of queries goes with it, which would keep the workgroup from being deleted.
            forceDestroy: true,
            configuration: {
                enforceWorkgroupConfiguration: true,
                publishCloudwatchMetricsEnabled: true,
                bytesScannedCutoffPerQuery: plan.bytesScannedCutoffPerQuery,
                resultConfiguration: {
                    outputLocation: pulumi.interpolate`s3://${results.bucket}/`,
                    expectedBucketOwner: names.account,
                    encryptionConfiguration:
                        keyArn === undefined
                            ? { encryptionOption: "SSE_S3" }
                            : { encryptionOption: "SSE_KMS", kmsKeyArn: keyArn },
                },
            },
            tags,
        },
        opts,
    );
}
