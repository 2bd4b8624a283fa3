import { identityOf } from "../../../lib/plan/rule-identity.ts";
import type { DeploymentPlan } from "../../../lib/plan/plan.ts";

/** What each rule of a plan checks: its source with parameters, scope and frequency. */
export function ruleIdentities(plan: DeploymentPlan): string[] {
    return plan.packs.flatMap((pack) => pack.rules.map((rule) => identityOf(pack, rule) ?? rule.logicalId));
}
