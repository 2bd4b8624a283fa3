/** When two rules are the same rule: what bundles join, what is billed twice, what a check warns of. */
import { canonical } from "../check/repeated-rules.ts";
import type { ConformancePackPlan, RulePlan } from "./plan.ts";

/** Equal for rules that do the same in the same place; undefined for rules whose work cannot be compared. */
export function identityOf(pack: Pick<ConformancePackPlan, "target">, rule: RulePlan): string | undefined {
    const managed = rule.owner === "AWS" && rule.sourceIdentifier !== "AWS_CONFIG_PROCESS_CHECK";
    const source = managed
        ? rule.sourceIdentifier
        : rule.policy !== undefined
          ? [rule.policy.text]
          : rule.program && [rule.program.rule, rule.program.source];
    return source === undefined
        ? undefined
        : canonical([pack.target, source, rule.inputParameters, rule.scope, rule.frequency, rule.condition]);
}
