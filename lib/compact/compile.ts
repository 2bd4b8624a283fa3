/** From a compact pack to the native template that AWS Config reads. Equal packs give equal templates, byte for byte. */
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Location } from "../diagnostic.ts";
import { RULE_TYPE } from "../pack/limits.ts";
import type { PackTemplate } from "../pack/template.ts";
import type { TemplateObject, TemplateValue } from "../pack/template-value.ts";
import type { Path } from "../yaml-source.ts";
import type { CustomRule } from "../rules/custom-rule.ts";
import type { FunctionOwner } from "../rules/functions.ts";
import type { PackRules } from "../rules/pack-rules.ts";
import { compileCustomSource, isScheduled, ownScope } from "./custom-rule.ts";
import type { CompactFindings, EffectivePack, Placed } from "./effective-pack.ts";
import { logicalIdOf, nameOfRule, ruleMeant } from "./names.ts";
import { compileRemediation } from "./remediation.ts";
import type { CompactRule, ParameterDeclaration } from "./schema.ts";
import { ValueCompiler } from "./value.ts";

/** The entry of `rules:` behind a rule of the template, by the rule's logical ID. */
export type RuleEntries = ReadonlyMap<
    string,
    { readonly key: string; readonly entry: Placed<CompactRule>; readonly custom?: CustomRule }
>;

export interface CompiledPack {
    readonly template: PackTemplate;
    readonly entries: RuleEntries;
}

/**
 * Compiles a pack with all that it includes.
 *
 * @param custom the project's own rules
 * @param findings gets what cannot be compiled; the template is of use only where it stays empty
 */
export function compile(
    pack: EffectivePack,
    catalogue: Catalogue,
    custom: PackRules,
    findings: CompactFindings,
): CompiledPack {
    const places = new Places(pack.locate([]));
    const values = new ValueCompiler(pack, findings);
    const entries = new Map<string, { key: string; entry: Placed<CompactRule>; custom?: CustomRule }>();
    const resources: TemplateObject = {};
    const register = (id: string, resource: TemplateObject, location: Location): void => {
        if (Object.hasOwn(resources, id)) {
            findings.error(
                location,
                "repeated-logical-id",
                `two resources of the pack would have the logical ID ${id}`,
                "give one of them another key, or a logicalId of its own",
            );
        }
        resources[id] = resource;
    };
    for (const [key, entry] of pack.rules) {
        if (entry.value.enabled === false) {
            continue;
        }
        const id =
            entry.value.logicalId ?? logicalIdOf(entry.value.rule === undefined ? nameOfRule(key, catalogue) : key);
        const word = entry.value.rule ?? key;
        const own = custom.has(word) ? readOwn(word, custom, findings) : undefined;
        if (custom.has(word) && own === undefined) {
            continue;
        }
        const rule = compileRule(key, id, entry, {
            catalogue,
            values,
            findings,
            places,
            owner: custom.owner,
            ...(own && { own }),
        });
        if (rule === undefined) {
            continue;
        }
        register(id, rule, entry.locate([]));
        entries.set(id, { key, entry, ...(own && { custom: own }) });
        const remediation = compileRemediation(id, entry, rule, values, places);
        if (remediation !== undefined) {
            register(remediation.id, remediation.resource, entry.locate(["remediation"]));
        }
    }
    for (const [id, { value, locate }] of pack.resources) {
        places.set(["Resources", id], locate);
        register(id, value as TemplateObject, locate([]));
    }
    const parameters = compileParameters(pack, places);
    const conditions: TemplateObject = {};
    for (const [name, { value, locate }] of pack.conditions) {
        places.set(["Conditions", name], locate);
        conditions[name] = value;
    }
    values.conditions.forEach((condition, name) => (conditions[name] = condition));
    const template: TemplateObject = {
        ...(Object.keys(parameters).length > 0 && { Parameters: parameters }),
        ...(Object.keys(conditions).length > 0 && { Conditions: conditions }),
        Resources: resources,
    };
    return { template: { value: template, locate: (path) => places.locate(path) }, entries };
}

