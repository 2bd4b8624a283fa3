/** Joins the rules of several packs: what they have in common once, what they disagree about as a finding. */
import type { RemediationNotes } from "../compact/remediation.ts";
import { canonical } from "../check/repeated-rules.ts";
import { type Diagnostic, error, type Location } from "../diagnostic.ts";
import { scalarText } from "../pack/template.ts";
import { isObject, type TemplateObject, type TemplateValue } from "../pack/template-value.ts";
import type { ControlPlan, RulePlan, Severity } from "../plan/plan.ts";
import { suggestionHint } from "../suggestion.ts";
import type { ResolvedRule } from "./resolve.ts";

/** What a stack decides for a rule in place of its packs. */
export interface RuleOverride {
    readonly parameters: Readonly<Record<string, string>>;
    readonly scope?: readonly string[];
    readonly frequency?: string;
    readonly enabled: boolean;
}

export interface BundledRule {
    /** The rule's name: what places it in a part. */
    readonly key: string;
    readonly properties: TemplateObject;
    readonly remediation?: TemplateObject;
    /** What the pack that it comes from says of it. */
    readonly remediationNotes?: RemediationNotes;
    /** Of all origins, each once. */
    readonly controls: readonly ControlPlan[];
    /** The highest of all origins. */
    readonly severity?: Severity;
    /** Of the first origin that gives one. */
    readonly reason?: string;
    readonly program?: RulePlan["program"];
    readonly origins: readonly { readonly pack: string; readonly location: Location }[];
}

/**
 * @param rules of all packs, in the order of the packs
 * @param overrides by rule name
 * @param locateOverride where the configuration has an override
 */
export function mergeRules(
    rules: readonly ResolvedRule[],
    overrides: Readonly<Record<string, RuleOverride>>,
    locateOverride: (rule: string) => Location,
): { rules: BundledRule[]; diagnostics: Diagnostic[] } {
    const diagnostics: Diagnostic[] = [];
    const names = new Set(rules.map((rule) => rule.name));
    for (const name of Object.keys(overrides).filter((key) => !names.has(key))) {
        const hint = suggestionHint(name, [...names]);
        diagnostics.push(
            error(locateOverride(name), {
                code: "unknown-override",
                message: `no pack of the bundle has a rule ${name}`,
                ...(hint !== undefined && { hint }),
            }),
        );
    }
    const overridden = rules.flatMap((rule) => {
        const override = Object.hasOwn(overrides, rule.name) ? overrides[rule.name] : undefined;
        return override === undefined ? [rule] : override.enabled ? [applyOverride(rule, override)] : [];
    });
    const byName = new Map<string, ResolvedRule[]>();
    const byContent = new Map<string, string>();
    const conflicts = new Set<string>();
    for (const rule of overridden) {
        const content = contentOf(rule);
        // The same check under another name in a later pack is the same rule; twice in one pack, it is meant.
        const same = byContent.get(content);
        const group = byName.get(rule.name) ?? (same === undefined ? undefined : byName.get(same));
        const first = group?.[0];
        if (group === undefined || first === undefined || (first.name !== rule.name && first.pack === rule.pack)) {
            byName.set(rule.name, [rule]);
            byContent.set(content, byContent.get(content) ?? rule.name);
        } else if (contentOf(first) !== content || remediationConflict(group, rule)) {
            // Said once, however many packs have it the other way.
            const said = `${rule.name} ${content}`;
            diagnostics.push(...(conflicts.has(said) ? [] : [conflict(first, rule)]));
            conflicts.add(said);
        } else {
            group.push(rule);
        }
    }
    return { rules: [...byName].map(([key, group]) => join(key, group)), diagnostics };
}

function applyOverride(rule: ResolvedRule, { parameters, scope, frequency }: RuleOverride): ResolvedRule {
    const inputs = rule.properties["InputParameters"];
    const merged: TemplateObject = { ...(isObject(inputs) ? inputs : {}), ...parameters };
    return {
        ...rule,
        properties: {
            ...rule.properties,
            ...(Object.keys(merged).length > 0 && { InputParameters: merged }),
            ...(scope && { Scope: { ComplianceResourceTypes: [...scope] } }),
            ...(frequency !== undefined && withFrequency(rule.properties["Source"], frequency)),
        },
    };
}

/** A rule in AWS Lambda has its schedule in its source. */
function withFrequency(source: TemplateValue | undefined, frequency: string): TemplateObject {
    const details = isObject(source) && source["Owner"] === "CUSTOM_LAMBDA" ? source["SourceDetails"] : undefined;
    return isObject(source) && Array.isArray(details)
        ? {
              Source: {
                  ...source,
                  SourceDetails: details.map((detail) =>
                      isObject(detail) && "MaximumExecutionFrequency" in detail
                          ? { ...detail, MaximumExecutionFrequency: frequency }
                          : detail,
                  ),
              },
          }
        : { MaximumExecutionFrequency: frequency };
}

