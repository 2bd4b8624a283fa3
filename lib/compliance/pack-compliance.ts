/** What a pack is, from what its rules are. */
import type { ComplianceType, PackCompliance } from "./source.ts";

/**
 * As AWS Config sums up: one rule that fails makes the pack fail, and one that complies makes it comply otherwise.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_ConformancePackRuleCompliance.html
 */
export function packCompliance(
    rules: readonly ComplianceType[],
): Pick<PackCompliance, "compliance" | "compliantRules" | "nonCompliantRules" | "totalRules"> {
    const compliantRules = rules.filter((rule) => rule === "COMPLIANT").length;
    const nonCompliantRules = rules.filter((rule) => rule === "NON_COMPLIANT").length;
    return {
        compliance: nonCompliantRules > 0 ? "NON_COMPLIANT" : compliantRules > 0 ? "COMPLIANT" : "INSUFFICIENT_DATA",
        compliantRules,
        nonCompliantRules,
        totalRules: rules.length,
    };
}
