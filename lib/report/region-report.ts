/** What a stack has in each region: regions that are alike are told together. */
import type { RegionCost } from "../cost/estimate.ts";
import { plus, type Range } from "../cost/range.ts";
import { joinRegions } from "../plan/alike-regions.ts";
import type { DeploymentPlan, LeftOutRule, RegionPlan } from "../plan/plan.ts";
import { regionsOf } from "../plan/regions.ts";

/** Regions that are alike in all that they have. */
export interface RegionReport {
    readonly regions: readonly string[];
    /** The home region is among them: global resource types are recorded there, and rules on them deployed. */
    readonly home: boolean;
    /** The account has to enable them, and the stack does so. */
    readonly enable: boolean;
    readonly recorder: RegionPlan["recorder"];
    readonly deliveryChannel: RegionPlan["deliveryChannel"];
    readonly retention: RegionPlan["retention"];
    /** Name of the delivery topic; absent where there is none. */
    readonly deliveryTopic?: string;
    /** Names, in alphabetical order. */
    readonly packs: readonly string[];
    /** How many rules the packs of one of the regions have. */
    readonly rules: number;
    /** Rules on global resource types, for which the home region answers. */
    readonly leftOut: readonly LeftOutRule[];
    /** A month, of all these regions together. */
    readonly cost: Range;
}

/** @param costs of each region of the plan; absent where there is but one */
export function reportRegions(
    plan: DeploymentPlan,
    total: Range,
    costs: readonly RegionCost[] | undefined,
): RegionReport[] {
    const items = regionsOf(plan).map((region) => ({ region: region.region, item: region }));
    const costOf = new Map(costs?.map((cost) => [cost.region, cost.total]));
    return joinRegions(items, (item) => contentOf(plan, item)).map(({ regions, item }) => ({
        regions,
        home: regions.includes(plan.homeRegion),
        enable: item.enable === true,
        recorder: item.recorder,
        deliveryChannel: item.deliveryChannel,
        retention: item.retention,
        ...(item.deliveryTopic !== undefined && { deliveryTopic: item.deliveryTopic.name }),
        packs: item.packs.map(({ name }) => name).sort(),
        rules: item.packs.reduce((sum, { rules }) => sum + rules.length, 0),
        leftOut: item.leftOut ?? [],
        cost: costs === undefined ? total : plus(...regions.flatMap((region) => costOf.get(region) ?? [])),
    }));
}

/** The home region is told apart even where nothing else does. */
function contentOf({ homeRegion }: DeploymentPlan, region: RegionPlan): unknown {
    const { enable, deliveryTopic, recorder, deliveryChannel, retention, packs, leftOut } = region;
    const home = region.region === homeRegion;
    return [home, enable, deliveryTopic, recorder, deliveryChannel, retention, packs.map(packContent), leftOut];
}

/** What makes two packs of one name the same in two regions: all else follows from it, where a rule stands included. */
export function packContent({ rules, ...pack }: RegionPlan["packs"][number]): unknown {
    return [pack, rules.map(({ logicalId }) => logicalId)];
}
