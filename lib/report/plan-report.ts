/** A plan as people and machines read it: what goes where, what becomes of it in AWS, what it costs. */
import { type CostEstimate, estimateCost, nameOf } from "../cost/estimate.ts";
import type { Range } from "../cost/range.ts";
import type { UsageProfile } from "../cost/usage.ts";
import type { RolloutPlan } from "../plan/members-plan.ts";
import type { ConformancePackPlan, DeploymentPlan, RulePlan } from "../plan/plan.ts";
import { flattenResources, plannedResources, type PlannedComponent } from "../plan/planned-resources.ts";
import { type Headroom, headroomOf } from "../quota/headroom.ts";

export interface PackReport {
    readonly name: string;
    readonly file: string;
    readonly bundle?: string;
    readonly target: ConformancePackPlan["target"];
    readonly excludedAccounts: readonly string[];
    readonly parameters: ConformancePackPlan["parameters"];
    readonly bytes: number;
    readonly delivery: "inline" | "s3";
    readonly rules: readonly RuleReport[];
    readonly remediations: readonly {
        readonly rule: string;
        readonly document?: string;
        readonly automatic: boolean;
    }[];
    readonly cost: Range;
}

export interface RuleReport extends Pick<
    RulePlan,
    "logicalId" | "sourceIdentifier" | "severity" | "controls" | "inputParameters" | "scope" | "frequency" | "condition"
> {
    readonly name: string;
    readonly cost: Range;
}

export interface PlanReport {
    readonly stack: string;
    /** Where the configuration names it. */
    readonly account?: string;
    readonly region: string;
    readonly homeRegion: string;
    /** In alphabetical order. */
    readonly packs: readonly PackReport[];
    readonly components: readonly PlannedComponent[];
    readonly resources: number;
    /** Absent where nothing is rolled out to members. */
    readonly members?: MembersReport;
    readonly headroom: readonly Headroom[];
    readonly cost: Omit<CostEstimate, "packs">;
}

/** What is rolled out to member accounts, where and as whom. */
export type MembersReport = Pick<RolloutPlan, "units" | "regions" | "callAs" | "preferences">;

/** Everything that is known about a plan without asking AWS. The same plan gives the same report. */
export function reportPlan(plan: DeploymentPlan, usage: UsageProfile): PlanReport {
    const { packs: packCosts, ...cost } = estimateCost(plan, usage);
    const components = plannedResources(plan);
    return {
        stack: plan.stack,
        ...(plan.account !== undefined && { account: plan.account }),
        region: plan.region,
        homeRegion: plan.homeRegion,
        packs: plan.packs
            .map((pack, index) => reportPack(pack, packCosts[index] as CostEstimate["packs"][number]))
            .sort((a, b) => (a.name < b.name ? -1 : 1)),
        components,
        resources: flattenResources(components).length,
        ...(plan.members?.rollout && { members: reportMembers(plan.members.rollout) }),
        headroom: headroomOf(plan),
        cost,
    };
}

function reportMembers({ units, regions, callAs, preferences }: RolloutPlan): MembersReport {
    return { units, regions, callAs, preferences };
}

function reportPack(pack: ConformancePackPlan, cost: CostEstimate["packs"][number]): PackReport {
    return {
        name: pack.name,
        file: pack.file,
        ...(pack.bundle !== undefined && { bundle: pack.bundle }),
        target: pack.target,
        excludedAccounts: pack.excludedAccounts,
        parameters: pack.parameters,
        bytes: pack.bytes,
        delivery: pack.delivery.kind,
        rules: pack.rules.map(
            ({ location: _place, origins: _places, owner: _owner, description: _text, ...rule }, at) => ({
                ...rule,
                name: nameOf(rule),
                cost: cost.rules[at]?.cost as Range,
            }),
        ),
        remediations: (pack.remediations ?? []).map(({ rule, document, automatic }) => ({
            rule,
            ...(document !== undefined && { document }),
            automatic,
        })),
        cost: cost.cost,
    };
}
