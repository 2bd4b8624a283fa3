/** Which rules of a pack look at nothing but what an account has once: they belong to the home region alone. */
import { areGlobal, isGlobalRule } from "../catalogue/global-rules.ts";
import { catalogue } from "../catalogue/catalogue.ts";
import type { RulePlan } from "./plan.ts";

/**
 * Whether a rule looks at global resource types only: by its own scope, or by what AWS says of the managed rule.
 * https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html
 */
export function looksAtGlobalTypesOnly({ owner, sourceIdentifier, scope, program }: RulePlan): boolean {
    const types = scope?.["ComplianceResourceTypes"] ?? program?.resourceTypes;
    if (Array.isArray(types) && types.length > 0 && types.every((type) => typeof type === "string")) {
        return areGlobal(types);
    }
    const known = owner === "AWS" ? catalogue().byIdentifier(sourceIdentifier ?? "") : undefined;
    return known !== undefined && isGlobalRule(known);
}
