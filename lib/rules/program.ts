/** What the plan says of a rule that this project runs in AWS Lambda. */
import type { RuleProgramPlan } from "../plan/plan.ts";
import type { CustomRule } from "./custom-rule.ts";
import { RULE_KINDS } from "./kinds.ts";

/** @returns undefined for a rule that AWS Config evaluates by itself */
export function programOf(rule: CustomRule): RuleProgramPlan | undefined {
    if (!RULE_KINDS[rule.kind].runsInLambda) {
        return undefined;
    }
    return {
        rule: rule.name,
        kind: rule.kind,
        source: rule.source,
        trigger: rule.frequency === undefined ? "change" : "periodic",
        ...("types" in rule.scope && { resourceTypes: rule.scope.types }),
        permissions: [...new Set(rule.permissions)].sort(),
        memory: rule.memory,
        timeout: rule.timeout,
    };
}