/**
 * What makes a rule the same rule: its source, parameters, scope and frequency. Names and descriptions do not count, nor
 * does how `true` is spelt, nor the order of resource types.
 */
function contentOf({ name, properties }: ResolvedRule): string {
    const { Source, InputParameters, MaximumExecutionFrequency } = properties;
    // A process check stands for work outside of AWS: its name is all it has.
    const isProcess = isObject(Source) && Source["SourceIdentifier"] === "AWS_CONFIG_PROCESS_CHECK";
    return canonical([
        Source,
        comparableInputs(InputParameters),
        comparableScope(properties["Scope"]),
        MaximumExecutionFrequency ?? null,
        isProcess ? name : null,
    ]);
}

function comparableInputs(inputs: TemplateValue | undefined): TemplateValue {
    if (!isObject(inputs)) {
        return inputs ?? null;
    }
    const entries = Object.entries(inputs).map(([name, value]): [string, TemplateValue] => {
        const text = scalarText(value);
        return [name, text !== undefined && /^(true|false)$/i.test(text) ? text.toLowerCase() : value];
    });
    return entries.length === 0 ? null : Object.fromEntries(entries);
}

function comparableScope(scope: TemplateValue | undefined): TemplateValue {
    const types = isObject(scope) ? scope["ComplianceResourceTypes"] : undefined;
    if (!isObject(scope) || !Array.isArray(types)) {
        return scope ?? null;
    }
    const others = Object.entries(scope).filter(([key]) => key !== "ComplianceResourceTypes");
    const sorted = types.length === 0 ? [] : [["ComplianceResourceTypes", [...types].sort()] as const];
    return others.length + sorted.length === 0 ? null : Object.fromEntries([...others, ...sorted]);
}

function remediationConflict(group: readonly ResolvedRule[], rule: ResolvedRule): boolean {
    const there = group.find((one) => one.remediation)?.remediation;
    const comparable = (remediation: TemplateObject): string => canonical({ ...remediation, ConfigRuleName: null });
    return there !== undefined && rule.remediation !== undefined && comparable(there) !== comparable(rule.remediation);
}

function conflict(first: ResolvedRule, second: ResolvedRule): Diagnostic {
    const differing = DIFFERENCES.find(([key, comparable]) => {
        const [a, b] = [first, second].map((rule) => canonical(comparable(rule.properties[key])));
        return a !== b;
    })?.[0];
    const what = {
        InputParameters: "parameters",
        Scope: "scope",
        MaximumExecutionFrequency: "frequency",
        Source: "source",
    };
    const show = (rule: ResolvedRule): string => `${placeText(rule.location)} has ${shown(differing, rule)}`;
    return error(second.location, {
        code: "conflicting-rules",
        message: `packs of the bundle disagree about ${second.name}: ${show(first)}, ${show(second)}`,
        hint:
            differing === undefined || differing === "Source"
                ? "give the rule another name in one of the two packs"
                : `decide in the bundle: overrides: { ${second.name}: { ${what[differing]}: … } }`,
    });
}

type Differing = "InputParameters" | "Scope" | "MaximumExecutionFrequency" | "Source";

const DIFFERENCES: readonly (readonly [Differing, (value: TemplateValue | undefined) => TemplateValue])[] = [
    ["InputParameters", comparableInputs],
    ["Scope", comparableScope],
    ["MaximumExecutionFrequency", (value) => value ?? null],
    ["Source", (value) => value ?? null],
];

function shown(key: Differing | undefined, rule: ResolvedRule): string {
    const value: TemplateValue | undefined = key === undefined ? rule.remediation : rule.properties[key];
    const text = value === undefined ? "none" : typeof value === "string" ? value : JSON.stringify(value);
    return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

function join(key: string, group: readonly ResolvedRule[]): BundledRule {
    const [first] = group;
    const { remediation, remediationNotes } = group.find((one) => one.remediation) ?? {};
    const severity = SEVERITIES.find((one) => group.some((rule) => rule.severity === one));
    const controls = new Map(
        group.flatMap((rule) => rule.controls.map((control) => [JSON.stringify(control), control])),
    );
    const description = group.map((rule) => rule.properties["Description"]).find((text) => text !== undefined);
    const reason = group.find((rule) => rule.reason !== undefined)?.reason;
    const properties = { ...first?.properties };
    delete properties["Description"];
    return {
        key,
        properties: { ...properties, ...(description !== undefined && { Description: description }) },
        ...(remediation && { remediation: { ...remediation, ConfigRuleName: key } }),
        ...(remediationNotes && { remediationNotes }),
        controls: [...controls.values()],
        ...(severity && { severity }),
        ...(reason !== undefined && { reason }),
        ...(first?.program && { program: first.program }),
        origins: group.map(({ pack, location }) => ({ pack, location })),
    };
}

const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low"];

function placeText({ file, line }: Location): string {
    return line === undefined ? file : `${file}:${line}`;
}
