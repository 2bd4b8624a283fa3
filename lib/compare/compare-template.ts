/** What a template of AWS's has that packs of the project lack, and the reverse: rules, and the values they get. */
import { canonical } from "../check/repeated-rules.ts";
import { type Catalogue, nameOfIdentifier } from "../catalogue/catalogue.ts";
import type { Pack } from "../pack/parse.ts";
import { intrinsicOf, scalarText } from "../pack/template.ts";
import { isObject, type TemplateValue } from "../pack/template-value.ts";
import { withValues } from "../plan/packs.ts";
import type { RulePlan } from "../plan/plan.ts";

/** A rule that one side has and the other lacks. */
export interface RuleOfOneSide {
    /** Of the managed rule, as a compact pack writes it; else its name in AWS Config. */
    readonly rule: string;
    /** The managed rule identifier. Absent: a custom rule, or a process check. */
    readonly identifier?: string;
    /** Input parameters, with parameters of the template at their defaults; as texts. */
    readonly inputs: Readonly<Record<string, string>>;
    /** Nobody evaluates it: people say in AWS Config that it is done. Absent: anything else. */
    readonly processCheck?: true;
    /** What the project's catalogue does not know may be newer than it. Absent: it is known, or no managed rule. */
    readonly unknown?: true;
}

/** What a rule gets, where the two sides differ. Absent: nothing. */
export interface ValueDifference {
    readonly rule: string;
    /** An input parameter, `frequency` or `scope`. */
    readonly value: string;
    readonly template?: string;
    readonly pack?: string;
}

/** A parameter of the template itself. */
export interface TemplateParameter {
    readonly name: string;
    /** Absent: somebody has to give a value. */
    readonly default?: string;
}

export interface TemplateComparison {
    /** What the template has and the packs lack. */
    readonly missing: readonly RuleOfOneSide[];
    /** What the packs have and the template lacks. */
    readonly extra: readonly RuleOfOneSide[];
    readonly common: number;
    readonly values: readonly ValueDifference[];
    readonly parameters: {
        /** Only the template has them. */
        readonly missing: readonly TemplateParameter[];
        /** Only the packs have them. */
        readonly extra: readonly TemplateParameter[];
        /** Both have them, with different defaults. */
        readonly changed: readonly { readonly name: string; readonly template?: string; readonly pack?: string }[];
    };
}

interface Check {
    readonly source: string;
    readonly identifier?: string;
    readonly rule: RulePlan;
    readonly values: Readonly<Record<string, string>>;
}

/**
 * Compares with every parameter at its default. Names, logical IDs and descriptions are everybody's own; rules are the same
 * where they check by the same managed rule, process checks and custom rules where they have the same name.
 *
 * @param packs one pack of the project, or the parts of one that is in parts
 */
export function compareTemplate(template: Pack, packs: readonly Pack[], catalogue: Catalogue): TemplateComparison {
    const theirs = checksOf(template);
    const ours = packs.flatMap(checksOf);
    const known = new Set(ours.map(({ source }) => source));
    const wanted = new Set(theirs.map(({ source }) => source));
    const oneSide = (checks: readonly Check[], other: ReadonlySet<string>): RuleOfOneSide[] =>
        checks.filter(({ source }) => !other.has(source)).map((check) => ruleOfOneSide(check, catalogue));
    return {
        missing: byName(oneSide(theirs, known)),
        extra: byName(oneSide(ours, wanted)),
        common: [...wanted].filter((source) => known.has(source)).length,
        values: [...wanted]
            .filter((source) => known.has(source))
            .flatMap((source) => differencesOf(source, theirs, ours, catalogue)),
        parameters: compareParameters(parametersOf([template]), parametersOf(packs)),
    };
}

/** The rules by which packs are told alike. */
export function sourcesOf(packs: readonly Pack[]): ReadonlySet<string> {
    return new Set(packs.flatMap(checksOf).map(({ source }) => source));
}

/** AWS's samples write the partition out where packs of the project leave it to AWS. */
const PARTITION = { "AWS::Partition": "aws" };

function checksOf(pack: Pack): Check[] {
    return withValues(pack, PARTITION).map((rule): Check => {
        const name = rule.name ?? rule.logicalId;
        const managed = rule.owner === "AWS" && rule.sourceIdentifier !== "AWS_CONFIG_PROCESS_CHECK";
        const identifier = managed ? rule.sourceIdentifier : undefined;
        return {
            source: identifier ?? `${rule.owner ?? ""} ${name.toLowerCase()}`,
            ...(identifier !== undefined && { identifier }),
            rule,
            values: {
                ...textsOf(rule.inputParameters),
                ...(rule.frequency !== undefined && { frequency: rule.frequency }),
                ...scopeOf(rule),
            },
        };
    });
}