/** The faults of a rule of the project's own are told where they are, not where a pack names it. */
function readOwn(name: string, custom: PackRules, findings: CompactFindings): CustomRule | undefined {
    const { rule, diagnostics } = custom.read(name);
    findings.all.push(...diagnostics.filter((one) => !findings.all.includes(one)));
    return rule;
}

interface RuleContext {
    readonly catalogue: Catalogue;
    /** Absent: a managed rule. */
    readonly own?: CustomRule;
    /** Who has the functions of rules that run in AWS Lambda. */
    readonly owner: FunctionOwner | undefined;
    readonly values: ValueCompiler;
    readonly findings: CompactFindings;
    readonly places: Places;
}

function compileRule(
    key: string,
    id: string,
    { value: rule, locate }: Placed<CompactRule>,
    { catalogue, own, owner, values, findings, places }: RuleContext,
): TemplateObject | undefined {
    const word = rule.rule ?? key;
    const meant =
        own === undefined
            ? ruleMeant(word, catalogue)
            : ({ kind: "own", identifier: own.name, name: own.name } as const);
    if (meant.kind === "misspelt" || !/^[A-Za-z0-9_-]+$/.test(word) || !/[A-Za-z0-9]/.test(key)) {
        findings.error(
            locate(rule.rule === undefined ? [] : ["rule"]),
            "misspelt-rule",
            `${word} is neither the name nor the identifier of a managed rule`,
            meant.kind === "misspelt"
                ? `did you mean ${meant.rule.name}? Its identifier is ${meant.rule.identifier}`
                : "a managed rule's name has letters, digits and hyphens; write rule: for a name of your own",
        );
        return undefined;
    }
    const path = ["Resources", id];
    const at = (compact: Path) => (inner: Path) => locate([...compact, ...inner]);
    places.set(path, locate);
    places.set([...path, "Condition"], at(["condition"]));
    const property = (name: string, compact: Path): void => places.set([...path, "Properties", name], at(compact));
    property("ConfigRuleName", rule.name === undefined ? [] : ["name"]);
    property("Description", ["description"]);
    property("InputParameters", ["parameters"]);
    property("MaximumExecutionFrequency", ["frequency"]);
    property("Scope", ["scope"]);
    property("Source", rule.rule === undefined ? [] : ["rule"]);
    const compiled = own && compileCustomSource(own, rule, owner, values, findings, locate);
    if (own !== undefined) {
        placeOwn(own, rule, path, places);
    }
    const inputs: TemplateObject = Object.assign(Object.create(null) as TemplateObject, compiled?.inputs);
    for (const [name, value] of Object.entries(rule.parameters ?? {})) {
        if (compiled?.within.has(name) !== true) {
            inputs[name] = values.compileInput(value, () => locate(["parameters", name]));
        }
    }
    const name = rule.name ?? (rule.rule === undefined ? meant.name : key);
    const description = rule.description
        ? values.compile(rule.description, () => locate(["description"]))
        : (rule.description ?? own?.description);
    const scope =
        compileScope(rule, path, values, locate, places) ??
        (own && isScheduled(own) ? undefined : own && ownScope(own));
    const controls = rule.controls ?? own?.controls;
    return {
        Type: RULE_TYPE,
        ...(rule.condition !== undefined && { Condition: rule.condition }),
        ...(Array.isArray(controls) && { Controls: controls }),
        Properties: {
            ConfigRuleName: name,
            ...(description !== undefined && { Description: description }),
            ...(scope && { Scope: scope }),
            ...(Object.keys(inputs).length > 0 && { InputParameters: inputs }),
            // Of a rule that runs in AWS Lambda it stands in the source.
            ...(rule.frequency &&
                compiled?.source["Owner"] !== "CUSTOM_LAMBDA" && { MaximumExecutionFrequency: rule.frequency }),
            Source: compiled?.source ?? { Owner: "AWS", SourceIdentifier: meant.identifier },
        },
    };
}

