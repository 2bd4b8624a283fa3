/** How near a plan comes to what AWS accepts, quota by quota. */
import * as limits from "../pack/limits.ts";
import type { ConformancePackPlan, DeploymentPlan, RulePlan } from "../plan/plan.ts";
import { policySizes } from "./policy-sizes.ts";

export interface Headroom {
    /** Stable, for machines. */
    readonly quota: string;
    /** What people call it. */
    readonly title: string;
    /** What comes nearest, where several things have the quota each: a pack, a rule, an aggregator. */
    readonly subject?: string;
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
    readonly subject: string;
    readonly used: number;
}

/**
 * Every quota that the plan touches, always in the same order. What else is in the account is not known here: `packs
 * doctor` asks for it.
 */
export function headroomOf(plan: DeploymentPlan): Headroom[] {
    const ofTarget = (target: ConformancePackPlan["target"]): number =>
        plan.packs.filter((pack) => pack.target === target).length;
    const rules = plan.packs.reduce((sum, pack) => sum + pack.rules.length, 0);
    const total = (quota: string, title: string, used: number, limit: number): Headroom[] =>
        used === 0 ? [] : [{ quota, title, used, limit }];
    const nearest = (quota: string, title: string, candidates: readonly Candidate[], limit: number): Headroom[] => {
        const top = candidates.reduce((a, b) => (b.used > a.used ? b : a), { subject: "", used: 0 });
        return top.used === 0 ? [] : [{ quota, title, subject: top.subject, used: top.used, limit }];
    };
    const perPack = (measure: (pack: ConformancePackPlan) => number, only?: ConformancePackPlan["target"]) =>
        plan.packs
            .filter(({ target }) => only === undefined || target === only)
            .map((pack) => ({ subject: pack.name, used: measure(pack) }));
    const perRule = (measure: (rule: RulePlan) => number): Candidate[] =>
        plan.packs.flatMap((pack) =>
            pack.rules.map((rule) => ({
                subject: `${pack.name}/${rule.name ?? rule.logicalId}`,
                used: measure(rule),
            })),
        );
    const perRemediation = plan.packs.flatMap((pack) =>
        (pack.remediations ?? []).map(({ logicalId, settings }) => ({
            subject: `${pack.name}/${logicalId}`,
            used: Object.keys(settings?.["Parameters"] ?? {}).length,
        })),
    );
    const inline = plan.packs.filter(({ delivery }) => delivery.kind === "inline");
    return [
        ...total("rules", "rules in the account and region", rules, limits.RULES_PER_ACCOUNT_AND_REGION),
        ...total("account-packs", "packs of the account", ofTarget("account"), limits.PACKS_PER_ACCOUNT),
        ...total("organization-packs", "packs of the organization", ofTarget("organization"), limits.PACKS_PER_ACCOUNT),
        ...nearest(
            "resources-per-pack",
            "rules and remediations in a pack",
            perPack(({ resources }) => resources),
            limits.RESOURCES_PER_PACK,
        ),
        ...nearest(
            "inline-template",
            "bytes of an inline template (S3 above)",
            inline.map(({ name, bytes }) => ({ subject: name, used: bytes })),
            limits.INLINE_TEMPLATE_BYTES,
        ),
        ...nearest(
            "s3-template",
            "bytes of a template in S3",
            plan.packs
                .filter((pack) => !inline.includes(pack))
                .map(({ name, bytes }) => ({ subject: name, used: bytes })),
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
            perPack(({ name }) => name.length, "account"),
            PACK_NAME_LENGTH,
        ),
        ...nearest(
            "organization-pack-name",
            "characters of an organization pack's name",
            perPack(({ name }) => name.length, "organization"),
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
        ...total("aggregators", "aggregators", plan.aggregators.length, AGGREGATORS),
        ...nearest(
            "aggregator-accounts",
            "accounts of an aggregator",
            plan.aggregators.map(({ name, source }) => ({
                subject: name,
                used: source === "organization" ? 0 : source.accounts.length,
            })),
            ACCOUNTS_PER_AGGREGATOR,
        ),
        ...policySizes(plan).flatMap(({ quota, title, bytes, limit }) => total(quota, title, bytes, limit)),
    ];
}

/** Whether more than four fifths of a quota are used. */
export function isNarrow({ used, limit }: Headroom): boolean {
    return used > NARROW * limit;
}

function listLength(value: unknown): number {
    return Array.isArray(value) ? value.length : 0;
}
