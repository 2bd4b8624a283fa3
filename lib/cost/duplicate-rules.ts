/** Rules that several packs deploy, which are evaluated and billed once per pack. */
import type { DeploymentPlan, RegionPlan } from "../plan/plan.ts";
import { regionsOf } from "../plan/regions.ts";
import { identityOf } from "../plan/rule-identity.ts";

export interface DuplicateRule {
    /** The managed rule identifier, or the name of a Guard rule. */
    readonly identifier: string;
    /** Where it stands, in the order of the plan: the first is the one that is needed. */
    readonly places: readonly { readonly pack: string; readonly logicalId: string; readonly name?: string }[];
}

/**
 * Managed rules and Guard rules with the same parameters, scope, frequency and condition, with the same target. Sorted by
 * identifier. What is deployed twice in several regions is told once.
 */
export function duplicateRules(plan: DeploymentPlan): DuplicateRule[] {
    const found = regionsOf(plan).flatMap((region) => duplicatesIn(region));
    const distinct = new Map(found.map((one) => [JSON.stringify([one.identifier, one.places]), one]));
    const byIdentifier = Map.groupBy(distinct.values(), ({ identifier }) => identifier);
    return [...distinct.values()]
        .filter((one) => !byIdentifier.get(one.identifier)?.some((other) => holdsAll(other, one)))
        .sort((a, b) => (a.identifier < b.identifier ? -1 : a.identifier > b.identifier ? 1 : 0));
}

/** Whether a region has the duplicate in all these places and more. */
function holdsAll({ places: all }: DuplicateRule, { places }: DuplicateRule): boolean {
    return (
        all.length > places.length &&
        places.every((one) => all.some(({ pack, logicalId }) => pack === one.pack && logicalId === one.logicalId))
    );
}

function duplicatesIn(region: Pick<RegionPlan, "packs">): DuplicateRule[] {
    const places = new Map<string, { identifier: string; places: DuplicateRule["places"][number][] }>();
    for (const pack of region.packs) {
        for (const rule of pack.rules) {
            const key = identityOf(pack, rule);
            if (key !== undefined) {
                const found = places.get(key) ?? {
                    identifier: rule.sourceIdentifier ?? rule.name ?? rule.logicalId,
                    places: [],
                };
                found.places.push({
                    pack: pack.name,
                    logicalId: rule.logicalId,
                    ...(rule.name !== undefined && { name: rule.name }),
                });
                places.set(key, found);
            }
        }
    }
    return [...places.values()].filter((found) => found.places.length > 1);
}

/** The packs of a region with every duplicate left out but the first. */
export function withoutDuplicates(packs: RegionPlan["packs"]): RegionPlan["packs"] {
    const seen = new Set<string>();
    return packs.map((pack) => ({
        ...pack,
        rules: pack.rules.filter((rule) => {
            const key = identityOf(pack, rule);
            const repeated = key !== undefined && seen.has(key);
            seen.add(key ?? "");
            return !repeated;
        }),
    }));
}
