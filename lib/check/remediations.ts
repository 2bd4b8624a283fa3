/** Remediations: whose rule exists, once each, within AWS Config's limits. */
import { REMEDIATION_ATTEMPTS, REMEDIATION_PARAMETERS } from "../pack/limits.ts";
import { intrinsicOf, scalarText } from "../pack/template.ts";
import { isObject } from "../pack/template-value.ts";
import { suggestionHint } from "../suggestion.ts";
import type { CheckContext, PackResource } from "./context.ts";

/** https://docs.aws.amazon.com/config/latest/APIReference/API_RemediationConfiguration.html */
export function checkRemediations(context: CheckContext): void {
    const names = context.rules.flatMap((rule) => scalarText(rule.properties["ConfigRuleName"]) ?? []);
    const seen = new Set<string>();
    for (const remediation of context.remediations) {
        const path = [...remediation.path, "Properties", "ConfigRuleName"];
        const name = scalarText(remediation.properties["ConfigRuleName"]);
        if (name === undefined) {
            checkReference(context, remediation);
        } else if (!names.includes(name)) {
            context.error(
                path,
                "remediation-without-rule",
                `the remediation ${remediation.logicalId} belongs to ${name}, and the pack has no rule of that name`,
                suggestionHint(name, names) ?? "a remediation has to be in the same pack as its rule",
            );
        } else if (seen.has(name) && remediation.resource["Condition"] === undefined) {
            context.error(
                path,
                "repeated-remediation",
                `the rule ${name} has a remediation already`,
                "a rule has one remediation: remove one of the two",
            );
        }
        seen.add(name ?? "");
        checkLimits(context, remediation);
        checkRole(context, remediation);
    }
}

/** A name that is computed, or absent. */
function checkReference(context: CheckContext, remediation: PackResource): void {
    const call = intrinsicOf(remediation.properties["ConfigRuleName"]);
    const target = call?.name === "Ref" ? call.argument : undefined;
    if (typeof target === "string" && context.rules.some((rule) => rule.logicalId === target)) {
        return;
    }
    context.error(
        [...remediation.path, "Properties", "ConfigRuleName"],
        "remediation-without-rule",
        `the remediation ${remediation.logicalId} does not say which rule it belongs to`,
        "write ConfigRuleName: <name of a rule in this pack>",
    );
}

function checkLimits(context: CheckContext, { path, properties, logicalId }: PackResource): void {
    const parameters = isObject(properties["Parameters"]) ? Object.keys(properties["Parameters"]) : [];
    if (parameters.length > REMEDIATION_PARAMETERS) {
        context.error(
            [...path, "Properties", "Parameters"],
            "too-many-remediation-parameters",
            `${logicalId} has ${parameters.length} parameters; AWS Config accepts ${REMEDIATION_PARAMETERS}`,
        );
    }
    const attempts = scalarText(properties["MaximumAutomaticAttempts"]);
    const { min, max } = REMEDIATION_ATTEMPTS;
    if (attempts !== undefined && !(Number(attempts) >= min && Number(attempts) <= max)) {
        context.error(
            [...path, "Properties", "MaximumAutomaticAttempts"],
            "invalid-remediation-attempts",
            `${logicalId} attempts ${attempts} times; AWS Config accepts ${min} to ${max}`,
        );
    }
    for (const key of ["ConcurrentExecutionRatePercentage", "ErrorPercentage"]) {
        const controls = isObject(properties["ExecutionControls"])
            ? properties["ExecutionControls"]["SsmControls"]
            : null;
        const percent = isObject(controls ?? null) ? scalarText((controls as Record<string, string>)[key]) : undefined;
        if (percent !== undefined && !(Number(percent) >= 1 && Number(percent) <= 100)) {
            context.error(
                [...path, "Properties", "ExecutionControls", "SsmControls", key],
                "invalid-percentage",
                `${key} of ${logicalId} is ${percent}; it is a percentage from 1 to 100`,
            );
        }
    }
}

/** A pack hands the role's ARN on as it is written. */
function checkRole(context: CheckContext, { path, properties, logicalId }: PackResource): void {
    const parameters = properties["Parameters"];
    const role = isObject(parameters) ? parameters["AutomationAssumeRole"] : undefined;
    const fixed = isObject(role) ? role["StaticValue"] : undefined;
    const values = isObject(fixed) && Array.isArray(fixed["Values"]) ? fixed["Values"] : [];
    if (values.some((value) => intrinsicOf(value) !== undefined)) {
        context.error(
            [...path, "Properties", "Parameters", "AutomationAssumeRole"],
            "computed-automation-role",
            `the automation role of ${logicalId} is an intrinsic function; a pack takes a plain ARN here`,
            "write the role's ARN out",
        );
    }
}
