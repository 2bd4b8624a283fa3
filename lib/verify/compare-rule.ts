/** One rule as the plan has it, compared with what AWS has under its name. */
import { intrinsicOf, scalarText } from "../pack/template.ts";
import { isObject, type TemplateObject, type TemplateValue } from "../pack/template-value.ts";
import type { DeployedRule, DeployedScope } from "./answers.ts";
import type { ExpectedRule } from "./expected-pack.ts";
import { labelOf } from "./match-rules.ts";

/** Absent on a side: it has no such value. */
export interface RuleDifference {
    readonly rule: string;
    /** As a template names it, such as `InputParameters.maxAccessKeyAge`. */
    readonly property: string;
    readonly planned?: string;
    readonly deployed?: string;
}

/** A value of the plan that cannot be known: it may differ or not. */
export interface NotCompared {
    readonly rule: string;
    readonly property: string;
    readonly reason: string;
}

export interface RuleComparison {
    readonly differences: readonly RuleDifference[];
    readonly notCompared: readonly NotCompared[];
}

/** How often a periodic rule runs that does not say: API_ConfigRule.html, MaximumExecutionFrequency. */
const DEFAULT_FREQUENCY = "TwentyFour_Hours";

const ONLY_AWS_KNOWS = "the value depends on what only AWS knows";
const TEXT_OF_ITS_OWN = "a list or a map, of which AWS makes a text of its own";

/** Compares source, input parameters, frequency and scope. */
export function compareRule(expected: ExpectedRule, deployed: DeployedRule): RuleComparison {
    const comparison = new Comparison(labelOf(expected));
    comparison.value("Source.Owner", expected.owner, deployed.owner);
    comparison.value("Source.SourceIdentifier", expected.sourceIdentifier, deployed.sourceIdentifier);
    compareParameters(comparison, expected.inputParameters, deployed.inputParameters);
    compareFrequency(comparison, expected, deployed.frequency);
    compareScope(comparison, expected.scope, deployed.scope);
    return comparison;
}

class Comparison implements RuleComparison {
    readonly differences: RuleDifference[] = [];
    readonly notCompared: NotCompared[] = [];
    readonly #rule: string;

    constructor(rule: string) {
        this.#rule = rule;
    }

    skip(property: string, reason: string): void {
        this.notCompared.push({ rule: this.#rule, property, reason });
    }

    texts(property: string, planned: string | undefined, deployed: string | undefined): void {
        if (!isSame(planned, deployed)) {
            this.differences.push({
                rule: this.#rule,
                property,
                ...(planned !== undefined && { planned }),
                ...(deployed !== undefined && { deployed }),
            });
        }
    }

    value(property: string, planned: TemplateValue | undefined, deployed: string | undefined): void {
        const text = scalarText(planned);
        if (planned === undefined || planned === null || text !== undefined) {
            this.texts(property, text, deployed);
        } else {
            this.skip(property, hasIntrinsic(planned) ? ONLY_AWS_KNOWS : TEXT_OF_ITS_OWN);
        }
    }
}

function compareParameters(
    comparison: Comparison,
    planned: TemplateValue | undefined,
    deployed: string | undefined,
): void {
    const property = "InputParameters";
    const expected = typeof planned === "string" ? readJson(planned) : (planned ?? {});
    if (!isObject(expected) || intrinsicOf(expected) !== undefined) {
        comparison.skip(property, isObject(expected) ? ONLY_AWS_KNOWS : "the plan's text is no map in JSON");
        return;
    }
    const found = readJson(deployed ?? "");
    if (!isObject(found)) {
        comparison.skip(property, "AWS answered no map in JSON");
        return;
    }
    for (const name of [...new Set([...Object.keys(expected), ...Object.keys(found)])].sort()) {
        const value = ownOf(found, name);
        const text = value === undefined || value === null ? undefined : (scalarText(value) ?? JSON.stringify(value));
        comparison.value(`${property}.${name}`, ownOf(expected, name), text);
    }
}

/** Not to say how often is to say every 24 hours. A custom rule may say it in the details of its source. */
function compareFrequency(comparison: Comparison, expected: ExpectedRule, deployed: string | undefined): void {
    const property = "MaximumExecutionFrequency";
    const { frequency: planned = null, owner } = expected;
    if (planned === null && owner !== "AWS" && deployed !== undefined) {
        comparison.skip(property, "the details of the rule's source say how often it runs");
    } else if (
        (scalarText(planned) ?? (planned === null ? DEFAULT_FREQUENCY : "")) !== (deployed ?? DEFAULT_FREQUENCY)
    ) {
        comparison.value(property, planned, deployed);
    }
}

const RESOURCE_TYPES = "Scope.ComplianceResourceTypes";

/** A managed rule without a scope has the resource types that AWS gives it. */
function compareScope(
    comparison: Comparison,
    planned: TemplateValue | undefined,
    deployed: DeployedScope | undefined,
): void {
    const scope = planned ?? {};
    if (!isObject(scope) || intrinsicOf(scope) !== undefined) {
        comparison.skip("Scope", ONLY_AWS_KNOWS);
        return;
    }
    const types = scope["ComplianceResourceTypes"] ?? [];
    const found = listText(deployed?.resourceTypes ?? []);
    if (!Array.isArray(types) || !types.every((type) => typeof type === "string")) {
        comparison.skip(RESOURCE_TYPES, ONLY_AWS_KNOWS);
    } else if (Object.keys(scope).length > 0) {
        comparison.texts(RESOURCE_TYPES, listText(types), found);
    } else if (found !== undefined) {
        comparison.skip(RESOURCE_TYPES, "the plan leaves the scope to AWS");
    }
    comparison.value("Scope.ComplianceResourceId", scope["ComplianceResourceId"], deployed?.resourceId);
    comparison.value("Scope.TagKey", scope["TagKey"], deployed?.tagKey);
    comparison.value("Scope.TagValue", scope["TagValue"], deployed?.tagValue);
}

/** @returns values as text, as a template has them; undefined for what is no JSON. Nothing at all is an empty map. */
function readJson(text: string): TemplateValue | undefined {
    try {
        return JSON.parse(text.trim() === "" ? "{}" : text, (_, value: unknown) =>
            typeof value === "number" ? String(value) : value,
        ) as TemplateValue;
    } catch {
        return undefined;
    }
}

function listText(items: readonly string[]): string | undefined {
    return items.length === 0 ? undefined : items.toSorted().join(", ");
}

function ownOf(map: TemplateObject, key: string): TemplateValue | undefined {
    return Object.hasOwn(map, key) ? map[key] : undefined;
}

function hasIntrinsic(value: TemplateValue): boolean {
    return (
        intrinsicOf(value) !== undefined ||
        (Array.isArray(value) ? value : isObject(value) ? Object.values(value) : []).some(hasIntrinsic)
    );
}

/** AWS reads a template's scalars as YAML and keeps them as text: `True` may come back as `true`, `1.0` as `1`. */
function isSame(planned: string | undefined, deployed: string | undefined): boolean {
    return planned === undefined || deployed === undefined
        ? planned === deployed
        : canonicalText(planned) === canonicalText(deployed);
}

function canonicalText(text: string): string {
    if (/^(true|false)$/i.test(text)) {
        return text.toLowerCase();
    }
    // Digits with leading zeros are a name, such as an account's.
    return /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(text) ? String(Number(text)) : text;
}
