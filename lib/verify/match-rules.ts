/** Which rule in AWS is which rule of the plan, by their names. */
import { nameInPack } from "../waivers/match.ts";
import type { ExpectedRule } from "./expected-pack.ts";

export interface RuleMatches {
    /** Names as the plan has them, sorted. */
    readonly missing: readonly string[];
    /** Names without the ending that AWS Config appends, sorted. */
    readonly unexpected: readonly string[];
    /** The rules that are in both, in the plan's order; `deployed` with the ending. */
    readonly pairs: readonly { readonly rule: ExpectedRule; readonly deployed: string }[];
    /** Names of rules that AWS has, of which it cannot be told which is which. Sorted. */
    readonly ambiguous: readonly string[];
}

/**
 * A rule without a name is known by its logical ID, alone or as the part of a name that CloudFormation made:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-physical-names.html
 *
 * @param deployed names as AWS has them, with or without the ending
 */
export function matchRules(expected: readonly ExpectedRule[], deployed: readonly string[]): RuleMatches {
    const names = [...new Set(deployed)];
    const found = expected.map((rule) => ({ rule, names: names.filter((name) => isNamed(rule, nameInPack(name))) }));
    const claims = (name: string): number => found.filter((one) => one.names.includes(name)).length;
    const present = found.filter((one) => one.names.length > 0);
    const isSure = (one: { names: string[] }): boolean =>
        one.names.length === 1 && one.names.every((n) => claims(n) === 1);
    return {
        missing: found
            .filter((one) => !one.rule.optional && one.names.length === 0)
            .map((one) => labelOf(one.rule))
            .sort(),
        unexpected: [...new Set(names.filter((name) => claims(name) === 0).map(nameInPack))].sort(),
        pairs: present.filter(isSure).map((one) => ({ rule: one.rule, deployed: one.names[0] ?? "" })),
        ambiguous: present
            .filter((one) => !isSure(one))
            .map((one) => labelOf(one.rule))
            .sort(),
    };
}

/** How a rule is named to a reader. */
export function labelOf({ name, logicalId }: Pick<ExpectedRule, "name" | "logicalId">): string {
    return name ?? logicalId;
}

/** @param deployed the name as AWS has it, without the ending */
export function isNamed({ name, logicalId }: Pick<ExpectedRule, "name" | "logicalId">, deployed: string): boolean {
    return name === undefined
        ? deployed === logicalId || deployed.includes(`-${logicalId}-`) || deployed.startsWith(`${logicalId}-`)
        : deployed === name;
}
