/** Compliance of the account of the credentials, in one region or several. Only reads. */
import {
    type ConfigServiceClient,
    GetComplianceSummaryByConfigRuleCommand,
    NoSuchConfigRuleException,
    paginateDescribeComplianceByConfigRule,
    paginateDescribeConformancePackCompliance,
    paginateDescribeConformancePacks,
    paginateGetComplianceDetailsByConfigRule,
    paginateGetConformancePackComplianceDetails,
} from "@aws-sdk/client-config-service";
import { mapConcurrently } from "../lib/compliance/concurrent.ts";
import { packCompliance } from "../lib/compliance/pack-compliance.ts";
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
import { capped, complianceOf, countOf, evaluationOf } from "./answers.ts";
import { complianceClient, CONCURRENCY } from "./client.ts";

/** https://docs.aws.amazon.com/config/latest/APIReference/API_GetComplianceDetailsByConfigRule.html */
const EVALUATIONS_PER_PAGE = 100;

interface Region {
    readonly region: string;
    readonly config: ConfigServiceClient;
}

export class AccountComplianceSource implements ComplianceSource {
    readonly scope: ComplianceScope;
    readonly #account: string;
    readonly #regions: readonly Region[];

    /** @param account 12 digits: the account of the credentials */
    constructor(account: string, regions: readonly string[]) {
        this.scope = { kind: "account", account, regions };
        this.#account = account;
        this.#regions = regions.map((region) => ({ region, config: complianceClient(region) }));
    }

    /** A page is a region: it has 1,000 rules at most. */
    async *rules({ account, region, compliance }: ComplianceFilter = {}): Pages<RuleCompliance> {
        yield* this.#each({ account, region }, async (asked) => {
            const rules: RuleCompliance[] = [];
            const pages = paginateDescribeComplianceByConfigRule(
                { client: asked.config },
                compliance === undefined ? {} : { ComplianceTypes: [compliance] },
            );
            for await (const { ComplianceByConfigRules: found = [] } of pages) {
                rules.push(
                    ...found.map(({ ConfigRuleName: rule = "", Compliance: answer }) => ({
                        rule,
                        ...this.#place(asked),
                        compliance: complianceOf(answer?.ComplianceType),
                        ...countOf(answer?.ComplianceContributorCount),
                    })),
                );
            }
            return rules;
        });
    }

    async *packs({ account, region }: Omit<ComplianceFilter, "compliance"> = {}): Pages<PackCompliance> {
        yield* this.#each({ account, region }, async (asked) => {
            const packs: PackCompliance[] = [];
            const names = (await this.#packsOf(asked)).map(({ pack }) => pack);
            for await (const answer of mapConcurrently(names, CONCURRENCY, (pack) => this.#packOf(asked, pack))) {
                packs.push(answer);
            }
            return packs;
        });
    }

    async *deployedPacks(): Pages<DeployedPack> {
        yield* this.#each({}, (asked) => this.#packsOf(asked));
    }

    async *evaluations({ rule, region }: RuleInPlace, compliance?: ComplianceType): Pages<Evaluation> {
        const asked = this.#regions.find((one) => one.region === region);
        if (asked === undefined) {
            return;
        }
        const pages = paginateGetComplianceDetailsByConfigRule(
            { client: asked.config, pageSize: EVALUATIONS_PER_PAGE },
            { ConfigRuleName: rule, ...(compliance !== undefined && { ComplianceTypes: [compliance] }) },
        );
        try {
            for await (const { EvaluationResults: found = [] } of pages) {
                yield found.map((answer) => evaluationOf(answer, this.#place(asked)));
            }
        } catch (reason) {
            if (!(reason instanceof NoSuchConfigRuleException)) {
                throw reason;
            }
        }
    }

    /** What the rules of one pack say of each resource: fewer questions than rule by rule. */
    async *packEvaluations(pack: string, region: string): Pages<Evaluation> {
        const asked = this.#regions.find((one) => one.region === region);
        if (asked === undefined) {
            return;
        }
        const pages = paginateGetConformancePackComplianceDetails(
            { client: asked.config, pageSize: EVALUATIONS_PER_PAGE },
            { ConformancePackName: pack },
        );
        for await (const { ConformancePackRuleEvaluationResults: found = [] } of pages) {
            yield found.map((answer) => evaluationOf(answer, this.#place(asked)));
        }
    }

    async *ruleCounts(by: "account" | "region"): Pages<RuleCount> {
        yield* this.#each({}, async (asked) => {
            const { ComplianceSummary: summary } = await asked.config.send(
                new GetComplianceSummaryByConfigRuleCommand({}),
            );
            return [
                {
                    name: by === "account" ? this.#account : asked.region,
                    compliant: capped(summary?.CompliantResourceCount),
                    nonCompliant: capped(summary?.NonCompliantResourceCount),
                },
            ];
        });
    }

    async *#each<Item>(
        { account, region }: { account?: string | undefined; region?: string | undefined },
        ask: (asked: Region) => Promise<readonly Item[]>,
    ): Pages<Item> {
        const isOther = account !== undefined && account !== this.#account;
        const asked = this.#regions.filter((one) => !isOther && (region === undefined || one.region === region));
        yield* mapConcurrently(asked, CONCURRENCY, ask);
    }

    #place({ region }: Region): { account: string; region: string } {
        return { account: this.#account, region };
    }

    /** The ID of a pack is what its rules' names end in. */
    async #packsOf(asked: Region): Promise<DeployedPack[]> {
        const packs: DeployedPack[] = [];
        for await (const { ConformancePackDetails: found = [] } of paginateDescribeConformancePacks(
            { client: asked.config },
            {},
        )) {
            packs.push(
                ...found.map(({ ConformancePackName: pack = "", ConformancePackId: ending }) => ({
                    pack,
                    ...this.#place(asked),
                    ...(ending !== undefined && { ending }),
                })),
            );
        }
        return packs;
    }

    async #packOf(asked: Region, pack: string): Promise<PackCompliance> {
        const verdicts: ComplianceType[] = [];
        const pages = paginateDescribeConformancePackCompliance(
            { client: asked.config },
            { ConformancePackName: pack },
        );
        for await (const { ConformancePackRuleComplianceList: found = [] } of pages) {
            verdicts.push(...found.map(({ ComplianceType: answer }) => complianceOf(answer)));
        }
        return { pack, ...this.#place(asked), ...packCompliance(verdicts) };
    }
}
