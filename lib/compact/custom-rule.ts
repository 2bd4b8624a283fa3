/** The source of a rule of the project's own, with its parameters, as a template has them. */
import type { Location } from "../diagnostic.ts";
import type { TemplateObject, TemplateValue } from "../pack/template-value.ts";
import type { CustomRule } from "../rules/custom-rule.ts";
import type { FunctionOwner } from "../rules/functions.ts";
import { isInPolicy, POLICY_RUNTIME, policyOf } from "../rules/guard/policy.ts";
import { RULE_KINDS } from "../rules/kinds.ts";
import { isRequired, misfitOf, type ParameterValue } from "../rules/parameters.ts";
import type { Path } from "../yaml-source.ts";
import type { CompactFindings } from "./effective-pack.ts";
import { compileFunctionSource } from "./function-source.ts";
import type { CompactRule, CompactValue } from "./schema.ts";
import type { ValueCompiler } from "./value.ts";

export interface CompiledSource {
    readonly source: TemplateObject;
    /** Beyond those that the pack gives: the rule's own defaults. */
    readonly inputs: Readonly<Record<string, TemplateValue>>;
    /** Of the pack's parameters, those that stand in the source already. */
    readonly within: ReadonlySet<string>;
}

/** https://docs.aws.amazon.com/config/latest/APIReference/API_Source.html: the two that a Guard rule may have. */
const GUARD_TRIGGERS = ["ConfigurationItemChangeNotification", "OversizedConfigurationItemChangeNotification"];

/** @param owner who has the functions of rules that run in AWS Lambda */
export function compileCustomSource(
    rule: CustomRule,
    given: CompactRule,
    owner: FunctionOwner | undefined,
    values: ValueCompiler,
    findings: CompactFindings,
    locate: (path: Path) => Location,
): CompiledSource {
    return RULE_KINDS[rule.kind].runsInLambda
        ? compileFunctionSource(rule, given, owner, values, findings, locate)
        : compileGuardSource(rule, given, values, findings, locate);
}

function compileGuardSource(
    rule: CustomRule,
    { parameters = {} }: CompactRule,
    values: ValueCompiler,
    findings: CompactFindings,
    locate: (path: Path) => Location,
): CompiledSource {
    const within = Object.keys(parameters).filter((name) => {
        const parameter = Object.hasOwn(rule.parameters, name) ? rule.parameters[name] : undefined;
        return parameter !== undefined && isInPolicy(parameter);
    });
    const given: Record<string, ParameterValue> = {};
    for (const name of within) {
        const value = literal(rule, name, parameters[name] ?? "", values, findings, () => locate(["parameters", name]));
        if (value !== undefined) {
            given[name] = value;
        }
    }
    for (const [name, parameter] of Object.entries(rule.parameters)) {
        if (isInPolicy(parameter) && isRequired(parameter) && !within.includes(name)) {
            findings.error(
                locate(["parameters"]),
                "missing-rule-parameter",
                `${rule.name} needs the input parameter ${name}`,
                `write parameters: { ${name}: … }; ${parameter.description}`,
            );
        }
    }
    const policy = policyOf(rule, given);
    return {
        source: {
            Owner: "CUSTOM_POLICY",
            SourceDetails: GUARD_TRIGGERS.map((MessageType) => ({ EventSource: "aws.config", MessageType })),
            CustomPolicyDetails: {
                EnableDebugLogDelivery: rule.debugLog,
                PolicyRuntime: POLICY_RUNTIME,
                PolicyText: policy.text,
            },
        },
        inputs: policy.inputParameters,
        within: new Set(within),
    };
}

/** A value that becomes a part of the policy has to be known before AWS Config is asked. */
function literal(
    rule: CustomRule,
    name: string,
    value: CompactValue,
    values: ValueCompiler,
    findings: CompactFindings,
    locate: () => Location,
): ParameterValue | undefined {
    const isLiteral = Array.isArray(value)
        ? value.every((item) => typeof values.compile(item, locate) === "string")
        : typeof values.compile(value, locate) === "string";
    const type = rule.parameters[name]?.type ?? "string";
    const misfit = isLiteral ? misfitOf(type, value as ParameterValue) : undefined;
    if (!isLiteral) {
        findings.error(
            locate(),
            "computed-policy-parameter",
            `${name} of ${rule.name} stands in its Guard policy: it cannot refer to a parameter of the pack`,
            "write the value out; another pack that includes this one may write another",
        );
    } else if (misfit !== undefined) {
        findings.error(
            locate(),
            "invalid-rule-parameter",
            `${name} of ${rule.name} takes ${misfit}, not ${JSON.stringify(value)}`,
        );
    }
    return isLiteral && misfit === undefined ? (value as ParameterValue) : undefined;
}

/** Whether a schedule is all that triggers it: what it looks at then is its own business, and no scope. */
export function isScheduled(rule: CustomRule): boolean {
    return RULE_KINDS[rule.kind].runsInLambda && rule.frequency !== undefined;
}

/** What the rule looks at where its pack does not say it, and by which keys of its description. */
export function ownScope({ scope }: CustomRule): TemplateObject {
    return "types" in scope
        ? { ComplianceResourceTypes: [...scope.types] }
        : { TagKey: scope.tag.key, ...(scope.tag.value !== undefined && { TagValue: scope.tag.value }) };
}
