/** The recorded compliance of resources, by advanced queries: of an aggregator, or of one account. Only reads. */
import {
    type ConfigServiceClient,
    paginateSelectAggregateResourceConfig,
    paginateSelectResourceConfig,
} from "@aws-sdk/client-config-service";
import { RESOURCE_COMPLIANCE } from "../../lib/compliance/history.ts";
import type { ComplianceScope, Pages } from "../../lib/compliance/source.ts";
import { parseResults, type ResultRow } from "../../lib/query/answer.ts";
import type { ResourceVerdicts, ResourceVerdictSource } from "../../lib/report/compliance/resource-verdicts.ts";
import { complianceOf } from "../../compliance/answers.ts";
import { complianceClient } from "../../compliance/client.ts";

/** https://docs.aws.amazon.com/config/latest/APIReference/API_SelectAggregateResourceConfig.html */
const ROWS_PER_PAGE = 100;

const CONDITION = `WHERE resourceType = '${RESOURCE_COMPLIANCE}'`;
const COUNT = `SELECT COUNT(*) ${CONDITION}`;
const VERDICTS = `SELECT accountId, awsRegion, resourceId, configuration.configRuleList ${CONDITION}`;

interface Asked {
    readonly config: ConfigServiceClient;
    /** Absent: the account of the credentials. */
    readonly aggregator?: string;
}

export class QueriedVerdicts implements ResourceVerdictSource {
    readonly #asked: readonly Asked[];

    constructor(scope: ComplianceScope) {
        this.#asked =
            scope.kind === "aggregator"
                ? [{ config: complianceClient(scope.region), aggregator: scope.aggregator }]
                : scope.regions.map((region) => ({ config: complianceClient(region) }));
    }

    async count(): Promise<number> {
        let count = 0;
        for await (const rows of this.#rows(COUNT)) {
            count += rows.reduce((sum, row) => sum + Number(row["COUNT(*)"] ?? 0), 0);
        }
        return count;
    }

    async *verdicts(): Pages<ResourceVerdicts> {
        for await (const rows of this.#rows(VERDICTS)) {
            yield rows.map(verdictsOf);
        }
    }

    async *#rows(expression: string): Pages<ResultRow> {
        for (const { config, aggregator } of this.#asked) {
            const paging = { client: config, pageSize: ROWS_PER_PAGE };
            const pages =
                aggregator === undefined
                    ? paginateSelectResourceConfig(paging, { Expression: expression })
                    : paginateSelectAggregateResourceConfig(paging, {
                          ConfigurationAggregatorName: aggregator,
                          Expression: expression,
                      });
            for await (const { Results: results = [] } of pages) {
                yield parseResults(results);
            }
        }
    }
}

/** The ID of an item is `<type>/<ID>` of the resource; types hold no slash. */
function verdictsOf(row: ResultRow): ResourceVerdicts {
    const id = text(row["resourceId"]);
    const slash = id.indexOf("/");
    const { configRuleList: list } = (row["configuration"] ?? {}) as { readonly configRuleList?: unknown };
    return {
        account: text(row["accountId"]),
        region: text(row["awsRegion"]),
        resourceType: id.slice(0, Math.max(0, slash)),
        resourceId: id.slice(slash + 1),
        rules: (Array.isArray(list) ? (list as readonly Readonly<Record<string, unknown>>[]) : []).map((rule) => ({
            rule: text(rule["configRuleName"]),
            compliance: complianceOf(text(rule["complianceType"])),
        })),
    };
}

function text(value: unknown): string {
    return typeof value === "string" ? value : "";
}
