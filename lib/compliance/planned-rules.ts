/** What the plan knows of a rule that AWS Config names: its pack, severity, controls and source. */
import type { DeploymentPlan } from "../plan/plan.ts";
import { packsOfAllRegions } from "../plan/regions.ts";
import { type PackedRule, RuleLookup } from "./rule-lookup.ts";

export type { KnownRule } from "./rule-lookup.ts";

/** Every rule of a plan's packs, those of each region; a rule of several regions stands there as often. */
export function packedRules(plan: DeploymentPlan): PackedRule[] {
    return packsOfAllRegions(plan).flatMap(({ pack }) =>
        pack.rules.map(({ name, logicalId, severity, controls, owner, sourceIdentifier }) => ({
            pack: pack.name,
            logicalId,
            ...(name !== undefined && { name }),
            ...(severity !== undefined && { severity }),
            ...(controls !== undefined && { controls }),
            ...(owner === "AWS" && sourceIdentifier !== undefined && { identifier: sourceIdentifier }),
        })),
    );
}

export class PlannedRules extends RuleLookup {
    /** @param plan absent: nothing is known of any rule but its name */
    constructor(plan?: DeploymentPlan) {
        super(plan === undefined ? [] : packedRules(plan));
    }
}
