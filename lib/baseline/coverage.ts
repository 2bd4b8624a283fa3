/** What a deployment plan covers, in the words of a baseline. */
import { canonical } from "../check/repeated-rules.ts";
import { nameOf } from "../cost/estimate.ts";
import { defaultsOf, Evaluator } from "../pack/evaluate.ts";
import { FREQUENCIES } from "../pack/frequencies.ts";
import { parsePack } from "../pack/parse.ts";
import { isObject, type TemplateValue } from "../pack/template-value.ts";
import { reachedUnits } from "../plan/organization-reach.ts";
import type { ConformancePackPlan, DeploymentPlan, RecorderPlan, RulePlan } from "../plan/plan.ts";
import type { Coverage, CoveredPack, CoveredRecording, CoveredRule } from "./schema.ts";

/** Sorted throughout: the same coverage always gives the same value. Input parameters stand with every rule. */
export function coverageOf(plan: DeploymentPlan): Coverage {
    const recorder = recordingOf(plan.recorder);
    return {
        regions: [plan.region],
        ...(recorder !== undefined && { recorder }),
        packs: Object.fromEntries(
            [...plan.packs]
                .sort((a, b) => compare(a.name, b.name))
                .map((pack) => [
                    pack.name,
                    {
                        target: pack.target,
                        ...(pack.target === "organization" && coveredMembers(pack)),
                        rules: deployedRules(pack, plan)
                            .map(coveredRule)
                            .sort((a, b) => compare(a.rule, b.rule) || compare(canonical(a), canonical(b))),
                    },
                ]),
        ),
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

/** Input parameters are no coverage: they stay only where they tell two rules with the same source apart. */
export function withoutParameters(coverage: Coverage): Coverage {
    const variants = new Map<string, Set<string>>();
    const source = ({ owner, rule }: CoveredRule): string => `${owner ?? "AWS"} ${rule}`;
    for (const rule of Object.values(coverage.packs).flatMap(({ rules }) => rules)) {
        const known = variants.get(source(rule)) ?? new Set();
        variants.set(source(rule), known.add(canonical(rule.parameters ?? {})));
    }
    return {
        ...coverage,
        packs: Object.fromEntries(
            Object.entries(coverage.packs).map(([name, pack]) => [
                name,
                {
                    ...pack,
                    rules: pack.rules.map(({ parameters, ...rule }) => ({
                        ...rule,
                        ...((variants.get(source(rule))?.size ?? 0) > 1 && { parameters: parameters ?? {} }),
                    })),
                },
            ]),
        ),
    };
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
function deployedRules(pack: ConformancePackPlan, { region, partition }: DeploymentPlan): RulePlan[] {
    if (pack.rules.every(({ condition }) => condition === undefined)) {
        return [...pack.rules];
    }
    const template = parsePack(pack.file, pack.template, { read: () => undefined, list: () => [] }).pack?.template;
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
