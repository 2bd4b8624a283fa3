/** The source of a rule that runs in AWS Lambda, with its parameters, as a template has them. */
import type { Location } from "../diagnostic.ts";
import type { TemplateObject, TemplateValue } from "../pack/template-value.ts";
import type { CustomRule } from "../rules/custom-rule.ts";
import { type FunctionOwner, functionReference } from "../rules/functions.ts";
import { misfitOf, type ParameterValue } from "../rules/parameters.ts";
import type { Path } from "../yaml-source.ts";
import type { CompiledSource } from "./custom-rule.ts";
import type { CompactFindings } from "./effective-pack.ts";
import type { CompactRule } from "./schema.ts";
import type { ValueCompiler } from "./value.ts";

/** https://docs.aws.amazon.com/config/latest/APIReference/API_SourceDetail.html: the second where an item is too large to be sent. */
const CHANGE_TRIGGERS = ["ConfigurationItemChangeNotification", "OversizedConfigurationItemChangeNotification"];

/** What AWS Config hands to a function as parameters are texts; lists are joined, and typed again in the function. */
export function compileFunctionSource(
    rule: CustomRule,
    { parameters = {}, frequency, scope }: CompactRule,
    owner: FunctionOwner | undefined,
    values: ValueCompiler,
    findings: CompactFindings,
    locate: (path: Path) => Location,
): CompiledSource {
    for (const [name, value] of Object.entries(parameters)) {
        const parameter = Object.hasOwn(rule.parameters, name) ? rule.parameters[name] : undefined;
        const isLiteral = typeof values.compile(value, () => locate(["parameters", name])) === "string";
        const misfit =
            parameter === undefined || !isLiteral ? undefined : misfitOf(parameter.type, value as ParameterValue);
        if (misfit !== undefined) {
            findings.error(
                locate(["parameters", name]),
                "invalid-rule-parameter",
                `${name} of ${rule.name} takes ${misfit}, not ${JSON.stringify(value)}`,
            );
        }
    }
    if (frequency !== undefined && rule.frequency === undefined) {
        findings.error(
            locate(["frequency"]),
            "frequency-of-change-triggered-rule",
            `${rule.name} runs when a resource changes: it has no frequency`,
            "remove frequency",
        );
    }
    if (scope !== undefined && rule.frequency !== undefined) {
        findings.error(
            locate(["scope"]),
            "scope-of-scheduled-rule",
            `${rule.name} runs on a schedule: a scope says which changes trigger a rule, and none does`,
            "remove scope, or give the rule a parameter that says what it leaves out",
        );
    }
    const defaults = Object.entries(rule.parameters).flatMap(([name, parameter]): [string, TemplateValue][] =>
        parameter.default === undefined
            ? []
            : [[name, Array.isArray(parameter.default) ? parameter.default.join(",") : parameter.default]],
    );
    return {
        source: {
            Owner: "CUSTOM_LAMBDA",
            SourceIdentifier: functionReference(rule.name, owner),
            SourceDetails: triggers(rule, frequency),
        },
        inputs: Object.fromEntries(defaults),
        within: new Set(),
    };
}

/** A schedule stands with the trigger: the rule's own frequency is for rules that run with every snapshot. */
function triggers(rule: CustomRule, frequency: string | undefined): TemplateObject[] {
    return rule.frequency === undefined
        ? CHANGE_TRIGGERS.map((MessageType) => ({ EventSource: "aws.config", MessageType }))
        : [
              {
                  EventSource: "aws.config",
                  MessageType: "ScheduledNotification",
                  MaximumExecutionFrequency: frequency ?? rule.frequency,
              },
          ];
}