/** What the rule's own files say stands there, unless the pack says it otherwise. */
function placeOwn(own: CustomRule, rule: CompactRule, path: Path, places: Places): void {
    const property = (name: string, at: Path): void =>
        places.set([...path, "Properties", name], (inner) => own.locate([...at, ...inner]));
    if (rule.description === undefined) {
        property("Description", ["description"]);
    }
    if (rule.scope === undefined) {
        const types = "types" in own.scope;
        property("Scope", [types ? "resourceTypes" : "tag"]);
        places.set([...path, "Properties", "Scope", "ComplianceResourceTypes"], (inner) =>
            own.locate(["resourceTypes", ...inner]),
        );
    }
    places.set([...path, "Properties", "Source", "CustomPolicyDetails"], () => ({
        file: own.sourceFile,
        line: 1,
        column: 1,
    }));
}

function compileScope(
    { scope }: CompactRule,
    resource: Path,
    values: ValueCompiler,
    locate: (path: Path) => Location,
    places: Places,
): TemplateObject | undefined {
    if (scope === undefined) {
        return undefined;
    }
    const short = Array.isArray(scope);
    const { types, tag, id } = short ? { types: scope } : scope;
    const properties = [...resource, "Properties", "Scope"];
    const compiled = (value: Parameters<ValueCompiler["compile"]>[0], native: Path, compact: Path): TemplateValue => {
        places.set([...properties, ...native], (inner) => locate(["scope", ...compact, ...inner]));
        return values.compile(value, () => locate(["scope", ...compact]));
    };
    return {
        ...(types && {
            ComplianceResourceTypes: types.map((type, index) =>
                compiled(type, ["ComplianceResourceTypes", index], short ? [index] : ["types", index]),
            ),
        }),
        ...(tag && { TagKey: compiled(tag.key, ["TagKey"], ["tag", "key"]) }),
        ...(tag?.value !== undefined && { TagValue: compiled(tag.value, ["TagValue"], ["tag", "value"]) }),
        ...(id !== undefined && { ComplianceResourceId: compiled(id, ["ComplianceResourceId"], ["id"]) }),
    };
}

function compileParameters(pack: EffectivePack, places: Places): TemplateObject {
    const parameters: TemplateObject = {};
    for (const [name, { value, locate }] of pack.parameters) {
        places.set(["Parameters", name], locate);
        for (const [native, compact] of PARAMETER_KEYS) {
            places.set(["Parameters", name, native], (inner) => locate([compact, ...inner]));
        }
        const given = PARAMETER_KEYS.flatMap(([native, compact]): [string, TemplateValue][] => {
            const written = value[compact];
            return written === undefined ? [] : [[native, typeof written === "number" ? String(written) : written]];
        });
        parameters[name] = { Type: value.type ?? "String", ...Object.fromEntries(given) };
    }
    return parameters;
}

/** Keys of a parameter's declaration, native and compact. */
export const PARAMETER_KEYS: readonly (readonly [native: string, compact: keyof ParameterDeclaration])[] = [
    ["Default", "default"],
    ["Description", "description"],
    ["AllowedValues", "allowedValues"],
    ["AllowedPattern", "pattern"],
    ["ConstraintDescription", "constraint"],
    ["MinLength", "minLength"],
    ["MaxLength", "maxLength"],
    ["MinValue", "minValue"],
    ["MaxValue", "maxValue"],
];

/** Where the author wrote what stands at a path of the template. */
export class Places {
    readonly #root: Location;
    readonly #places = new Map<string, (inner: Path) => Location>();

    constructor(root: Location) {
        this.#root = root;
    }

    /** @param locate given the rest of a path below this one */
    set(path: Path, locate: (inner: Path) => Location): void {
        this.#places.set(path.join("\0"), locate);
    }

    locate(path: Path): Location {
        for (let length = path.length; length > 0; length--) {
            const locate = this.#places.get(path.slice(0, length).join("\0"));
            if (locate !== undefined) {
                return locate(path.slice(length));
            }
        }
        return this.#root;
    }
}
