/**
 * Glue tables over what AWS Config delivers to S3, one JSON document a file:
 * `<prefix>/AWSLogs/<account>/Config/<region>/<year>/<month>/<day>/ConfigHistory/…json.gz`, with months and days as they
 * are counted: 2026/1/5, never 2026/01/05.
 * https://docs.aws.amazon.com/config/latest/developerguide/view-configuration-snapshot.html
 */

export interface HistoryTablesArgs {
    readonly bucketName: string;
    /** Before `AWSLogs/`, without slashes at its ends. */
    readonly prefix?: string;
    /** `any`: every query names its account. */
    readonly accounts: "any" | readonly string[];
    readonly regions: readonly string[];
    readonly firstYear: number;
}

export interface Column {
    readonly name: string;
    readonly type: string;
    readonly comment?: string;
}

export interface HistoryTable {
    readonly name: string;
    readonly description: string;
    readonly location: string;
    readonly columns: readonly Column[];
    readonly partitionKeys: readonly Column[];
    /** Properties of the table: https://docs.aws.amazon.com/athena/latest/ug/partition-projection-setting-up.html */
    readonly parameters: Readonly<Record<string, string>>;
}

/** Name, the folder that AWS Config delivers to, and what is in it. */
const KINDS = [
    [
        "configuration_history",
        "ConfigHistory",
        "Changes of resources, as AWS Config delivers them every six hours: a row for each file.",
    ],
    [
        "configuration_snapshots",
        "ConfigSnapshot",
        "All resources of an account and region at one time, as often as the delivery channel says.",
    ],
] as const;

/** Names of all tables. */
export const HISTORY_TABLES: readonly string[] = KINDS.map(([name]) => name);

/** A table's name as that of a resource, which has no underscores. */
export function tableResourceName(table: string): string {
    return table.replaceAll("_", "-");
}

/**
 * A configuration item, of which the resource's own part stays text: no two types have the same, and Athena's JSON
 * functions read it. https://docs.aws.amazon.com/config/latest/developerguide/config-item-table.html
 */
const CONFIGURATION_ITEM: readonly (readonly [name: string, type: string])[] = [
    ["configurationitemversion", "string"],
    ["configurationitemcapturetime", "string"],
    ["configurationitemstatus", "string"],
    ["configurationstateid", "string"],
    ["awsaccountid", "string"],
    ["awsregion", "string"],
    ["availabilityzone", "string"],
    ["arn", "string"],
    ["resourcetype", "string"],
    ["resourceid", "string"],
    ["resourcename", "string"],
    ["resourcecreationtime", "string"],
    ["tags", "map<string,string>"],
    ["relationships", "array<struct<resourceid:string,resourcename:string,resourcetype:string,name:string>>"],
    ["configuration", "string"],
    ["supplementaryconfiguration", "map<string,string>"],
];

const COLUMNS: readonly Column[] = [
    { name: "fileversion", type: "string" },
    { name: "configsnapshotid", type: "string", comment: "Of snapshots only" },
    {
        name: "configurationitems",
        type: `array<struct<${CONFIGURATION_ITEM.map(([name, type]) => `${name}:${type}`).join(",")}>>`,
    },
];

/** The year is text that sorts as it counts; month and day are numbers, since as text 10 comes before 9. */
const PARTITION_KEYS: readonly Column[] = [
    { name: "account", type: "string" },
    { name: "region", type: "string" },
    { name: "year", type: "string" },
    { name: "month", type: "int" },
    { name: "day", type: "int" },
];

/** https://docs.aws.amazon.com/athena/latest/ug/openx-json-serde.html */
export const SERIALIZATION = {
    library: "org.openx.data.jsonserde.JsonSerDe",
    inputFormat: "org.apache.hadoop.mapred.TextInputFormat",
    outputFormat: "org.apache.hadoop.hive.ql.io.IgnoreKeyTextOutputFormat",
} as const;

/** The tables of a delivery bucket. */
export function historyTables(args: HistoryTablesArgs): HistoryTable[] {
    const folder = args.prefix === undefined ? "" : `${args.prefix}/`;
    const location = `s3://${args.bucketName}/${folder}AWSLogs/`;
    return KINDS.map(([name, delivered, description]) => ({
        name,
        description,
        location,
        columns: COLUMNS,
        partitionKeys: PARTITION_KEYS,
        parameters: {
            EXTERNAL: "TRUE",
            ...projectionOf(args),
            // Athena's own placeholders.
            "storage.location.template": `${location}\${account}/Config/\${region}/\${year}/\${month}/\${day}/${delivered}/`,
        },
    }));
}

/**
 * Athena computes partitions instead of looking them up, so that nobody has to add one a day.
 * https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
 */
function projectionOf({ accounts, regions, firstYear }: HistoryTablesArgs): Record<string, string> {
    return {
        "projection.enabled": "true",
        ...(accounts === "any"
            ? { "projection.account.type": "injected" }
            : { "projection.account.type": "enum", "projection.account.values": accounts.join(",") }),
        "projection.region.type": "enum",
        "projection.region.values": regions.join(","),
        // Without an end that would pass one day.
        "projection.year.type": "date",
        "projection.year.format": "yyyy",
        "projection.year.range": `${firstYear},NOW`,
        "projection.year.interval": "1",
        "projection.year.interval.unit": "YEARS",
        // No digits: no leading zeros.
        "projection.month.type": "integer",
        "projection.month.range": "1,12",
        "projection.day.type": "integer",
        "projection.day.range": "1,31",
    };
}

/**
 * A query as it has to be where every query names its account: the condition on it, which the project's queries have as a
 * comment, comes into force.
 */
export function withAccount(text: string, account: string): string {
    return text.replaceAll(/--\s*AND account = '\d{12}'/g, `AND account = '${account}'`);
}
