/** The policy that AWS Config gets of a Guard rule: its source, with the parameters that Guard cannot read as text. */
import { type CustomRule, type JsonObject } from "../custom-rule.ts";
import { listOf } from "../list-of.ts";
import { type ParameterValue, withDefaults } from "../parameters.ts";
import type { RuleParameter } from "../schema.ts";

/** Under this key a policy finds the rule's input parameters, all of them texts. */
export const PARAMETERS_KEY = "CONFIG_RULE_PARAMETERS";

/** https://docs.aws.amazon.com/config/latest/APIReference/API_CustomPolicyDetails.html */
export const POLICY_RUNTIME = "guard-2.x.x";

/**
 * Whether the value stands in the policy, as the variable `%name`: AWS Config hands input parameters over as texts, which
 * Guard 2 neither splits nor compares with numbers.
 */
export function isInPolicy(parameter: RuleParameter): boolean {
    return parameter.type !== "string";
}

export interface GuardPolicy {
    readonly text: string;
    /** Lines before the first of the source. */
    readonly linesBefore: number;
    /** What AWS Config hands over as input parameters. */
    readonly inputParameters: Readonly<Record<string, string>>;
}

/** @param given values that fit their parameters; defaults stand in for the others */
export function policyOf(
    rule: Pick<CustomRule, "parameters" | "source">,
    given: Readonly<Record<string, ParameterValue>>,
): GuardPolicy {
    const values = Object.entries(withDefaults(rule.parameters, given));
    const within = values.flatMap(([name, value]) => {
        const parameter = rule.parameters[name];
        return parameter !== undefined && isInPolicy(parameter) ? [assignment(name, parameter, value)] : [];
    });
    const texts = values.filter(([name]) => rule.parameters[name]?.type === "string");
    return {
        text: `${[...within, rule.source.trimEnd()].join("\n")}\n`,
        linesBefore: within.length,
        inputParameters: Object.fromEntries(texts.map(([name, value]) => [name, textOf(value)])),
    };
}

/** The configuration item as a policy sees it. */
export function policyInput(item: JsonObject, { inputParameters }: Pick<GuardPolicy, "inputParameters">): JsonObject {
    return { ...item, [PARAMETERS_KEY]: inputParameters };
}

function assignment(name: string, { type }: RuleParameter, value: ParameterValue): string {
    return `let ${name} = ${type === "list" || type === "patterns" ? list(type, value) : number(textOf(value))}`;
}

function list(type: "list" | "patterns", value: ParameterValue): string {
    const items = listOf(value);
    return `[${items.map((item) => (type === "patterns" && item.includes("*") ? pattern(item) : quoted(item))).join(", ")}]`;
}

/** Guard takes any number of digits, but no sign where there need be none, and no capitals. */
function number(text: string): string {
    return text
        .trim()
        .replace(/^\+/, "")
        .replace(/^(-?)\./, "$10.")
        .replace(/\.$/, "")
        .toLowerCase();
}

/** In a text of Guard's, only the quote itself is escaped. */
function quoted(text: string): string {
    return `"${text.replaceAll('"', '\\"')}"`;
}

/** `m7g.*` as `/^m7g\..*$/`. */
function pattern(text: string): string {
    const parts = text.split("*").map((part) => part.replaceAll(/[\\^$.|?+()[\]{}/]/g, "\\$&"));
    return `/^${parts.join(".*")}$/`;
}

function textOf(value: ParameterValue): string {
    return typeof value === "string" ? value : value.join(",");
}
