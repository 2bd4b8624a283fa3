/** One remediation of a native template as `remediation:` of its rule. */
import { intrinsicOf, propertiesOf, scalarText } from "../pack/template.ts";
import { isObject, type TemplateObject, type TemplateValue } from "../pack/template-value.ts";
import { RESOURCE_ID } from "./remediation.ts";
import { only, type ReversedRule } from "./reverse-rule.ts";
import type { ReverseValues } from "./reverse-value.ts";

const PROPERTIES = [
    "Automatic",
    "ConfigRuleName",
    "ExecutionControls",
    "MaximumAutomaticAttempts",
    "Parameters",
    "ResourceType",
    "RetryAttemptSeconds",
    "TargetId",
    "TargetType",
    "TargetVersion",
];

/**
 * @param rules by `ConfigRuleName`
 * @returns undefined where the compact form cannot say all of it
 */
export function reverseRemediation(
    logicalId: string,
    resource: TemplateObject,
    rules: ReadonlyMap<string, ReversedRule>,
    values: ReverseValues,
): { rule: ReversedRule; remediation: TemplateObject } | undefined {
    const properties = propertiesOf(resource);
    const rule = ruleOf(properties["ConfigRuleName"], rules);
    const parameters = reverseParameters(properties["Parameters"], values);
    const document = values.value(properties["TargetId"]);
    const dependsOn = resource["DependsOn"];
    const automatic = properties["Automatic"];
    if (
        rule === undefined ||
        "remediation" in rule.entry ||
        parameters === undefined ||
        document === undefined ||
        !only(resource, ["Type", "Properties", "Condition", "DependsOn"]) ||
        !only(properties, PROPERTIES) ||
        properties["TargetType"] !== "SSM_DOCUMENT" ||
        resource["Condition"] !== rule.condition ||
        (dependsOn !== undefined && dependsOn !== rule.logicalId) ||
        (automatic !== undefined && !/^(true|false)$/i.test(scalarText(automatic) ?? ""))
    ) {
        return undefined;
    }
    const controls = controlsOf(properties["ExecutionControls"]);
    const numbers = {
        attempts: properties["MaximumAutomaticAttempts"],
        retrySeconds: properties["RetryAttemptSeconds"],
        concurrencyPercent: controls?.["ConcurrentExecutionRatePercentage"],
        errorPercent: controls?.["ErrorPercentage"],
    };
    const given = Object.entries(numbers).flatMap(([key, value]): [string, TemplateValue][] =>
        value === undefined ? [] : [[key, value]],
    );
    if (controls === undefined || !given.every(([, value]) => /^(0|[1-9]\d{0,8})$/.test(scalarText(value) ?? ""))) {
        return undefined;
    }
    const single = (key: string, value: TemplateValue | undefined): TemplateObject => {
        const converted = values.value(value);
        return converted === undefined ? {} : { [key]: converted };
    };
    return {
        rule,
        remediation: {
            document,
            ...single("version", properties["TargetVersion"]),
            ...single("resourceType", properties["ResourceType"]),
            ...(Object.keys(parameters).length > 0 && { parameters }),
            ...(automatic !== undefined && { automatic: String(scalarText(automatic)).toLowerCase() === "true" }),
            ...Object.fromEntries(given),
            ...(logicalId !== `${rule.logicalId}Remediation` && { logicalId }),
        },
    };
}

/** A rule by its name, or by a reference to its logical ID. */
function ruleOf(name: TemplateValue | undefined, rules: ReadonlyMap<string, ReversedRule>): ReversedRule | undefined {
    const reference = intrinsicOf(name);
    return typeof name === "string"
        ? rules.get(name)
        : [...rules.values()].find((rule) => reference?.name === "Ref" && reference.argument === rule.logicalId);
}

/** Percentages by name; empty where there are none, undefined where there is something else. */
function controlsOf(value: TemplateValue | undefined): TemplateObject | undefined {
    if (value === undefined) {
        return {};
    }
    const controls = isObject(value) ? value["SsmControls"] : undefined;
    return isObject(value) &&
        only(value, ["SsmControls"]) &&
        isObject(controls) &&
        only(controls, ["ConcurrentExecutionRatePercentage", "ErrorPercentage"])
        ? controls
        : undefined;
}

function reverseParameters(value: TemplateValue | undefined, values: ReverseValues): TemplateObject | undefined {
    const result: TemplateObject = Object.create(null) as TemplateObject;
    if (value !== undefined && !isObject(value)) {
        return undefined;
    }
    for (const [name, parameter] of Object.entries(value ?? {})) {
        const resource = isObject(parameter) && isObject(parameter["ResourceValue"]) ? parameter["ResourceValue"] : {};
        const fixed = isObject(parameter) && isObject(parameter["StaticValue"]) ? parameter["StaticValue"] : {};
        const list = Array.isArray(fixed["Values"]) ? fixed["Values"].map((item) => values.value(item)) : undefined;
        if (!isObject(parameter) || Object.keys(parameter).length !== 1) {
            return undefined;
        }
        if (resource["Value"] === RESOURCE_ID) {
            result[name] = RESOURCE_ID;
        } else if (list === undefined || list.includes(undefined) || list[0] === RESOURCE_ID) {
            return undefined;
        } else {
            const items = list.flatMap((item) => item ?? []);
            result[name] = items.length === 1 ? (items[0] ?? null) : items;
        }
    }
    return result;
}
