/** The rules that a pack has in AWS, compared with those that the plan gives it. */
import type { RulePlan } from "../plan/plan.ts";
import { nameInPack } from "../waivers/match.ts";

export interface RuleNameComparison {
    /** Names as the plan has them, sorted. */
    readonly missing: readonly string[];
    /** Names without the ending that AWS Config appends, sorted. */
    readonly unexpected: readonly string[];
}

/**
 * Compares by name, the one thing that AWS tells of a pack's rules: the template cannot be read back.
 *
 * A rule with a condition may be absent: whether it holds is decided by AWS. A rule without a name is known by its
 * logical ID, alone or as the part of a name that CloudFormation made:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-physical-names.html
 *
 * @param deployed names as AWS has them, with or without the ending
 */
export function compareRuleNames(planned: readonly RulePlan[], deployed: readonly string[]): RuleNameComparison {
    const names = [...new Set(deployed.map(nameInPack))].sort();
    return {
        missing: planned
            .filter((rule) => rule.condition === undefined && !names.some((name) => isNamed(rule, name)))
            .map((rule) => rule.name ?? rule.logicalId)
            .sort(),
        unexpected: names.filter((name) => !planned.some((rule) => isNamed(rule, name))),
    };
}

function isNamed({ name, logicalId }: RulePlan, deployed: string): boolean {
    return name === undefined
        ? deployed === logicalId || deployed.includes(`-${logicalId}-`) || deployed.startsWith(`${logicalId}-`)
        : deployed === name;
}
