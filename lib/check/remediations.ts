/** Remediations: whose rule exists, once each, within AWS Config's limits. */
import {
    REMEDIATION_ATTEMPTS,
    REMEDIATION_PARAMETERS,
    REMEDIATION_RETRY_SECONDS,
    SSM_CONTROL_PERCENT,
    STATIC_VALUE_LENGTH,
    STATIC_VALUES,
} from "../pack/limits.ts";
import { intrinsicOf, scalarText } from "../pack/template.ts";
import { isObject, type TemplateValue } from "../pack/template-value.ts";
import { suggestionHint } from "../suggestion.ts";
import type { Path } from "../yaml-source.ts";
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
    const within = (path: Path, value: TemplateValue | undefined, code: string, limits: Limits, what: string): void => {
        const text = scalarText(value);
        const isWithin = Number.isInteger(Number(text)) && Number(text) >= limits.min && Number(text) <= limits.max;
        if (text !== undefined && !isWithin) {
            const range = `${limits.min.toLocaleString("en")} to ${limits.max.toLocaleString("en")}`;
            context.error(path, code, `${what} ${text}; AWS Config accepts whole numbers from ${range}`);
        }
    };
    const attempts = [...path, "Properties", "MaximumAutomaticAttempts"];
    const given = properties["MaximumAutomaticAttempts"];
    within(attempts, given, "invalid-remediation-attempts", REMEDIATION_ATTEMPTS, `the attempts of ${logicalId} are`);
    const seconds = [...path, "Properties", "RetryAttemptSeconds"];
    within(
        seconds,
        properties["RetryAttemptSeconds"],
        "invalid-retry-seconds",
        REMEDIATION_RETRY_SECONDS,
        `RetryAttemptSeconds of ${logicalId} is`,
    );
    const execution = isObject(properties["ExecutionControls"]) ? properties["ExecutionControls"] : {};
    const controls = isObject(execution["SsmControls"]) ? execution["SsmControls"] : {};
    for (const key of ["ConcurrentExecutionRatePercentage", "ErrorPercentage"]) {
        const place = [...path, "Properties", "ExecutionControls", "SsmControls", key];
        within(place, controls[key], "invalid-percentage", SSM_CONTROL_PERCENT, `${key} of ${logicalId} is`);
    }
    checkValues(context, { path, properties, logicalId });
}

type Limits = { readonly min: number; readonly max: number };

/** How many values a parameter has, and how long each is, as far as that is known. */
function checkValues(
    context: CheckContext,
    { path, properties, logicalId }: Pick<PackResource, "path" | "properties" | "logicalId">,
): void {
    const parameters = isObject(properties["Parameters"]) ? properties["Parameters"] : {};
    for (const [name, parameter] of Object.entries(parameters)) {
        const fixed = isObject(parameter) ? parameter["StaticValue"] : undefined;
        const values = isObject(fixed) && Array.isArray(fixed["Values"]) ? fixed["Values"] : [];
        const place = [...path, "Properties", "Parameters", name];
        const error = (message: string): void => context.error(place, "invalid-remediation-parameter", message);
        if (values.length > STATIC_VALUES) {
            error(`${name} of ${logicalId} has ${values.length} values; AWS Config accepts ${STATIC_VALUES}`);
        }
        const length = Math.max(0, ...values.map((value) => scalarText(value)?.length ?? 0));
        if (length > STATIC_VALUE_LENGTH) {
            error(
                `a value of ${name} of ${logicalId} has ${length} characters; AWS Config accepts ${STATIC_VALUE_LENGTH}`,
            );
        }
        if (values.some((value) => scalarText(value) === "")) {
            error(`a value of ${name} of ${logicalId} is empty, which AWS Config refuses`);
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
