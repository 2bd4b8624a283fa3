/** Which region of the old plan is which of the new one. */
import type { DeploymentPlan, RegionPlan } from "../plan/plan.ts";
import { joinRegions } from "../plan/alike-regions.ts";
import { regionsOf } from "../plan/regions.ts";

export interface RegionPair {
    readonly region: string;
    /** Absent: the region is new. */
    readonly old?: RegionPlan;
    /** Absent: the region is gone. */
    readonly now?: RegionPlan;
}

/** Whether findings have to say which region they are of. */
export function hasSeveralRegions(...plans: readonly (DeploymentPlan | undefined)[]): boolean {
    return plans.some((plan) => plan?.furtherRegions !== undefined);
}

/**
 * The regions of both plans by their names, those of the new plan first. A stack with a single region that moves is one
 * pair all the same: what it had in one region is compared with what it has in the other.
 */
export function pairRegions(old: DeploymentPlan | undefined, now: DeploymentPlan | undefined): RegionPair[] {
    if (!hasSeveralRegions(old, now)) {
        const region = (now ?? old)?.region;
        return region === undefined ? [] : [{ region, ...(old && { old }), ...(now && { now }) }];
    }
    const [before, after] = [old, now].map(
        (plan) => new Map((plan === undefined ? [] : regionsOf(plan)).map((one) => [one.region, one])),
    );
    return [...new Set([...(after?.keys() ?? []), ...(before?.keys() ?? [])])].map((region) => {
        const [was, is] = [before?.get(region), after?.get(region)];
        return { region, ...(was && { old: was }), ...(is && { now: is }) };
    });
}

/**
 * Finds the same in each pair, and tells what is alike in several regions once.
 *
 * @returns with the names of the regions only where there are several
 */
export function inEachRegion<Item extends object>(
    pairs: readonly RegionPair[],
    named: boolean,
    find: (pair: RegionPair) => readonly Item[],
): (Item & { readonly regions?: readonly string[] })[] {
    if (!named) {
        return pairs.flatMap(find);
    }
    return joinRegions(pairs.flatMap((pair) => find(pair).map((item) => ({ region: pair.region, item })))).map(
        ({ regions, item }) => ({ ...item, regions }),
    );
}
