/** Asks AWS Config an advanced query, page by page. Only reads. */
import {
    ConfigServiceClient,
    SelectAggregateResourceConfigCommand,
    SelectResourceConfigCommand,
} from "@aws-sdk/client-config-service";
import { parseResults, type ResultRow } from "../../lib/query/answer.ts";
import type { AwsScope } from "../scope.ts";

export interface QueryRequest extends AwsScope {
    readonly expression: string;
    /** Whether AWS answers with groups instead of resources. */
    readonly aggregation: boolean;
    /** Rows, at most. */
    readonly limit: number;
    /** Called with the number of rows so far, after each page. */
    readonly onPage: (rows: number) => void;
}

export interface QueryAnswer {
    /** Names of the selected fields; none where AWS tells none. */
    readonly fields: readonly string[];
    readonly rows: readonly ResultRow[];
    /** Whether AWS has more than the limit. */
    readonly more: boolean;
}

/** The largest page that the API gives: https://docs.aws.amazon.com/config/latest/APIReference/API_SelectAggregateResourceConfig.html */
const PAGE_SIZE = 100;

/** A query over many accounts is many pages; the SDK waits longer after each refusal. */
const MAX_ATTEMPTS = 8;

/**
 * @throws the SDK's error where AWS refuses
 */
export async function selectAll(request: QueryRequest): Promise<QueryAnswer> {
    const { region, aggregator, expression, aggregation, limit, onPage } = request;
    const client = new ConfigServiceClient({ ...(region !== undefined && { region }), maxAttempts: MAX_ATTEMPTS });
    const rows: ResultRow[] = [];
    let fields: string[] = [];
    let token: string | undefined;
    do {
        const page = {
            Expression: expression,
            // Without a limit, groups come 500 at a time; those that are sorted by a number come on one page only.
            ...(!aggregation && { Limit: Math.min(PAGE_SIZE, limit - rows.length) }),
            ...(token !== undefined && { NextToken: token }),
        };
        const answer =
            aggregator === undefined
                ? await client.send(new SelectResourceConfigCommand(page))
                : await client.send(
                      new SelectAggregateResourceConfigCommand({ ...page, ConfigurationAggregatorName: aggregator }),
                  );
        if (fields.length === 0) {
            fields = (answer.QueryInfo?.SelectFields ?? []).flatMap(({ Name: name }) => name ?? []);
        }
        rows.push(...parseResults(answer.Results ?? []));
        token = answer.NextToken === "" ? undefined : answer.NextToken;
        onPage(rows.length);
    } while (token !== undefined && rows.length < limit);
    return { fields, rows: rows.slice(0, limit), more: token !== undefined || rows.length > limit };
}
