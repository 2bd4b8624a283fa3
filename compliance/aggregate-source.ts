/** Compliance of all accounts and regions that an aggregator reaches. Only reads. */
import {
    type ConfigServiceClient,
    NoSuchConfigRuleException,
    paginateDescribeAggregateComplianceByConfigRules,
    paginateDescribeAggregateComplianceByConformancePacks,
    paginateGetAggregateComplianceDetailsByConfigRule,
    paginateGetAggregateConfigRuleComplianceSummary,
    paginateSelectAggregateResourceConfig,
} from "@aws-sdk/client-config-service";
import { endingOf } from "../lib/compliance/pack-endings.ts";
import type {
    ComplianceFilter,
    ComplianceScope,
    ComplianceSource,
    ComplianceType,
    DeployedPack,
    Evaluation,
    PackCompliance,
    Pages,
    RuleCompliance,
    RuleCount,
    RuleInPlace,
} from "../lib/compliance/source.ts";
import { parseResults } from "../lib/query/answer.ts";
import { capped, complianceOf, countOf, evaluationOf } from "./answers.ts";
import { complianceClient } from "./client.ts";

/** https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeAggregateComplianceByConfigRules.html */
const RULES_PER_PAGE = 1000;
/** https://docs.aws.amazon.com/config/latest/APIReference/API_GetAggregateComplianceDetailsByConfigRule.html */
const EVALUATIONS_PER_PAGE = 100;

/** No operation lists the packs of other accounts with their IDs; what is recorded of their compliance names their rules. */
const DEPLOYED_PACKS =
    "SELECT accountId, awsRegion, resourceName, configuration.configRuleList " +
    "WHERE resourceType = 'AWS::Config::ConformancePackCompliance'";

export class AggregateComplianceSource implements ComplianceSource {
    readonly scope: ComplianceScope;
    readonly #config: ConfigServiceClient;
    readonly #aggregator: string;

    /** @param region where the aggregator is */
    constructor(aggregator: string, region: string) {
        this.scope = { kind: "aggregator", aggregator, region };
        this.#config = complianceClient(region);
        this.#aggregator = aggregator;
    }

    async *rules({ account, region, compliance }: ComplianceFilter = {}): Pages<RuleCompliance> {
        const pages = paginateDescribeAggregateComplianceByConfigRules(
            { client: this.#config, pageSize: RULES_PER_PAGE },
            {
                ConfigurationAggregatorName: this.#aggregator,
                Filters: {
                    ...(account !== undefined && { AccountId: account }),
                    ...(region !== undefined && { AwsRegion: region }),
                    ...(compliance !== undefined && { ComplianceType: compliance }),
                },
            },
        );
        for await (const { AggregateComplianceByConfigRules: found = [] } of pages) {
            yield found.map(({ ConfigRuleName: rule = "", Compliance: answer, AccountId, AwsRegion }) => ({
                rule,
                account: AccountId ?? "",
                region: AwsRegion ?? "",
                compliance: complianceOf(answer?.ComplianceType),
                ...countOf(answer?.ComplianceContributorCount),
            }));
        }
    }

    async *packs({ account, region }: Omit<ComplianceFilter, "compliance"> = {}): Pages<PackCompliance> {
        const pages = paginateDescribeAggregateComplianceByConformancePacks(
            { client: this.#config, pageSize: RULES_PER_PAGE },
            {
                ConfigurationAggregatorName: this.#aggregator,
                Filters: {
                    ...(account !== undefined && { AccountId: account }),
                    ...(region !== undefined && { AwsRegion: region }),
                },
            },
        );
        for await (const { AggregateComplianceByConformancePacks: found = [] } of pages) {
            yield found.map(({ ConformancePackName: pack = "", Compliance: answer, AccountId, AwsRegion }) => ({
                pack,
                account: AccountId ?? "",
                region: AwsRegion ?? "",
                compliance: complianceOf(answer?.ComplianceType),
                compliantRules: answer?.CompliantRuleCount ?? 0,
                nonCompliantRules: answer?.NonCompliantRuleCount ?? 0,
                totalRules: answer?.TotalRuleCount ?? 0,
            }));
        }
    }

    async *deployedPacks(): Pages<DeployedPack> {
        const pages = paginateSelectAggregateResourceConfig(
            { client: this.#config },
            { ConfigurationAggregatorName: this.#aggregator, Expression: DEPLOYED_PACKS },
        );
        for await (const { Results: results = [] } of pages) {
            yield parseResults(results).map((row) => {
                const ending = endingOf(firstRule(row["configuration"]));
                return {
                    pack: text(row["resourceName"]),
                    account: text(row["accountId"]),
                    region: text(row["awsRegion"]),
                    ...(ending !== undefined && { ending }),
                };
            });
        }
    }

    async *evaluations({ rule, account, region }: RuleInPlace, compliance?: ComplianceType): Pages<Evaluation> {
        const pages = paginateGetAggregateComplianceDetailsByConfigRule(
            { client: this.#config, pageSize: EVALUATIONS_PER_PAGE },
            {
                ConfigurationAggregatorName: this.#aggregator,
                ConfigRuleName: rule,
                AccountId: account,
                AwsRegion: region,
                ...(compliance !== undefined && { ComplianceType: compliance }),
            },
        );
        try {
            for await (const { AggregateEvaluationResults: found = [] } of pages) {
                yield found.map((answer) => evaluationOf(answer, { account, region }));
            }
        } catch (reason) {
            if (!(reason instanceof NoSuchConfigRuleException)) {
                throw reason;
            }
        }
    }

    async *ruleCounts(by: "account" | "region"): Pages<RuleCount> {
        const pages = paginateGetAggregateConfigRuleComplianceSummary(
            { client: this.#config, pageSize: RULES_PER_PAGE },
            {
                ConfigurationAggregatorName: this.#aggregator,
                GroupByKey: by === "account" ? "ACCOUNT_ID" : "AWS_REGION",
            },
        );
        for await (const { AggregateComplianceCounts: found = [] } of pages) {
            yield found.map(({ GroupName: name = "", ComplianceSummary: summary }) => ({
                name,
                compliant: capped(summary?.CompliantResourceCount),
                nonCompliant: capped(summary?.NonCompliantResourceCount),
            }));
        }
    }
}

function text(value: unknown): string {
    return typeof value === "string" ? value : "";
}

function firstRule(configuration: unknown): string {
    const { configRuleList: list } = (configuration ?? {}) as {
        configRuleList?: readonly { configRuleName?: unknown }[];
    };
    return Array.isArray(list) ? text((list as readonly { configRuleName?: unknown }[])[0]?.configRuleName) : "";
}
