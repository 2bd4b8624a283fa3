/** From a template's values to its parameters and rules, with every structural fault found on the way. */
import { type Diagnostic, error, type Location } from "../diagnostic.ts";
import type { RulePlan } from "../plan/plan.ts";
import { suggestionHint } from "../suggestion.ts";
import type { Path } from "../yaml-source.ts";
import { PARAMETERS_PER_PACK, REMEDIATION_TYPE, RESOURCES_PER_PACK, RULE_TYPE } from "./limits.ts";
import { planRule } from "./rule-plan.ts";
import { type PackTemplate, scalarText, section } from "./template.ts";
import { isObject, type TemplateObject, type TemplateValue } from "./template-value.ts";

export interface PackParameter {
    readonly name: string;
    /** Without a default, a value must be given. */
    readonly hasDefault: boolean;
    readonly default?: string;
    readonly location: Location;
}

/** Parameters and rules are read when they are first asked for: a check asks for neither. */
export interface TemplateContent {
    readonly parameters: readonly PackParameter[];
    readonly rules: readonly RulePlan[];
    /** Rules and remediations. */
    readonly resources: number;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html */
const SECTIONS = [
    "AWSTemplateFormatVersion",
    "Conditions",
    "Description",
    "Mappings",
    "Metadata",
    "Outputs",
    "Parameters",
    "Resources",
    "Rules",
    "Transform",
];

/** Reads the structure of a template, whichever form it was written in. */
export function readTemplate(template: PackTemplate, diagnostics: Diagnostic[]): TemplateContent {
    const fault: Fault = (path, code, message, hint) => {
        diagnostics.push(error(template.locate(path), { code, message, path: path.join("."), ...(hint && { hint }) }));
    };
    for (const section of Object.keys(template.value).filter((key) => !SECTIONS.includes(key))) {
        fault([section], "unknown-section", `a template has no section ${section}`, suggestionHint(section, SECTIONS));
    }
    const names = checkParameters(template, fault);
    const { ids, resources } = checkResources(template, fault);
    return new ReadTemplate(template, names, ids, resources);
}

/** A class, since getters of a literal would keep one template after the other from being collected. */
class ReadTemplate implements TemplateContent {
    readonly resources: number;
    readonly #template: PackTemplate;
    readonly #names: readonly string[];
    readonly #ids: readonly string[];
    #parameters: PackParameter[] | undefined;
    #rules: RulePlan[] | undefined;

    constructor(template: PackTemplate, names: readonly string[], ids: readonly string[], resources: number) {
        this.resources = resources;
        this.#template = template;
        this.#names = names;
        this.#ids = ids;
    }

    get parameters(): readonly PackParameter[] {
        this.#parameters ??= this.#names.map((name) => readParameter(this.#template, name));
        return this.#parameters;
    }

    get rules(): readonly RulePlan[] {
        this.#rules ??= this.#ids.map((id) => readRule(this.#template, id));
        return this.#rules;
    }
}

type Fault = (path: Path, code: string, message: string, hint?: string) => void;

/** @returns their names */
function checkParameters(template: PackTemplate, fault: Fault): string[] {
    const declarations = template.value["Parameters"] ?? {};
    if (!isObject(declarations)) {
        fault(["Parameters"], "invalid-parameters", "Parameters is a map from a name to its Type and Default");
        return [];
    }
    const names = Object.keys(declarations);
    if (names.length > PARAMETERS_PER_PACK) {
        fault(
            ["Parameters"],
            "too-many-parameters",
            `the pack has ${names.length} parameters; AWS Config accepts ${PARAMETERS_PER_PACK}`,
            "write values that never differ between deployments into the rules themselves",
        );
    }
    for (const name of names) {
        const declaration = declarations[name];
        if (!isObject(declaration) || typeof declaration["Type"] !== "string") {
            fault(
                ["Parameters", name],
                "invalid-parameter",
                `the parameter ${name} needs a Type`,
                "write Type: String",
            );
        }
    }
    return names;
}

function readParameter(template: PackTemplate, name: string): PackParameter {
    const declaration = section(template, "Parameters")[name];
    return {
        name,
        hasDefault: isObject(declaration) && "Default" in declaration,
        ...defaultOf(declaration),
        location: template.locate(["Parameters", name]),
    };
}

function defaultOf(declaration: TemplateValue | undefined): { default?: string } {
    const text = isObject(declaration) ? scalarText(declaration["Default"]) : undefined;
    return text === undefined ? {} : { default: text };
}

/** @returns the logical IDs of the rules, and how many rules and remediations there are */
function checkResources(template: PackTemplate, fault: Fault): { ids: string[]; resources: number } {
    const declared = template.value["Resources"];
    if (!isObject(declared) || Object.keys(declared).length === 0) {
        fault(
            "Resources" in template.value ? ["Resources"] : [],
            "no-resources",
            "a pack needs at least one rule",
            `add rules:, or in AWS's own format Resources: with a resource of type ${RULE_TYPE}`,
        );
        return { ids: [], resources: 0 };
    }
    const entries = Object.entries(declared);
    if (entries.length > RESOURCES_PER_PACK) {
        fault(
            ["Resources"],
            "too-many-resources",
            `the pack has ${entries.length} rules and remediations; AWS Config accepts ${RESOURCES_PER_PACK}`,
            "split it into two packs",
        );
    }
    const ids: string[] = [];
    for (const [logicalId, resource] of entries) {
        const type = isObject(resource) ? resource["Type"] : undefined;
        if (!isObject(resource) || (type !== RULE_TYPE && type !== REMEDIATION_TYPE)) {
            const place = isObject(resource) && "Type" in resource ? ["Resources", logicalId, "Type"] : undefined;
            fault(
                place ?? ["Resources", logicalId],
                "invalid-resource-type",
                `${logicalId} has ${typeof type === "string" ? `the type ${type}` : "no type"}; a pack holds only ` +
                    `${RULE_TYPE} and ${REMEDIATION_TYPE}`,
                suggestionHint(typeof type === "string" ? type : "", [RULE_TYPE, REMEDIATION_TYPE]),
            );
        } else if (type === RULE_TYPE) {
            checkRule(logicalId, resource, fault);
            ids.push(logicalId);
        }
    }
    return { ids, resources: entries.length };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-config-configrule.html */
function checkRule(logicalId: string, resource: TemplateObject, fault: Fault): void {
    const properties = resource["Properties"];
    const source = isObject(properties) ? properties["Source"] : undefined;
    if (!isObject(properties) || !isObject(source) || !("Owner" in source)) {
        fault(
            ["Resources", logicalId, "Properties", "Source"],
            "rule-without-source",
            `the rule ${logicalId} needs Properties.Source with an Owner`,
            "for a managed rule: Source: { Owner: AWS, SourceIdentifier: <managed rule identifier> }",
        );
        return;
    }
    if (source["Owner"] === "AWS" && !("SourceIdentifier" in source)) {
        fault(
            ["Resources", logicalId, "Properties", "Source"],
            "rule-without-identifier",
            `the managed rule ${logicalId} needs a SourceIdentifier`,
            "the identifiers: https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html",
        );
    }
}

/** Of a template whose rules have sources. */
function readRule(template: PackTemplate, logicalId: string): RulePlan {
    const resource = section(template, "Resources")[logicalId];
    return planRule(template, logicalId, isObject(resource) ? resource : {});
}
