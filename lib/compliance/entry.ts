/** A rule in an account and region, with all that is known of it: what status, reports and evidence count. */
import type { ControlPlan, Severity } from "../plan/plan.ts";
import { nameInPack } from "../waivers/match.ts";
import type { Waiver } from "../waivers/waiver.ts";
import { endingOf, type PackEndings } from "./pack-endings.ts";
import type { PlannedRules } from "./planned-rules.ts";
import type { ResourceCount, RuleCompliance } from "./source.ts";

/** AWS Config's words, and ours for a rule of which every resource that does not comply is waived. */
export const VERDICTS = ["NON_COMPLIANT", "WAIVED", "INSUFFICIENT_DATA", "COMPLIANT", "NOT_APPLICABLE"] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface StatusEntry {
    /** AWS's own name of the rule. */
    readonly deployed: string;
    /** The rule's name as readers know it. */
    readonly rule: string;
    /** Packs that it belongs to: one where AWS told or the plan has it once, none where no pack deployed it. */
    readonly packs: readonly string[];
    readonly account: string;
    readonly region: string;
    readonly verdict: Verdict;
    readonly severity?: Severity;
    readonly controls: readonly ControlPlan[];
    /** The managed rule identifier. */
    readonly identifier?: string;
    /** Resources that do not comply and are not waived. */
    readonly failing?: ResourceCount;
    /** Waivers that hold for resources of the rule here, each with the number of these resources. */
    readonly waived?: readonly { readonly waiver: Waiver; readonly resources: ResourceCount }[];
}

/** @param endings absent where nobody asked: then a rule belongs to the packs of the plan that have its name */
export function entryOf(answer: RuleCompliance, rules: PlannedRules, endings?: PackEndings): StatusEntry {
    const { rule: deployed, account, region, compliance, nonCompliant } = answer;
    const pack = endings?.packOf(deployed);
    const { rule, packs, severity, controls, identifier } = rules.find(nameInPack(deployed), pack);
    return {
        deployed,
        rule,
        packs: pack === undefined ? (endingOf(deployed) === undefined ? [] : packs) : [pack],
        account,
        region,
        verdict: compliance,
        ...(severity !== undefined && { severity }),
        controls,
        ...(identifier !== undefined && { identifier }),
        ...(compliance === "NON_COMPLIANT" && nonCompliant !== undefined && { failing: nonCompliant }),
    };
}

/** Resources of several counts: capped where one of them is. */
export function sum(one: ResourceCount, other: ResourceCount): ResourceCount {
    return { count: one.count + other.count, capped: one.capped || other.capped };
}

export const NO_RESOURCES: ResourceCount = { count: 0, capped: false };
