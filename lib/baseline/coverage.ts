/** What a deployment plan covers, in the words of a baseline. */
import { canonical } from "../check/repeated-rules.ts";
import { nameOf } from "../cost/estimate.ts";
import { defaultsOf, Evaluator } from "../pack/evaluate.ts";
import { FREQUENCIES } from "../pack/frequencies.ts";
import { parsePack } from "../pack/parse.ts";
import { isObject, type TemplateValue } from "../pack/template-value.ts";
import { joinRegions } from "../plan/alike-regions.ts";
import type { ConformancePackPlan, DeploymentPlan, RecorderPlan, RegionPlan, RulePlan } from "../plan/plan.ts";
import { regionsOf } from "../plan/regions.ts";
import { reachedUnits } from "../plan/organization-reach.ts";
import type { Coverage, CoveredPack, CoveredRecording, CoveredRule } from "./schema.ts";

/** Sorted throughout: the same coverage always gives the same value. Input parameters stand with every rule. */
export function coverageOf(plan: DeploymentPlan): Coverage {
    const regional = [...regionsOf(plan)].sort((a, b) => compare(a.region, b.region));
    const regions = regional.map(({ region }) => region);
    const names = [...new Set(regional.flatMap(({ packs }) => packs.map(({ name }) => name)))].sort(compare);
    const recorder = recordersOf(regional);
    return {
        regions,
        ...(recorder !== undefined && { recorder }),
        packs: Object.fromEntries(names.map((name) => [name, coveredPack(name, regional, plan.partition)])),
    };
}

/** One for all regions where they record alike. */
function recordersOf(regional: readonly RegionPlan[]): Coverage["recorder"] {
    const joined = joinRegions(
        regional.flatMap(({ region, recorder }) => {
            const item = recordingOf(recorder);
            return item === undefined ? [] : [{ region, item }];
        }),
    );
    const [first, ...others] = joined;
    return first === undefined
        ? undefined
        : others.length === 0 && first.regions.length === regional.length
          ? first.item
          : joined.map(({ regions, item }) => ({ regions: [...regions], ...item }));
}

/** Target and accounts are the same wherever the pack is. */
function coveredPack(name: string, regional: readonly RegionPlan[], partition: string): CoveredPack {
    const placed = regional.flatMap(({ region, packs }) =>
        packs.filter((pack) => pack.name === name).map((pack) => ({ region, pack })),
    );
    const first = placed[0]?.pack;
    const target = first?.target ?? "account";
    const regions = placed.map(({ region }) => region);
    const rules = placed.flatMap(({ region, pack }) =>
        deployedRules(pack, region, partition).map((rule) => ({ ...coveredRule(rule), regions: [region] })),
    );
    return {
        target,
        ...(first !== undefined && target === "organization" && coveredMembers(first)),
        ...(regions.length < regional.length && { regions }),
        rules: joinRules(rules, regions).sort((a, b) => compare(a.rule, b.rule) || compare(canonical(a), canonical(b))),
    };
}

/** A roll-out that is under way covers the units of the rings that have the pack. */
function coveredMembers(pack: ConformancePackPlan): Pick<CoveredPack, "excludedAccounts" | "excludedUnits" | "units"> {
    const { excludedAccounts, excludedUnits } = pack;
    const units = reachedUnits(pack);
    return {
        ...(excludedAccounts.length > 0 && { excludedAccounts: [...excludedAccounts].sort() }),
        ...(excludedUnits !== undefined && { excludedUnits: [...excludedUnits].sort() }),
        ...(units !== undefined && { units: [...units].sort() }),
    };
}

/** Input parameters are no coverage: they stay only where they tell two rules with the same source in one region apart. */
export function withoutParameters(coverage: Coverage): Coverage {
    const variants = new Map<string, Set<string>>();
    const sources = ({ owner, rule, regions }: CoveredRule, pack: CoveredPack): string[] =>
        (regions ?? pack.regions ?? coverage.regions).map((region) => `${region} ${owner ?? "AWS"} ${rule}`);
    for (const pack of Object.values(coverage.packs)) {
        for (const rule of pack.rules) {
            for (const source of sources(rule, pack)) {
                const known = variants.get(source) ?? new Set();
                variants.set(source, known.add(canonical(rule.parameters ?? {})));
            }
        }
    }
    return {
        ...coverage,
        packs: Object.fromEntries(
            Object.entries(coverage.packs).map(([name, pack]) => {
                const everywhere = pack.regions ?? coverage.regions;
                const rules = pack.rules.map(({ parameters, ...rule }): CoveredRule & { regions: string[] } => ({
                    ...rule,
                    ...(sources(rule, pack).some((source) => (variants.get(source)?.size ?? 0) > 1) && {
                        parameters: parameters ?? {},
                    }),
                    regions: rule.regions ?? everywhere,
                }));
                return [name, { ...pack, rules: joinRules(rules, everywhere) }];
            }),
        ),
    };
}

