/** Rules that several packs deploy, which are evaluated and billed once per pack. */
import type { DeploymentPlan } from "../plan/plan.ts";
import { identityOf } from "../plan/rule-identity.ts";

export interface DuplicateRule {
    /** The managed rule identifier, or the name of a Guard rule. */
    readonly identifier: string;
    /** Where it stands, in the order of the plan: the first is the one that is needed. */
    readonly places: readonly { readonly pack: string; readonly logicalId: string; readonly name?: string }[];
}

/** Managed rules and Guard rules with the same parameters, scope, frequency and condition, with the same target. Sorted by identifier. */
export function duplicateRules(plan: Pick<DeploymentPlan, "packs">): DuplicateRule[] {
    const places = new Map<string, { identifier: string; places: DuplicateRule["places"][number][] }>();
    for (const pack of plan.packs) {
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
    return [...places.values()]
        .filter((found) => found.places.length > 1)
        .sort((a, b) => (a.identifier < b.identifier ? -1 : a.identifier > b.identifier ? 1 : 0));
}

/** The plan with every duplicate left out but the first. */
export function withoutDuplicates(plan: DeploymentPlan): DeploymentPlan {
    const seen = new Set<string>();
    return {
        ...plan,
        packs: plan.packs.map((pack) => ({
            ...pack,
            rules: pack.rules.filter((rule) => {
                const key = identityOf(pack, rule);
                const repeated = key !== undefined && seen.has(key);
                seen.add(key ?? "");
                return !repeated;
            }),
        })),
    };
}
