/** A plan as people and machines read it: what goes where, what becomes of it in AWS, what it costs. */
import { type CostEstimate, estimateCost, nameOf, type PackCost } from "../cost/estimate.ts";
import { joinPackCosts } from "../cost/join-regions.ts";
import type { Range } from "../cost/range.ts";
import type { UsageProfile } from "../cost/usage.ts";
import { joinRegions } from "../plan/alike-regions.ts";
import type { RolloutPlan } from "../plan/members-plan.ts";
import type { ConformancePackPlan, DeploymentPlan, RulePlan } from "../plan/plan.ts";
import { flattenResources, plannedResources, type PlannedComponent } from "../plan/planned-resources.ts";
import { packsOfAllRegions, regionsOf } from "../plan/regions.ts";
import { type Headroom, headroomOf } from "../quota/headroom.ts";
import { type RemediationReport, reportRemediation } from "./remediation-report.ts";
import { packContent, type RegionReport, reportRegions } from "./region-report.ts";

export interface PackReport {
    readonly name: string;
    readonly file: string;
    readonly bundle?: string;
    readonly target: ConformancePackPlan["target"];
    /** Where it is deployed in this form. Absent where the stack has a single region. */
    readonly regions?: readonly string[];
    readonly excludedAccounts: readonly string[];
    readonly excludedUnits?: ConformancePackPlan["excludedUnits"];
    readonly units?: ConformancePackPlan["units"];
    readonly rollout?: ConformancePackPlan["rollout"];
    readonly parameters: ConformancePackPlan["parameters"];
    readonly bytes: number;
    readonly delivery: "inline" | "s3";
    readonly rules: readonly RuleReport[];
    readonly remediations: readonly RemediationReport[];
    /** A month, in all these regions together. */
    readonly cost: Range;
}

export interface RuleReport extends Pick<
    RulePlan,
    | "logicalId"
    | "sourceIdentifier"
    | "severity"
    | "controls"
    | "reason"
    | "inputParameters"
    | "scope"
    | "frequency"
    | "condition"
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
    /** The stack's own first. Absent where it is the only one, and leaves nothing to another stack's home region. */
    readonly regions?: readonly RegionReport[];
    /** In alphabetical order. A pack that differs between regions is there once for each of its forms. */
    readonly packs: readonly PackReport[];
    readonly components: readonly PlannedComponent[];
    readonly resources: number;
    /** Absent where nothing is rolled out to members. */
    readonly members?: MembersReport;
    /** Roles of remediations, with what each may do. Absent where there are none. */
    readonly remediationRoles?: DeploymentPlan["remediationRoles"];
    readonly headroom: readonly Headroom[];
    readonly cost: Omit<CostEstimate, "packs" | "regions"> & {
        /** Absent where the stack has a single region. */
        readonly regions?: readonly { readonly region: string; readonly total: Range }[];
    };
}

/** What is rolled out to member accounts, where and as whom. */
export type MembersReport = Pick<RolloutPlan, "units" | "regions" | "callAs" | "preferences">;

/** Everything that is known about a plan without asking AWS. The same plan gives the same report. */
export function reportPlan(plan: DeploymentPlan, usage: UsageProfile): PlanReport {
    const { packs: packCosts, regions: regionCosts, ...cost } = estimateCost(plan, usage);
    const components = plannedResources(plan);
    const hasRegions = plan.furtherRegions !== undefined || plan.leftOut !== undefined;
    return {
        stack: plan.stack,
        ...(plan.account !== undefined && { account: plan.account }),
        region: plan.region,
        homeRegion: plan.homeRegion,
        ...(hasRegions && { regions: reportRegions(plan, cost.total, regionCosts) }),
        packs: reportPacks(plan, packCosts, regionCosts),
        components,
        resources: flattenResources(components).length,
        ...(plan.members?.rollout && { members: reportMembers(plan.members.rollout) }),
        ...(plan.remediationRoles && { remediationRoles: plan.remediationRoles }),
        headroom: headroomOf(plan),
        cost: {
            ...cost,
            ...(regionCosts && { regions: regionCosts.map(({ region, total }) => ({ region, total })) }),
        },
    };
}

function reportMembers({ units, regions, callAs, preferences }: RolloutPlan): MembersReport {
    return { units, regions, callAs, preferences };
}

/** What is deployed alike in several regions is one pack. */
function reportPacks(
    plan: DeploymentPlan,
    packCosts: CostEstimate["packs"],
    regionCosts: CostEstimate["regions"],
): PackReport[] {
    if (regionCosts === undefined) {
        return plan.packs
            .map((pack, index) => reportPack(pack, packCosts[index] as PackCost))
            .sort((a, b) => (a.name < b.name ? -1 : 1));
    }
    const order = regionsOf(plan).map(({ region }) => region);
    return joinRegions(
        packsOfAllRegions(plan).map(({ region, pack }) => ({ region, item: pack })),
        packContent,
    )
        .map(({ regions, item: pack }) => {
            const costs = regionCosts
                .filter(({ region }) => regions.includes(region))
                .map((one) => ({ ...one, packs: one.packs.filter(({ name }) => name === pack.name) }));
            return { ...reportPack(pack, joinPackCosts(costs)[0] as PackCost), regions };
        })
        .sort((a, b) =>
            a.name === b.name
                ? order.indexOf(a.regions[0] ?? "") - order.indexOf(b.regions[0] ?? "")
                : a.name < b.name
                  ? -1
                  : 1,
        );
}

function reportPack(pack: ConformancePackPlan, cost: PackCost): PackReport {
    return {
        name: pack.name,
        file: pack.file,
        ...(pack.bundle !== undefined && { bundle: pack.bundle }),
        target: pack.target,
        excludedAccounts: pack.excludedAccounts,
        ...(pack.excludedUnits && { excludedUnits: pack.excludedUnits }),
        ...(pack.units && { units: pack.units }),
        ...(pack.rollout && { rollout: pack.rollout }),
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
        remediations: (pack.remediations ?? []).map(reportRemediation),
        cost: cost.cost,
    };
}
