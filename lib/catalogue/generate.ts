/**
 * The text of `managed-rules.json` from a collection of what AWS documents about its managed rules, one page each:
 * https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html
 * `npm run catalogue` collects and writes.
 *
 * The collection is keyed by identifier; an entry has the page's name (`rule`), its `trigger`, `resourceTypes` and
 * `parameters` as the page spells them. What is absent is unknown and stays absent. The output has one line a rule, in
 * alphabetical order, so that a comparison of two versions reads as a list of rules.
 */
import type { ManagedRuleData, ParameterData, ParameterType } from "./managed-rule.ts";

interface CollectedParameter {
    readonly type?: string;
    readonly optional?: boolean;
    readonly default?: string | number | boolean;
}

export interface CollectedRule {
    readonly rule?: string;
    readonly trigger?: string;
    readonly resourceTypes?: readonly string[];
    readonly parameters?: Readonly<Record<string, CollectedParameter>>;
    readonly creator?: string;
    readonly deprecated?: boolean;
    readonly regions?: readonly string[];
}

/** The pages spell one type in several ways. */
const TYPES: Readonly<Record<string, ParameterType>> = {
    int: "integer",
    integer: "integer",
    number: "number",
    double: "number",
    boolean: "boolean",
    string: "string",
    csv: "csv",
    stringmap: "map",
};

/** One spelling for types, triggers and creators; text for every default, since AWS Config knows only strings. */
export function normalise(collected: Readonly<Record<string, CollectedRule>>): Record<string, ManagedRuleData> {
    const entries = Object.entries(collected).map(([identifier, rule]): [string, ManagedRuleData] => {
        const trigger = (["change", "periodic", "both"] as const).find((known) => known === rule.trigger);
        const creator = (["firewall-manager", "pack-only"] as const).find((known) => known === rule.creator);
        const { parameters, regions, resourceTypes } = rule;
        return [
            identifier,
            {
                ...(rule.rule !== undefined && { rule: rule.rule }),
                ...(trigger && { trigger }),
                ...(resourceTypes && { resourceTypes: [...resourceTypes].sort() }),
                ...(parameters && {
                    parameters: Object.fromEntries(Object.entries(parameters).map(([k, v]) => [k, parameterOf(v)])),
                }),
                ...(creator && { creator }),
                ...(rule.deprecated === true && { deprecated: true as const }),
                ...(regions && { regions: [...regions].sort() }),
            },
        ];
    });
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The text of `managed-rules.json`. */
export function catalogueText(rules: Readonly<Record<string, ManagedRuleData>>): string {
    const lines = Object.entries(rules).map(([identifier, rule]) => `"${identifier}": ${JSON.stringify(rule)}`);
    return `{\n${lines.join(",\n")}\n}\n`;
}

function parameterOf(parameter: CollectedParameter): ParameterData {
    const type = parameter.type === undefined ? undefined : TYPES[parameter.type.toLowerCase()];
    return {
        ...(type && { type }),
        ...(parameter.optional !== undefined && { optional: parameter.optional }),
        ...(parameter.default !== undefined && { default: String(parameter.default) }),
    };
}
