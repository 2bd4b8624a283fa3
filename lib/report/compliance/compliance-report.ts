/** Live compliance as `packs report` tells it, before it has a form: bounded, however large the organization is. */
import type { CostEstimate } from "../../cost/estimate.ts";
import type { FrameworkReport } from "../../coverage/report.ts";
import type { ControlPlan, Severity } from "../../plan/plan.ts";
import type { ResourceCount, ComplianceScope, Place } from "../../compliance/source.ts";
import type { Counts, Group, WaiverUse } from "../../compliance/tally.ts";
import type { RuleChange } from "../../compliance/timeline.ts";
import type { Waiver } from "../../waivers/waiver.ts";
import type { Trend } from "./trend.ts";

/**
 * Combinations of a rule and a resource that it has a verdict on. The share of compliant ones is what AWS calls the
 * compliance score of a conformance pack:
 * https://docs.aws.amazon.com/config/latest/APIReference/API_ConformancePackComplianceScore.html
 */
export interface Combinations {
    readonly compliant: number;
    /** Waived ones are not among them. */
    readonly failing: number;
    readonly waived: number;
}

/** What is counted under one name: rules in an account and region, and, where they were read, combinations. */
export interface ScoredGroup extends Omit<Group, "worst"> {
    readonly worst?: Severity;
    readonly combinations?: Combinations;
    /** From 0 to 1, of what `ComplianceReport.score.counted` says; absent where nothing has a verdict. */
    readonly score?: number;
}

/** The worst of many; what is left out is summed up and never silently dropped. */
export interface WorstOf<Item> {
    readonly shown: readonly Item[];
    /** How many more there are. */
    readonly others: number;
}

/** Accounts and packs, and what is left out of either as one row and one column. */
export interface PackMatrix {
    /** The worst first. */
    readonly accounts: WorstOf<ScoredGroup>;
    readonly packs: WorstOf<ScoredGroup>;
    /** One row for each account that is shown, a cell for each pack that is shown; absent where the account has no such rule. */
    readonly cells: readonly (readonly (ScoredGroup | undefined)[])[];
    /** All accounts that are not shown, by the packs that are; absent where all are shown. */
    readonly otherAccounts?: {
        readonly total: ScoredGroup;
        readonly cells: readonly (ScoredGroup | undefined)[];
        /** The sum of what is shown nowhere else. */
        readonly otherPacks?: ScoredGroup;
    };
    /** All packs that are not shown, by the accounts that are; absent where all are shown. */
    readonly otherPacks?: readonly (ScoredGroup | undefined)[];
    /** How many accounts of all have which score, pack by pack: one number for each of `SCORE_BANDS`. */
    readonly distribution: readonly { readonly pack: string; readonly accounts: readonly number[] }[];
}

export interface RuleReport extends Counts {
    readonly rule: string;
    readonly packs: readonly string[];
    readonly severity?: Severity;
    readonly controls: readonly ControlPlan[];
    readonly combinations?: Combinations;
    readonly score?: number;
}

/** A rule that a resource does not comply with. */
export interface Finding {
    readonly rule: string;
    readonly packs: readonly string[];
    readonly severity?: Severity;
    /** What the rule says of the resource. */
    readonly annotation?: string;
    /** When AWS Config recorded it: ISO 8601. */
    readonly recorded?: string;
    readonly waiver?: Waiver;
}

/** A change of a resource's compliance. */
export interface ComplianceChange {
    /** ISO 8601. */
    readonly at: string;
    readonly before?: string;
    readonly after?: string;
    readonly rules: readonly RuleChange[];
}

export interface ResourceReport extends Place {
    readonly resourceType: string;
    readonly resourceId: string;
    /** Every finding is waived. */
    readonly waived: boolean;
    /** The worst severity of what is not waived; of all where all is. */
    readonly worst?: Severity;
    /** The worst first. */
    readonly findings: readonly Finding[];
    /** The newest first; absent where it was not asked for, or belongs to another account than the credentials. */
    readonly timeline?: { readonly changes: readonly ComplianceChange[]; readonly more: boolean };
}

export interface ComplianceReport {
    /** When AWS was asked: ISO 8601. */
    readonly at: string;
    readonly scope: ComplianceScope;
    /** Absent where none is meant. */
    readonly stack?: string;
    readonly score: {
        /** `combinations` is AWS's own definition; `rules` where the resources were not to be read. */
        readonly counted: "combinations" | "rules";
        /** Why it is rules that were counted. */
        readonly reason?: string;
        /** From 0 to 1; absent where nothing has a verdict. */
        readonly share?: number;
        readonly compliant: number;
        readonly total: number;
    };
    readonly totals: Counts & {
        readonly accounts: number;
        readonly regions: number;
        readonly rules: number;
        readonly combinations?: Combinations;
    };
    readonly trend: Trend;
    readonly matrix: PackMatrix;
    /** The worst first. */
    readonly regions: readonly ScoredGroup[];
    readonly rules: WorstOf<RuleReport>;
    readonly resources: {
        /** The worst first. */
        readonly shown: readonly ResourceReport[];
        /** Whether these are all that do not comply. */
        readonly complete: boolean;
        /** Resources that do not comply, once for each rule; capped where AWS stopped counting. */
        readonly failing: ResourceCount;
        readonly waived: ResourceCount;
        /** Resources whose history was read, and why it was not of all. */
        readonly timelines: number;
        readonly timelinesMissing?: string;
    };
    /** Of the framework that was asked for, with what the rules of each control say; absent where it has none. */
    readonly coverage?: FrameworkReport & { readonly live: readonly (ScoredGroup | undefined)[] };
    /** Of the stack's plan; absent without one. */
    readonly cost?: CostEstimate;
    readonly waivers: {
        /** That cover something now. */
        readonly used: readonly WaiverUse[];
        /** That hold, and cover nothing of what is here. */
        readonly unused: readonly Waiver[];
        /** That have ended, and cover nothing any more. */
        readonly expired: readonly Waiver[];
    };
}
