/** Joins a compact pack with the packs that it includes, rule by rule, with its overrides and exclusions. */
import { isDeepStrictEqual } from "node:util";
import type { Location } from "../diagnostic.ts";
import { findPack, packNames } from "../pack/find.ts";
import { isObject } from "../pack/template-value.ts";
import type { ProjectFiles } from "../project-files.ts";
import { suggestionHint } from "../suggestion.ts";
import { type Path, readYaml, type YamlSource } from "../yaml-source.ts";
import type { CompactFindings, EffectivePack, Placed } from "./effective-pack.ts";
import { isCompact } from "./form.ts";
import { readCompact } from "./read.ts";
import type { CompactDocument, CompactRule, UncoveredControls } from "./schema.ts";

interface Joined {
    readonly parameters: Map<string, EffectivePack["parameters"] extends ReadonlyMap<string, infer V> ? V : never>;
    readonly conditions: Map<string, EffectivePack["conditions"] extends ReadonlyMap<string, infer V> ? V : never>;
    readonly rules: Map<string, Placed<CompactRule>>;
    readonly resources: Map<string, EffectivePack["resources"] extends ReadonlyMap<string, infer V> ? V : never>;
}

type IncludeSettings = NonNullable<CompactDocument["include"]>[string];

/** Packs that include packs that include packs: no library needs more, and a mistake ends early. */
const MAX_INCLUDE_DEPTH = 10;

/**
 * @param files where included packs are found; without it, every include is a fault
 * @param chain files that are being included already, to find cycles
 */
export function joinIncludes(
    source: YamlSource,
    document: CompactDocument,
    files: ProjectFiles | undefined,
    findings: CompactFindings,
    chain: readonly string[] = [source.file],
): EffectivePack {
    const joined: Joined = { parameters: new Map(), conditions: new Map(), rules: new Map(), resources: new Map() };
    // A declaration of the pack itself decides between two of included packs, so these need not agree then.
    const own = new Set(Object.keys(document.parameters ?? {}));
    const notCovered: UncoveredControls[] = [];
    for (const [name, settings] of Object.entries(document.include ?? {})) {
        const included = readIncluded(source, name, files, findings, chain);
        if (included !== undefined) {
            notCovered.push(...included.notCovered);
            addIncluded(source, name, settings, included, joined, own, findings);
        }
    }
    const at = (section: string, key: string) => (path: Path) => source.locate([section, key, ...path]);
    for (const [name, value] of Object.entries(document.parameters ?? {})) {
        joined.parameters.set(name, { value, locate: at("parameters", name) });
    }
    for (const section of ["conditions", "rules", "resources"] as const) {
        for (const [name, value] of Object.entries(document[section] ?? {})) {
            const there = joined[section].get(name);
            if (there !== undefined) {
                findings.error(
                    source.locate([section, name]),
                    "repeated-key",
                    `${name} comes from ${placeText(there.locate([]))} already`,
                    section === "rules"
                        ? "to change it, write the changes under include: … rules:; to replace it, exclude it there"
                        : "give one of the two another name",
                );
            }
            (joined[section] as Map<string, Placed<unknown>>).set(name, { value, locate: at(section, name) });
        }
    }
    const { title, description } = document;
    return {
        file: source.file,
        ...(title !== undefined && { title }),
        ...(description !== undefined && { description }),
        locate: (path) => source.locate(path),
        ...joined,
        notCovered: [...notCovered, ...(document.notCovered ?? [])],
    };
}

function readIncluded(
    source: YamlSource,
    name: string,
    files: ProjectFiles | undefined,
    findings: CompactFindings,
    chain: readonly string[],
): EffectivePack | undefined {
    const place = source.locate(["include", name]);
    const file = files && findPack(name, files);
    if (files === undefined || file === undefined) {
        findings.error(
            place,
            "no-such-pack",
            `there is no pack ${name} to include`,
            suggestionHint(name, files === undefined ? [] : packNames(files)) ?? "it has to be a file in packs/",
        );
        return undefined;
    }
    if (chain.includes(file) || chain.length > MAX_INCLUDE_DEPTH) {
        findings.error(
            place,
            "include-cycle",
            `the pack includes itself: ${[...chain.slice(chain.indexOf(file)), file].join(" -> ")}`,
            "move the rules that both need into a third pack, and include that one in both",
        );
        return undefined;
    }
    const { source: inner, diagnostics } = readYaml(file, files.read(file) ?? "");
    findings.all.push(...diagnostics);
    if (inner === undefined) {
        return undefined;
    }
    const value = inner.value;
    if (!isObject(value) || !isCompact(value)) {
        findings.error(
            place,
            "include-of-native-pack",
            `${file} is in AWS's own format; only compact packs can be included`,
            `packs convert ${file} writes it in the compact form`,
        );
        return undefined;
    }
    const read = readCompact(inner, value);
    findings.all.push(...read.diagnostics);
    return read.document && joinIncludes(inner, read.document, files, findings, [...chain, file]);
}

