/** A compliance source whose answers are given, page by page; it says what it was asked. */
import type {
    ComplianceFilter,
    ComplianceSource,
    ComplianceType,
    DeployedPack,
    Evaluation,
    PackCompliance,
    Pages,
    RuleCompliance,
    RuleCount,
    RuleInPlace,
} from "../../../lib/compliance/source.ts";

export interface FixtureAnswers {
    readonly rules?: readonly (readonly RuleCompliance[])[];
    readonly deployedPacks?: readonly DeployedPack[];
    /** Of every rule and account. */
    readonly evaluations?: readonly Evaluation[];
}

export const REGION = "eu-west-1";

export class FixtureSource implements ComplianceSource {
    readonly scope = { kind: "aggregator", aggregator: "everything", region: REGION } as const;
    readonly #answers: FixtureAnswers;
    /** The filters of each question for rules. */
    readonly filters: ComplianceFilter[] = [];
    /** `<account> <rule>` of each question for evaluations. */
    readonly evaluated: string[] = [];
    /** Questions for the packs. */
    packQuestions = 0;

    constructor(answers: FixtureAnswers) {
        this.#answers = answers;
    }

    async *rules(filter: ComplianceFilter = {}): Pages<RuleCompliance> {
        this.filters.push(filter);
        yield* await Promise.resolve(this.#answers.rules ?? []);
    }

    async *packs(): Pages<PackCompliance> {
        yield* await Promise.resolve([]);
    }

    async *deployedPacks(): Pages<DeployedPack> {
        this.packQuestions++;
        yield await Promise.resolve(this.#answers.deployedPacks ?? []);
    }

    async *evaluations(of: RuleInPlace, compliance?: ComplianceType): Pages<Evaluation> {
        this.evaluated.push(`${of.account} ${of.rule}`);
        const found = (this.#answers.evaluations ?? []).filter(
            (one) =>
                one.rule === of.rule &&
                one.account === of.account &&
                one.region === of.region &&
                (compliance === undefined || one.compliance === compliance),
        );
        // One a page: whoever reads only the first page is found out.
        for (const one of found) {
            yield await Promise.resolve([one]);
        }
    }

    async *ruleCounts(): Pages<RuleCount> {
        yield* await Promise.resolve([]);
    }
}

export function ruleCompliance(rule: string, account: string, changes: Partial<RuleCompliance> = {}): RuleCompliance {
    return { rule, account, region: REGION, compliance: "COMPLIANT", ...changes };
}

export function failing(
    rule: string,
    account: string,
    count: number,
    changes: Partial<RuleCompliance> = {},
): RuleCompliance {
    return ruleCompliance(rule, account, {
        compliance: "NON_COMPLIANT",
        nonCompliant: { count: Math.min(count, 25), capped: count > 25 },
        ...changes,
    });
}

export function evaluation(rule: string, account: string, resourceId: string): Evaluation {
    return {
        rule,
        account,
        region: REGION,
        compliance: "NON_COMPLIANT",
        resourceType: "AWS::S3::Bucket",
        resourceId,
    };
}