/** Types in any order; AWS's samples name those that the managed rule looks at anyway. */
function scopeOf({ scope }: RulePlan): { scope?: string } {
    const types = scope?.["ComplianceResourceTypes"];
    const others = scope && Object.keys(scope).length > (types === undefined ? 0 : 1);
    if (scope === undefined) {
        return {};
    }
    return others || !Array.isArray(types)
        ? { scope: canonical(scope) }
        : {
              scope: types
                  .map((type) => textOf(type))
                  .sort()
                  .join(", "),
          };
}

function textsOf(inputs: TemplateValue | undefined): Record<string, string> {
    return isObject(inputs)
        ? Object.fromEntries(
              Object.entries(inputs)
                  .map(([name, value]): [string, string] => [name, textOf(value)])
                  .filter(([, text]) => text !== "")
                  .sort(([a], [b]) => (a < b ? -1 : 1)),
          )
        : {};
}

/** AWS's samples spell booleans three ways, and lists with spaces or without. */
function textOf(value: TemplateValue): string {
    const text = scalarText(value);
    if (text === undefined) {
        const call = intrinsicOf(value);
        return typeof call?.argument === "string" ? call.argument : canonical(value);
    }
    return /^(true|false)$/i.test(text) ? text.toLowerCase() : text.replaceAll(/\s*,\s*/g, ",");
}

function ruleOfOneSide({ identifier, rule }: Check, catalogue: Catalogue): RuleOfOneSide {
    const known = identifier === undefined ? undefined : catalogue.byIdentifier(identifier);
    const name = identifier === undefined ? (rule.name ?? rule.logicalId) : nameOfIdentifier(identifier);
    return {
        rule: known?.name ?? name,
        ...(identifier !== undefined && { identifier }),
        inputs: textsOf(rule.inputParameters),
        ...(rule.owner === "AWS" && identifier === undefined && { processCheck: true as const }),
        ...(identifier !== undefined && known === undefined && { unknown: true as const }),
    };
}

/** A managed rule may stand several times on either side: what is alike is no difference, the rest is compared in order. */
function differencesOf(
    source: string,
    theirs: readonly Check[],
    ours: readonly Check[],
    catalogue: Catalogue,
): ValueDifference[] {
    const of = (checks: readonly Check[]): Check[] => checks.filter((check) => check.source === source);
    const left = of(theirs);
    const right = of(ours);
    const alike = (a: Check, b: Check): boolean => canonical([{ ...a.values }]) === canonical([{ ...b.values }]);
    const unmatched = left.filter((a) => !right.some((b) => alike(a, b)));
    return unmatched.flatMap((a, index) => {
        const b = right[Math.min(index, right.length - 1)];
        return b === undefined ? [] : valueDifferences(ruleOfOneSide(a, catalogue).rule, a.values, b.values);
    });
}

function valueDifferences(rule: string, template: Check["values"], pack: Check["values"]): ValueDifference[] {
    const names = [...new Set([...Object.keys(template), ...Object.keys(pack)])].sort();
    // A managed rule without a scope has its own, which AWS's samples often repeat.
    const unsaid = (name: string): boolean => name === "scope" && !(name in template && name in pack);
    return names
        .filter((name) => template[name] !== pack[name] && !unsaid(name))
        .map((value) => ({
            rule,
            value,
            ...(template[value] !== undefined && { template: template[value] }),
            ...(pack[value] !== undefined && { pack: pack[value] }),
        }));
}

function parametersOf(packs: readonly Pack[]): ReadonlyMap<string, TemplateParameter> {
    const found = new Map<string, TemplateParameter>();
    for (const { template } of packs) {
        const declared = template.value["Parameters"];
        for (const [name, declaration] of Object.entries(isObject(declared) ? declared : {})) {
            const value = isObject(declaration) ? scalarText(declaration["Default"]) : undefined;
            found.set(name, { name, ...(value !== undefined && { default: value }) });
        }
    }
    return found;
}

function compareParameters(
    template: ReadonlyMap<string, TemplateParameter>,
    pack: ReadonlyMap<string, TemplateParameter>,
): TemplateComparison["parameters"] {
    return {
        missing: [...template.values()].filter(({ name }) => !pack.has(name)),
        extra: [...pack.values()].filter(({ name }) => !template.has(name)),
        changed: [...template.values()].flatMap(({ name, default: theirs }) => {
            const ours = pack.get(name)?.default;
            return !pack.has(name) || theirs === ours
                ? []
                : [
                      {
                          name,
                          ...(theirs !== undefined && { template: theirs }),
                          ...(ours !== undefined && { pack: ours }),
                      },
                  ];
        }),
    };
}

function byName(rules: readonly RuleOfOneSide[]): RuleOfOneSide[] {
    return [...rules].sort((a, b) => (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0));
}
