/** How near a plan comes to what AWS accepts, quota by quota. */
import * as limits from "../pack/limits.ts";
import type { ConformancePackPlan, DeploymentPlan, RulePlan } from "../plan/plan.ts";
import { aggregatorRegion, packsOfAllRegions, regionsOf } from "../plan/regions.ts";
import { policySizes } from "./policy-sizes.ts";

export interface Headroom {
    /** Stable, for machines. */
    readonly quota: string;
    /** What people call it. */
    readonly title: string;
    /** What comes nearest, where several things have the quota each: a pack, a rule, an aggregator. */
    readonly subject?: string;
    /** Where that is, or of a quota that each region has the one that is fullest. Absent with a single region. */
    readonly region?: string;
    readonly used: number;
    readonly limit: number;
}

/** From this share on a quota is worth a look. */
export const NARROW = 0.8;

/** https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html */
const AGGREGATORS = 50;
const ACCOUNTS_PER_AGGREGATOR = 10_000;
const PACK_NAME_LENGTH = 256;

/** A quota that each of several things has for itself: the one that comes nearest counts. */
interface Candidate {
    readonly region: string;
    readonly subject: string;
    readonly used: number;
}

/**
 * Every quota that the plan touches, always in the same order; what each region has for itself is told of the one that is
 * fullest. What else is in the account is not known here: `packs
 * doctor` asks for it.
 */