/**
 * Tells a rule that stands in several regions once; one that stands twice in a region stays twice.
 *
 * @param everywhere the regions of the pack: where a rule stands in all of them, none is named
 */
function joinRules(
    rules: readonly (CoveredRule & { regions: string[] })[],
    everywhere: readonly string[],
): CoveredRule[] {
    const joined: { rule: CoveredRule; key: string; regions: string[] }[] = [];
    const byKey = new Map<string, typeof joined>();
    for (const { regions, ...rule } of rules) {
        const key = canonical(rule);
        const same = byKey.get(key) ?? [];
        const other = same.find((one) => !one.regions.some((region) => regions.includes(region)));
        if (other === undefined) {
            const one = { rule, key, regions: [...regions] };
            joined.push(one);
            byKey.set(key, [...same, one]);
        } else {
            other.regions.push(...regions);
        }
    }
    return joined.map(({ rule: { rule, ...more }, regions }) => ({
        rule,
        ...(regions.length < everywhere.length && { regions: regions.sort(compare) }),
        ...more,
    }));
}

function recordingOf(recorder: RecorderPlan): CoveredRecording | undefined {
    if (recorder.mode === "use") {
        return undefined;
    }
    const { strategy, includeGlobalResourceTypes, resourceTypes } = recorder.recordingGroup;
    const types = [...resourceTypes].sort();
    const frequency = recorder.recordingFrequency === "DAILY" ? "daily" : "continuous";
    const other = frequency === "daily" ? "continuous" : "daily";
    const others = recorder.overrides
        .filter(({ recordingFrequency }) => recordingFrequency !== recorder.recordingFrequency)
        .flatMap((override) => override.resourceTypes);
    return {
        record:
            strategy === "ALL_SUPPORTED_RESOURCE_TYPES"
                ? "all"
                : strategy === "INCLUSION_BY_RESOURCE_TYPES"
                  ? { only: types }
                  : { except: types },
        ...(strategy === "ALL_SUPPORTED_RESOURCE_TYPES" && { globalResourceTypes: includeGlobalResourceTypes }),
        frequency,
        ...(others.length > 0 && { [other]: [...new Set(others)].sort() }),
    };
}

/** Without the rules of which the stack's own values say that they are left out. */
function deployedRules(pack: ConformancePackPlan, region: string, partition: string): RulePlan[] {
    if (pack.rules.every(({ condition }) => condition === undefined)) {
        return [...pack.rules];
    }
    const template = parsePack(pack.file, pack.template, { read: () => undefined, list: () => [], others: () => [] })
        .pack?.template;
    const evaluator =
        template &&
        new Evaluator(template, {
            ...defaultsOf(template),
            ...Object.fromEntries(pack.parameters.map(({ name, value }) => [name, value])),
            "AWS::Region": region,
            "AWS::Partition": partition,
        });
    return pack.rules.flatMap(({ condition, ...rule }) => {
        const holds = condition === undefined ? true : evaluator?.condition(condition);
        return holds === true ? [rule] : holds === false ? [] : [{ ...rule, ...(condition && { condition }) }];
    });
}

function coveredRule(rule: RulePlan): CoveredRule {
    const { owner, sourceIdentifier, frequency, scope, condition, inputParameters } = rule;
    // Process checks share one identifier, and custom rules have none that is the same everywhere.
    const isManaged = owner === "AWS" && sourceIdentifier !== "AWS_CONFIG_PROCESS_CHECK";
    const types = scope?.["ComplianceResourceTypes"];
    // Once a day is the rarest that there is, and what a rule without a frequency does.
    const oftener = FREQUENCIES.find((known) => known === frequency && known !== "TwentyFour_Hours");
    return {
        rule: isManaged && sourceIdentifier !== undefined ? sourceIdentifier : nameOf(rule),
        ...((owner === "CUSTOM_LAMBDA" || owner === "CUSTOM_POLICY") && { owner }),
        ...(types !== undefined &&
            types !== null && { types: (Array.isArray(types) ? types : [types]).map(text).sort() }),
        ...named("resourceId", scope?.["ComplianceResourceId"]),
        ...named("tagKey", scope?.["TagKey"]),
        ...named("tagValue", scope?.["TagValue"]),
        ...(oftener !== undefined && { frequency: oftener }),
        ...(condition !== undefined && { condition }),
        parameters: Object.fromEntries(
            Object.entries(isObject(inputParameters) ? inputParameters : {})
                .map(([name, value]): [string, string] => [name, text(value)])
                .sort(([one], [other]) => compare(one, other)),
        ),
    };
}

function named(key: string, value: TemplateValue | undefined): object {
    return value === undefined || value === null ? {} : { [key]: text(value) };
}

/** What only AWS can resolve stays as it is written, in one line. */
function text(value: TemplateValue): string {
    return typeof value === "string" ? value : canonical(value);
}

function compare(a: string, b: string): number {
    return a < b ? -1 : a > b ? 1 : 0;
}