function addIncluded(
    source: YamlSource,
    name: string,
    settings: IncludeSettings,
    included: EffectivePack,
    joined: Joined,
    own: ReadonlySet<string>,
    findings: CompactFindings,
): void {
    const path = ["include", name];
    const known = [...included.rules.keys()];
    const demand = (key: string, candidates: readonly string[], place: Path, what: string): void => {
        if (!candidates.includes(key)) {
            findings.error(
                source.locate(place),
                `unknown-included-${what}`,
                `${included.file} has no ${what} ${key}`,
                suggestionHint(key, candidates),
            );
        }
    };
    settings.exclude.forEach((key, index) => demand(key, known, [...path, "exclude", index], "rule"));
    Object.keys(settings.rules).forEach((key) => demand(key, known, [...path, "rules", key], "rule"));
    Object.keys(settings.parameters).forEach((key) =>
        demand(key, [...included.parameters.keys()], [...path, "parameters", key], "parameter"),
    );
    const excluded = [...included.rules].filter(([key]) => settings.exclude.includes(key));
    const kept = [...included.rules].filter(([key]) => !settings.exclude.includes(key));
    for (const [parameter, declared] of included.parameters) {
        // What only excluded rules use goes with them.
        const others = [...kept, ...included.conditions, ...included.resources];
        if (mentions(excluded, parameter) && !mentions(others, parameter) && !(parameter in settings.parameters)) {
            continue;
        }
        const value = settings.parameters[parameter];
        const overridden: typeof declared =
            value === undefined
                ? declared
                : {
                      value: { ...declared.value, default: value },
                      locate: (inner) =>
                          inner[0] === "default"
                              ? source.locate([...path, "parameters", parameter])
                              : declared.locate(inner),
                  };
        add(joined.parameters, parameter, overridden, !own.has(parameter), "parameter", findings);
    }
    included.conditions.forEach((condition, key) =>
        add(joined.conditions, key, condition, true, "condition", findings),
    );
    included.resources.forEach((resource, key) => add(joined.resources, key, resource, true, "resource", findings));
    for (const [key, rule] of included.rules) {
        if (!settings.exclude.includes(key)) {
            const changes = settings.rules[key];
            const changed = changes
                ? override(rule, changes, (at) => source.locate([...path, "rules", key, ...at]))
                : rule;
            add(joined.rules, key, changed, true, "rule", findings);
        }
    }
}

function mentions(entries: readonly (readonly [string, Placed<unknown>])[], parameter: string): boolean {
    const text = JSON.stringify(entries.map(([, { value }]) => value));
    return [`\${${parameter}}`, `\${${parameter}?}`, `"Ref":"${parameter}"`].some((reference) =>
        text.includes(reference),
    );
}

/** What two included packs say alike is there once; where they differ, the author has to decide. */
function add<Value>(
    map: Map<string, Placed<Value>>,
    key: string,
    added: Placed<Value>,
    mustAgree: boolean,
    what: string,
    findings: CompactFindings,
): void {
    const there = map.get(key);
    if (there !== undefined && mustAgree && !isDeepStrictEqual(there.value, added.value)) {
        findings.error(
            added.locate([]),
            "conflicting-include",
            `the ${what} ${key} differs from that at ${placeText(there.locate([]))}, which is included too`,
            what === "parameter"
                ? "declare it under parameters: in the pack that includes both"
                : "exclude one of the two, or give both the same values under include: … rules:",
        );
    }
    map.set(key, there ?? added);
}

/** Each key that the override gives replaces the one of the rule; parameters and controls are joined by name. */
function override(
    rule: Placed<CompactRule>,
    changes: CompactRule,
    locate: (path: Path) => Location,
): Placed<CompactRule> {
    const merged: CompactRule = { ...rule.value, ...changes };
    if (changes.parameters !== undefined) {
        merged.parameters = { ...rule.value.parameters, ...changes.parameters };
    }
    if (isPlainMap(changes.controls) && isPlainMap(rule.value.controls)) {
        merged.controls = { ...rule.value.controls, ...changes.controls };
    }
    return {
        value: merged,
        locate: (path) => {
            const [key, name] = path;
            const changed = key === undefined ? undefined : changes[key as keyof CompactRule];
            const byName = (key === "parameters" || key === "controls") && name !== undefined;
            const here = byName ? isPlainMap(changed) && Object.hasOwn(changed, name) : changed !== undefined;
            return here ? locate(path) : rule.locate(path);
        },
    };
}

function isPlainMap(value: unknown): value is Record<string, never> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function placeText({ file, line }: Location): string {
    return line === undefined ? file : `${file}:${line}`;
}
