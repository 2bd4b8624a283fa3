/** From the text of a pack file to its parameters, rules and body, with every structural fault found on the way. */
import { type Diagnostic, error, type Location } from "../diagnostic.ts";
import type { RulePlan } from "../plan/plan.ts";
import { suggestionHint } from "../suggestion.ts";
import { type Path, readYaml, type YamlSource } from "../yaml-source.ts";
import { PARAMETERS_PER_PACK, REMEDIATION_TYPE, RESOURCES_PER_PACK, RULE_TYPE } from "./limits.ts";
import { templateBody } from "./template-body.ts";
import { isObject, type TemplateObject, templateValue } from "./template-value.ts";

export interface PackParameter {
    readonly name: string;
    /** Without a default, a value must be given. */
    readonly hasDefault: boolean;
    readonly location: Location;
}

/** A conformance pack template as AWS publishes them, read and checked for its structure. */
export interface Pack {
    /** Relative to the project, with forward slashes. */
    readonly file: string;
    readonly parameters: readonly PackParameter[];
    readonly rules: readonly RulePlan[];
    /** Rules and remediations. */
    readonly resources: number;
    /** The template without comments. */
    readonly body: string;
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

/**
 * Reads one pack in AWS's own template format.
 *
 * @param file path for messages, relative to the project
 * @returns the pack where it has no error, and all findings
 */
export function parsePack(file: string, text: string): { pack?: Pack; diagnostics: Diagnostic[] } {
    const { source, diagnostics } = readYaml(file, text);
    if (source === undefined) {
        return { diagnostics };
    }
    const template = templateValue(source.document.contents);
    const fault = (path: Path, code: string, message: string, hint?: string): void => {
        diagnostics.push(error(source.locate(path), { code, message, path: path.join("."), ...(hint && { hint }) }));
    };
    if (!isObject(template)) {
        fault([], "not-a-template", "a pack is a template with the section Resources", "see packs/ for examples");
        return { diagnostics };
    }
    for (const section of Object.keys(template).filter((key) => !SECTIONS.includes(key))) {
        fault([section], "unknown-section", `a template has no section ${section}`, suggestionHint(section, SECTIONS));
    }
    const parameters = readParameters(template, source, fault);
    const { rules, resources } = readResources(template, fault);
    if (diagnostics.length > 0) {
        return { diagnostics };
    }
    return { pack: { file, parameters, rules, resources, body: templateBody(source.document) }, diagnostics };
}

type Fault = (path: Path, code: string, message: string, hint?: string) => void;

function readParameters(template: TemplateObject, source: YamlSource, fault: Fault): PackParameter[] {
    const section = template["Parameters"] ?? {};
    if (!isObject(section)) {
        fault(["Parameters"], "invalid-parameters", "Parameters is a map from a name to its Type and Default");
        return [];
    }
    const names = Object.keys(section);
    if (names.length > PARAMETERS_PER_PACK) {
        fault(
            ["Parameters"],
            "too-many-parameters",
            `the pack has ${names.length} parameters; AWS Config accepts ${PARAMETERS_PER_PACK}`,
            "write values that never differ between deployments into the rules themselves",
        );
    }
    return names.map((name) => {
        const declaration = section[name];
        if (!isObject(declaration) || typeof declaration["Type"] !== "string") {
            fault(
                ["Parameters", name],
                "invalid-parameter",
                `the parameter ${name} needs a Type`,
                "write Type: String",
            );
        }
        return {
            name,
            hasDefault: isObject(declaration) && "Default" in declaration,
            location: source.locate(["Parameters", name]),
        };
    });
}

function readResources(template: TemplateObject, fault: Fault): { rules: RulePlan[]; resources: number } {
    const section = template["Resources"];
    if (!isObject(section) || Object.keys(section).length === 0) {
        fault(
            "Resources" in template ? ["Resources"] : [],
            "no-resources",
            "a pack needs the section Resources with at least one rule",
            `add a resource of type ${RULE_TYPE}`,
        );
        return { rules: [], resources: 0 };
    }
    const entries = Object.entries(section);
    if (entries.length > RESOURCES_PER_PACK) {
        fault(
            ["Resources"],
            "too-many-resources",
            `the pack has ${entries.length} rules and remediations; AWS Config accepts ${RESOURCES_PER_PACK}`,
            "split it into two packs",
        );
    }
    const rules: RulePlan[] = [];
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
            rules.push(readRule(logicalId, resource, fault));
        }
    }
    return { rules, resources: entries.length };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-config-configrule.html */
function readRule(logicalId: string, resource: TemplateObject, fault: Fault): RulePlan {
    const properties = resource["Properties"];
    const source = isObject(properties) ? properties["Source"] : undefined;
    const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
    if (!isObject(properties) || !isObject(source) || !("Owner" in source)) {
        fault(
            ["Resources", logicalId, "Properties", "Source"],
            "rule-without-source",
            `the rule ${logicalId} needs Properties.Source with an Owner`,
            "for a managed rule: Source: { Owner: AWS, SourceIdentifier: <managed rule identifier> }",
        );
        return { logicalId };
    }
    if (source["Owner"] === "AWS" && !("SourceIdentifier" in source)) {
        fault(
            ["Resources", logicalId, "Properties", "Source"],
            "rule-without-identifier",
            `the managed rule ${logicalId} needs a SourceIdentifier`,
            "the identifiers: https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html",
        );
    }
    const name = text(properties["ConfigRuleName"]);
    const owner = text(source["Owner"]);
    const sourceIdentifier = text(source["SourceIdentifier"]);
    return {
        logicalId,
        ...(name !== undefined && { name }),
        ...(owner !== undefined && { owner }),
        ...(sourceIdentifier !== undefined && { sourceIdentifier }),
    };
}
