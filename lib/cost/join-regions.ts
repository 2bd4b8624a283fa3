/** What packs cost in several regions, as one figure for each pack. */
import type { PackCost, RegionCost, RuleCost } from "./estimate.ts";
import { plus } from "./range.ts";

/** In the order of the regions and of their packs; of a single region its own, as they are. */
export function joinPackCosts(regions: readonly RegionCost[]): PackCost[] {
    const byName = Map.groupBy(
        regions.flatMap(({ packs }) => packs),
        ({ name }) => name,
    );
    return [...byName.values()].map((same) => {
        const [first, ...others] = same;
        return first !== undefined && others.length === 0 ? first : joinPack(same);
    });
}

function joinPack(same: readonly PackCost[]): PackCost {
    const byRule = Map.groupBy(
        same.flatMap(({ rules }) => rules),
        ({ logicalId }) => logicalId,
    );
    return {
        name: same[0]?.name ?? "",
        evaluations: plus(...same.map(({ evaluations }) => evaluations)),
        cost: plus(...same.map(({ cost }) => cost)),
        rules: [...byRule.values()].map(joinRule),
    };
}

function joinRule(same: readonly RuleCost[]): RuleCost {
    const reasons = new Set(same.flatMap(({ uncertain }) => uncertain));
    return {
        logicalId: same[0]?.logicalId ?? "",
        name: same[0]?.name ?? "",
        evaluations: plus(...same.map(({ evaluations }) => evaluations)),
        cost: plus(...same.map(({ cost }) => cost)),
        uncertain: [...reasons].filter(
            // What one region records is evaluated there.
            (reason) => reason !== "not-recorded" || same.every(({ uncertain }) => uncertain.includes(reason)),
        ),
    };
}
