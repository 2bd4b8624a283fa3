/** Packs and rules that go on, but reach less than before. */
import { nameOf } from "../cost/estimate.ts";
import type { RegionPlan } from "../plan/plan.ts";
import type { LostCoverage } from "./lost-coverage.ts";
import { narrowedPack, narrowedRule } from "./narrowed.ts";

/** Of packs that a region has in both plans, by name. */
export function lostPackCoverage(old: RegionPlan, now: RegionPlan): LostCoverage[] {
    const packs = [...old.packs].sort((a, b) => (a.name < b.name ? -1 : 1));
    return packs.flatMap((before): LostCoverage[] => {
        const after = now.packs.find(({ name }) => name === before.name);
        if (after === undefined) {
            return [];
        }
        const findings = narrowedPack(before, after);
        for (const rule of before.rules) {
            const same = after.rules.find(({ logicalId }) => logicalId === rule.logicalId);
            if (same !== undefined && same.sourceIdentifier === rule.sourceIdentifier) {
                findings.push(...narrowedRule(`${nameOf(rule)} in ${before.name}`, rule, same));
            }
        }
        return findings;
    });
}
