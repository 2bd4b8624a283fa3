/** The part of the plan that makes delivered history and snapshots queryable by Athena. */
import { type Diagnostic, error } from "../diagnostic.ts";
import { ANY_ACCOUNT, OWN_ACCOUNT } from "../settings/schema-athena.ts";
import { HISTORY_QUERIES_FOLDER, queryFile, queryNames } from "../project-layout.ts";
import { descriptionOf, nameFaults } from "../query/query-file.ts";
import { type Findings, nameOf, type PlanInput } from "./context.ts";
import type { DeliveryBucketPlan, EncryptionKeyPlan, RegionPlan } from "./plan.ts";

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_NamedQuery.html */
const MAX_QUERY_LENGTH = 262_144;
const MAX_DESCRIPTION_LENGTH = 1024;

export interface HistoryQueriesPlan {
    /** Letters, digits and underscores: https://docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html */
    readonly databaseName: string;
    readonly workgroupName: string;
    readonly resultsBucket: { readonly name?: string; readonly namePrefix: string };
    readonly resultsExpireAfterDays: number;
    readonly bytesScannedCutoffPerQuery: number;
    /** IDs and `self`, sorted; `any`: each query names its account. */
    readonly accounts: "any" | readonly string[];
    /** Sorted. */
    readonly regions: readonly string[];
    readonly firstYear: number;
    /** In the bucket, before `AWSLogs/`. */
    readonly prefix?: string;
    readonly queries: readonly HistoryQueryPlan[];
}

export interface HistoryQueryPlan {
    readonly name: string;
    readonly description: string;
    readonly text: string;
}

/** @returns undefined where it is off, or where there is no bucket to query */
export function planHistoryQueries(
    input: PlanInput,
    bucket: DeliveryBucketPlan,
    regions: readonly Pick<RegionPlan, "region">[],
    findings: Findings,
): HistoryQueriesPlan | undefined {
    const { stack, settings } = input;
    const { athena, organization } = settings;
    if (!athena.enabled) {
        return undefined;
    }
    if (bucket.mode === "none") {
        findings.error(
            ["athena"],
            "queries-without-bucket",
            "there is nothing to query: this stack has no delivery bucket, and names none",
            "name the bucket that AWS Config delivers to: deliveryBucket: { mode: use, name: … }",
        );
        return undefined;
    }
    const accounts = athena.accounts ?? (organization.id === undefined ? [OWN_ACCOUNT] : ANY_ACCOUNT);
    const { prefix } = bucket;
    return {
        databaseName: `conformance_packs_${nameOf(stack).replaceAll("-", "_")}`,
        workgroupName: `conformance-packs-${nameOf(stack)}`,
        resultsBucket: {
            ...(athena.resultsBucket.name !== undefined && { name: athena.resultsBucket.name }),
            namePrefix: `config-queries-${nameOf(stack)}`,
        },
        resultsExpireAfterDays: athena.resultsExpireAfterDays,
        bytesScannedCutoffPerQuery: athena.scanLimitMegabytes * 1_048_576,
        accounts: accounts === ANY_ACCOUNT ? "any" : sorted(accounts),
        regions: sorted([...regions.map(({ region }) => region), ...athena.regions]),
        firstYear: athena.firstYear,
        ...(prefix !== undefined && { prefix }),
        queries: planQueries(input, findings),
    };
}

/**
 * Whether results may be encrypted with the delivery key: it is the stack's own, or lies in its region and account. The
 * results' bucket takes keys of its own region only, and whoever queries may seldom use a key of another account's.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function isResultsKey(
    key: EncryptionKeyPlan,
    { region, account }: { readonly region: string; readonly account: string },
): boolean {
    if (key.mode !== "use") {
        return key.mode !== "none";
    }
    const [, , , keyRegion, keyAccount] = key.arn.split(":");
    return keyRegion === region && keyAccount === account;
}

function planQueries({ files }: PlanInput, findings: Findings): HistoryQueryPlan[] {
    return queryNames(files, HISTORY_QUERIES_FOLDER).map((name) => {
        const text = files.read(queryFile(name, HISTORY_QUERIES_FOLDER)) ?? "";
        findings.all.push(...historyQueryFaults(name, text));
        return { name, description: descriptionOf(text).slice(0, MAX_DESCRIPTION_LENGTH), text };
    });
}

/** What is wrong with a named query, as far as it shows without Athena. */
export function historyQueryFaults(name: string, text: string): Diagnostic[] {
    const file = queryFile(name, HISTORY_QUERIES_FOLDER);
    const top = { file, line: 1, column: 1 };
    const isEmpty = text.replaceAll(/^--.*$/gm, "").trim() === "";
    return [
        ...nameFaults(name, file, text),
        ...(isEmpty
            ? [
                  error(top, {
                      code: "empty-query",
                      message: "the file holds no query",
                      hint: "write one, or remove the file",
                  }),
              ]
            : []),
        ...(text.length > MAX_QUERY_LENGTH
            ? [
                  error(top, {
                      code: "long-query",
                      message: `the query has ${text.length} characters, and Athena takes ${MAX_QUERY_LENGTH}`,
                      hint: "split it into several",
                  }),
              ]
            : []),
    ];
}

function sorted(values: readonly string[]): string[] {
    return [...new Set(values)].sort();
}
