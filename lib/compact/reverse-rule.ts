/** One rule of a native template as an entry of `rules:`. */
import type { Catalogue } from "../catalogue/catalogue.ts";
import { FREQUENCIES } from "../pack/frequencies.ts";
import { propertiesOf, scalarText } from "../pack/template.ts";
import { isObject, type TemplateObject, type TemplateValue } from "../pack/template-value.ts";
import { logicalIdOf, ruleMeant } from "./names.ts";
import type { ReverseValues } from "./reverse-value.ts";

export interface ReversedRule {
    readonly key: string;
    readonly logicalId: string;
    /** `ConfigRuleName`. */
    readonly name: string;
    readonly condition?: string;
    /** Keys in the order in which they are written. */
    readonly entry: TemplateObject;
}

const ATTRIBUTES = ["Type", "Properties", "Condition", "Controls"];
const PROPERTIES = ["ConfigRuleName", "Description", "InputParameters", "MaximumExecutionFrequency", "Scope", "Source"];

/** @returns undefined where the compact form cannot say all of it */
export function reverseRule(
    logicalId: string,
    resource: TemplateObject,
    values: ReverseValues,
    catalogue: Catalogue,
    isTaken: (key: string) => boolean,
): ReversedRule | undefined {
    const properties = propertiesOf(resource);
    const source = isObject(properties["Source"]) ? properties["Source"] : {};
    const name = properties["ConfigRuleName"];
    const identifier = source["SourceIdentifier"];
    if (
        !only(resource, ATTRIBUTES) ||
        !only(properties, PROPERTIES) ||
        !only(source, ["Owner", "SourceIdentifier"]) ||
        source["Owner"] !== "AWS" ||
        typeof name !== "string" ||
        typeof identifier !== "string" ||
        !/^[A-Z0-9_]+$/.test(identifier) ||
        !/[A-Za-z0-9]/.test(name) ||
        !/^[A-Za-z0-9]+$/.test(logicalId)
    ) {
        return undefined;
    }
    const meant = ruleMeant(name, catalogue);
    const isRule = meant.kind !== "misspelt" && meant.identifier === identifier && meant.name === name;
    const key = isTaken(name) ? logicalId : name;
    const inputs = values.inputs(properties["InputParameters"]);
    const scope = reverseScope(properties["Scope"], values);
    const description = optional(properties["Description"], (value) => values.value(value));
    const controls = optional(resource["Controls"], reverseControls);
    const frequency = properties["MaximumExecutionFrequency"];
    const condition = resource["Condition"];
    const known: readonly (TemplateValue | undefined)[] = FREQUENCIES;
    if (
        isTaken(key) ||
        inputs === undefined ||
        scope === false ||
        description === false ||
        controls === false ||
        (frequency !== undefined && !known.includes(frequency)) ||
        (condition !== undefined && typeof condition !== "string")
    ) {
        return undefined;
    }
    const entry: TemplateObject = {
        ...(!(isRule && key === name) && { rule: catalogue.byIdentifier(identifier)?.name ?? identifier }),
        ...(key !== name && { name }),
        ...(description !== undefined && { description }),
        ...(controls !== undefined && { controls }),
        ...(condition !== undefined && { condition }),
        ...(Object.keys(inputs).length > 0 && { parameters: inputs }),
        ...(scope !== undefined && { scope }),
        ...(frequency !== undefined && { frequency }),
        ...(logicalIdOf(key) !== logicalId && { logicalId }),
    };
    return { key, logicalId, name, entry, ...(condition !== undefined && { condition }) };
}

function reverseScope(value: TemplateValue | undefined, values: ReverseValues): TemplateValue | undefined | false {
    if (value === undefined || value === null) {
        return undefined;
    }
    const known = ["ComplianceResourceTypes", "TagKey", "TagValue", "ComplianceResourceId"];
    if (!isObject(value) || !only(value, known)) {
        return false;
    }
    const written = value["ComplianceResourceTypes"];
    const types = Array.isArray(written) ? written.map((type) => values.value(type)) : undefined;
    const key = optional(value["TagKey"], (inner) => values.value(inner));
    const tagValue = optional(value["TagValue"], (inner) => values.value(inner));
    const id = optional(value["ComplianceResourceId"], (inner) => values.value(inner));
    if (
        (written !== undefined && types === undefined) ||
        types?.includes(undefined) ||
        [key, tagValue, id].includes(false) ||
        (tagValue !== undefined && key === undefined)
    ) {
        return false;
    }
    const list = types?.flatMap((type) => type ?? []);
    if (list !== undefined && list.length > 0 && Object.keys(value).length === 1) {
        return list;
    }
    return {
        ...(list !== undefined && { types: list }),
        ...(key !== undefined && { tag: { key, ...(tagValue !== undefined && { value: tagValue }) } }),
        ...(id !== undefined && { id }),
    };
}

function reverseControls(value: TemplateValue): TemplateValue | undefined {
    const ids = Array.isArray(value) ? value.map(scalarText) : [undefined];
    return ids.includes(undefined) ? undefined : ids.flatMap((id) => id ?? []);
}

/** @returns undefined where there is nothing, false where there is something that cannot be said */
function optional(
    value: TemplateValue | undefined,
    convert: (value: TemplateValue) => TemplateValue | undefined,
): TemplateValue | undefined | false {
    return value === undefined || value === null ? undefined : (convert(value) ?? false);
}

export function only(value: TemplateObject, known: readonly string[]): boolean {
    return Object.keys(value).every((key) => known.includes(key));
}
