/** The remediations of a template as the plan, the reports and the comparisons see them. */
import type { RemediationPlan } from "../plan/plan.ts";
import type { Evaluator } from "./evaluate.ts";
import { REMEDIATION_TYPE } from "./limits.ts";
import { intrinsicOf, type PackTemplate, propertiesOf, scalarText, section } from "./template.ts";
import { isObject, type TemplateValue } from "./template-value.ts";

/**
 * Reads every remediation with the values of a stack.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-config-remediationconfiguration.html
 */
export function planRemediations(template: PackTemplate, evaluator: Evaluator): RemediationPlan[] {
    const resources = section(template, "Resources");
    return Object.entries(resources).flatMap(([logicalId, resource]) => {
        if (!isObject(resource) || resource["Type"] !== REMEDIATION_TYPE) {
            return [];
        }
        const { ConfigRuleName, TargetId, Automatic, ...others } = propertiesOf(resource);
        const document = scalarText(resolved(TargetId, evaluator));
        const settings = evaluator.value(others);
        return [
            {
                logicalId,
                rule: ruleName(ConfigRuleName, resources, evaluator),
                ...(document !== undefined && { document }),
                automatic: scalarText(resolved(Automatic, evaluator))?.toLowerCase() === "true",
                ...(isObject(settings) && { settings }),
                ...(typeof resource["Condition"] === "string" && { condition: resource["Condition"] }),
            },
        ];
    });
}

function ruleName(
    value: TemplateValue | undefined,
    resources: Readonly<Record<string, TemplateValue>>,
    evaluator: Evaluator,
): string {
    const call = intrinsicOf(value);
    if (call?.name === "Ref" && typeof call.argument === "string" && Object.hasOwn(resources, call.argument)) {
        return scalarText(propertiesOf(resources[call.argument])["ConfigRuleName"]) ?? call.argument;
    }
    return scalarText(resolved(value, evaluator)) ?? "";
}

function resolved(value: TemplateValue | undefined, evaluator: Evaluator): TemplateValue | undefined {
    return value === undefined ? undefined : evaluator.value(value);
}
