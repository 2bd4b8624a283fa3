/** One rule of a template as the plan, the reports and the comparisons see it. */
import type { ControlPlan, RulePlan } from "../plan/plan.ts";
import { type PackTemplate, propertiesOf, scalarText } from "./template.ts";
import { isObject, type TemplateObject, type TemplateValue } from "./template-value.ts";

/**
 * Reads what can be read without evaluating conditions; an intrinsic function stays as it is, in its long form.
 *
 * @param resource a rule that has a source
 */
export function planRule(template: PackTemplate, logicalId: string, resource: TemplateObject): RulePlan {
    const properties = propertiesOf(resource);
    const source = isObject(properties["Source"]) ? properties["Source"] : {};
    const inputs = properties["InputParameters"];
    const policy = policyOf(source["CustomPolicyDetails"]);
    const text = (key: string, value: TemplateValue | undefined): object =>
        typeof value === "string" ? { [key]: value } : {};
    const controls = controlsOf(resource["Controls"]);
    return {
        logicalId,
        ...text("name", properties["ConfigRuleName"]),
        ...text("owner", source["Owner"]),
        ...text("sourceIdentifier", source["SourceIdentifier"]),
        ...(policy && { policy }),
        ...text("description", properties["Description"]),
        ...text("frequency", properties["MaximumExecutionFrequency"] ?? scheduleOf(source["SourceDetails"])),
        ...text("condition", resource["Condition"]),
        ...(inputs !== undefined && inputs !== null && { inputParameters: inputs }),
        ...(isObject(properties["Scope"]) && { scope: properties["Scope"] }),
        ...(controls.length > 0 && { controls }),
        location: template.locate(["Resources", logicalId]),
    };
}

/** The attribute that AWS's own packs carry, though no page documents it: a list without a framework's name. */
function controlsOf(value: TemplateValue | undefined): ControlPlan[] {
    return Array.isArray(value)
        ? value.flatMap((id) => {
              const text = scalarText(id);
              return text === undefined ? [] : [{ id: text }];
          })
        : [];
}

/** Of a rule in AWS Lambda: https://docs.aws.amazon.com/config/latest/APIReference/API_SourceDetail.html */
function scheduleOf(details: TemplateValue | undefined): TemplateValue | undefined {
    return Array.isArray(details)
        ? details.map((one) => (isObject(one) ? one["MaximumExecutionFrequency"] : undefined)).find(Boolean)
        : undefined;
}

/** https://docs.aws.amazon.com/config/latest/APIReference/API_CustomPolicyDetails.html */
function policyOf(details: TemplateValue | undefined): RulePlan["policy"] {
    const text = isObject(details) ? scalarText(details["PolicyText"]) : undefined;
    const debugLog = isObject(details) && scalarText(details["EnableDebugLogDelivery"])?.toLowerCase() === "true";
    return text === undefined ? undefined : { text, debugLog };
}