export function headroomOf(plan: DeploymentPlan): Headroom[] {
    const regions = regionsOf(plan);
    const placed = packsOfAllRegions(plan);
    const named = (region: string | undefined): { region?: string } =>
        plan.furtherRegions === undefined || region === undefined ? {} : { region };
    const total = (quota: string, title: string, used: number, limit: number, region?: string): Headroom[] =>
        used === 0 ? [] : [{ quota, title, ...named(region), used, limit }];
    const fullest = (
        quota: string,
        title: string,
        count: (packs: readonly ConformancePackPlan[]) => number,
        limit: number,
    ): Headroom[] => {
        const counts = regions.map(({ region, packs }) => ({ region, used: count(packs) }));
        const top = counts.reduce((a, b) => (b.used > a.used ? b : a));
        return total(quota, title, top.used, limit, top.region);
    };
    const ofTarget =
        (target: ConformancePackPlan["target"]) =>
        (packs: readonly ConformancePackPlan[]): number =>
            packs.filter((pack) => pack.target === target).length;
    const nearest = (quota: string, title: string, candidates: readonly Candidate[], limit: number): Headroom[] => {
        const top = candidates.reduce((a, b) => (b.used > a.used ? b : a), { region: "", subject: "", used: 0 });
        const { region, subject, used } = top;
        return used === 0 ? [] : [{ quota, title, subject, ...named(region), used, limit }];
    };
    const perPack = (
        measure: (pack: ConformancePackPlan) => number,
        fits: (pack: ConformancePackPlan) => boolean = () => true,
    ): Candidate[] =>
        placed
            .filter(({ pack }) => fits(pack))
            .map(({ region, pack }) => ({ region, subject: pack.name, used: measure(pack) }));
    const perRule = (measure: (rule: RulePlan) => number): Candidate[] =>
        placed.flatMap(({ region, pack }) =>
            pack.rules.map((rule) => ({
                region,
                subject: `${pack.name}/${rule.name ?? rule.logicalId}`,
                used: measure(rule),
            })),
        );
    const perRemediation = placed.flatMap(({ region, pack }) =>
        (pack.remediations ?? []).map(({ logicalId, settings }) => ({
            region,
            subject: `${pack.name}/${logicalId}`,
            used: Object.keys(settings?.["Parameters"] ?? {}).length,
        })),
    );
    return [
        ...fullest(
            "rules",
            "rules in the account and region",
            (packs) => packs.reduce((sum, pack) => sum + pack.rules.length, 0),
            limits.RULES_PER_ACCOUNT_AND_REGION,
        ),
        ...fullest("account-packs", "packs of the account", ofTarget("account"), limits.PACKS_PER_ACCOUNT),
        ...fullest(
            "organization-packs",
            "packs of the organization",
            ofTarget("organization"),
            limits.PACKS_PER_ACCOUNT,
        ),
        ...nearest(
            "resources-per-pack",
            "rules and remediations in a pack",
            perPack(({ resources }) => resources),
            limits.RESOURCES_PER_PACK,
        ),
        ...nearest(
            "inline-template",
            "bytes of an inline template (S3 above)",
            perPack(
                ({ bytes }) => bytes,
                ({ delivery }) => delivery.kind === "inline",
            ),
            limits.INLINE_TEMPLATE_BYTES,
        ),
        ...nearest(
            "s3-template",
            "bytes of a template in S3",
            perPack(
                ({ bytes }) => bytes,
                ({ delivery }) => delivery.kind === "s3",
            ),
            limits.S3_TEMPLATE_BYTES,
        ),
        ...nearest(
            "pack-parameters",
            "input parameters of a pack",
            perPack(({ parameters }) => parameters.length),
            limits.PARAMETERS_PER_PACK,
        ),
        ...nearest(
            "account-pack-name",
            "characters of an account pack's name",
            perPack(
                ({ name }) => name.length,
                ({ target }) => target === "account",
            ),
            PACK_NAME_LENGTH,
        ),
        ...nearest(
            "organization-pack-name",
            "characters of an organization pack's name",
            perPack(
                ({ name }) => name.length,
                ({ target }) => target === "organization",
            ),
            limits.ORGANIZATION_PACK_NAME_LENGTH,
        ),
        ...nearest(
            "excluded-accounts",
            "accounts that a pack excludes",
            perPack(({ excludedAccounts }) => excludedAccounts.length),
            limits.EXCLUDED_ACCOUNTS,
        ),
        ...nearest(
            "rule-name",
            "characters of a rule's name, before the pack's suffix",
            perRule(({ name }) => name?.length ?? 0),
            limits.RULE_NAME_LENGTH,
        ),
        ...nearest(
            "rule-description",
            "characters of a rule's description",
            perRule(({ description }) => description?.length ?? 0),
            limits.RULE_DESCRIPTION_LENGTH,
        ),
        ...nearest(
            "rule-parameters",
            "characters of a rule's parameters, as JSON",
            perRule(({ inputParameters }) =>
                inputParameters === undefined ? 0 : JSON.stringify(inputParameters).length,
            ),
            limits.INPUT_PARAMETERS_LENGTH,
        ),
        ...nearest(
            "scope-types",
            "resource types in a rule's scope",
            perRule(({ scope }) => listLength(scope?.["ComplianceResourceTypes"])),
            limits.SCOPE_RESOURCE_TYPES,
        ),
        ...nearest(
            "remediation-parameters",
            "parameters of a remediation",
            perRemediation,
            limits.REMEDIATION_PARAMETERS,
        ),
        ...total("aggregators", "aggregators", plan.aggregators.length, AGGREGATORS, aggregatorRegion(plan)),
        ...nearest(
            "aggregator-accounts",
            "accounts of an aggregator",
            plan.aggregators.map(({ name, source }) => ({
                region: aggregatorRegion(plan),
                subject: name,
                used: source === "organization" ? 0 : source.accounts.length,
            })),
            ACCOUNTS_PER_AGGREGATOR,
        ),
        ...policySizes(plan).flatMap(({ quota, title, region, bytes, limit }) =>
            total(quota, title, bytes, limit, region),
        ),
    ];
}

/** What of several things comes nearest, and where: `network in us-east-1`; nothing where there is only one. */
export function nearestOf({ subject, region }: Headroom): string {
    return region === undefined ? (subject ?? "") : subject === undefined ? `in ${region}` : `${subject} in ${region}`;
}

/** Whether more than four fifths of a quota are used. */
export function isNarrow({ used, limit }: Headroom): boolean {
    return used > NARROW * limit;
}

function listLength(value: unknown): number {
    return Array.isArray(value) ? value.length : 0;
}
