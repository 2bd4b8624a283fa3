/** From the text of a pack file, in either form, to its parameters, rules and body, with every fault found on the way. */
import { catalogue } from "../catalogue/catalogue.ts";
import { compile, type RuleEntries } from "../compact/compile.ts";
import { CompactFindings } from "../compact/effective-pack.ts";
import { joinIncludes } from "../compact/include.ts";
import { isCompact, readCompact } from "../compact/read.ts";
import { type RemediationNotes, remediationNotes } from "../compact/remediation.ts";
import { type Diagnostic, error } from "../diagnostic.ts";
import type { ControlPlan, RulePlan, UncoveredControl } from "../plan/plan.ts";
import type { ProjectFiles } from "../project-files.ts";
import { knownDocuments, type KnownDocuments } from "../remediation/known-documents.ts";
import { controlsOf, type CustomRule } from "../rules/custom-rule.ts";
import { programOf } from "../rules/program.ts";
import type { FunctionOwner } from "../rules/functions.ts";
import { PackRules } from "../rules/pack-rules.ts";
import { readYaml, type YamlSource } from "../yaml-source.ts";
import { type PackParameter, readTemplate } from "./read-template.ts";
import { renderTemplate } from "./render.ts";
import type { PackTemplate } from "./template.ts";
import { templateBody } from "./template-body.ts";
import { isObject, type TemplateObject, templateValue } from "./template-value.ts";

/** A conformance pack, read and checked for its structure. */
export interface Pack {
    /** Relative to the project, with forward slashes. */
    readonly file: string;
    readonly form: "compact" | "native";
    /** Of a compact pack, where it gives them. */
    readonly title?: string;
    readonly description?: string;
    /** Of a compact pack, those of included packs among them. Absent where it names none. */
    readonly notCovered?: readonly UncoveredControl[];
    /** Of a compact pack: its rules with `enabled: false`, included ones among them. Absent where there are none. */
    readonly switchedOff?: readonly SwitchedOffRule[];
    readonly parameters: readonly PackParameter[];
    readonly rules: readonly RulePlan[];
    /** Rules and remediations. */
    readonly resources: number;
    /** The template that is sent to AWS: rendered, or the author's own without comments. */
    readonly body: string;
    /** The template's values, with the author's lines. */
    readonly template: PackTemplate;
    /** Of a compact pack: the rules of the project's own in it, by logical ID, and the names of all there are. */
    readonly custom?: { readonly rules: ReadonlyMap<string, CustomRule>; readonly names: readonly string[] };
    /** Of a compact pack: what it says of each remediation, by logical ID. Absent where it has none. */
    readonly remediationNotes?: ReadonlyMap<string, RemediationNotes>;
    /** The Automation documents that its remediations can name. Absent: those of AWS. */
    readonly documents?: KnownDocuments;
}

/** A rule that a pack names and does not deploy. */
export interface SwitchedOffRule {
    /** The key in the pack. */
    readonly key: string;
    /** What it would give evidence for. */
    readonly controls: readonly ControlPlan[];
}

/**
 * Reads one pack, in the compact form or in AWS's own.
 *
 * @param file path for messages, relative to the project
 * @param files the project, where included packs and custom rules are found
 * @param owner who has the functions of custom rules; absent: the template is looked at, and goes nowhere
 * @returns the pack where it has no error, and all findings; never throws
 */
export function parsePack(
    file: string,
    text: string,
    files?: ProjectFiles,
    owner?: FunctionOwner,
): { pack?: Pack; diagnostics: Diagnostic[] } {
    const { source, diagnostics } = readYaml(file, text);
    if (source === undefined) {
        return { diagnostics };
    }
    const document = templateValue(source.document.contents);
    if (!isObject(document)) {
        const fault = error(source.locate([]), {
            code: "not-a-template",
            message: "a pack has rules:, or the section Resources of AWS's own format",
            hint: "see packs/ for examples",
        });
        return { diagnostics: [...diagnostics, fault] };
    }
    return isCompact(document) ? compactPack(source, document, files, owner) : nativePack(source, document, files);
}

function nativePack(
    source: YamlSource,
    value: TemplateObject,
    files: ProjectFiles | undefined,
): { pack?: Pack; diagnostics: Diagnostic[] } {
    const diagnostics: Diagnostic[] = [];
    const template: PackTemplate = { value, locate: (path) => source.locate(path) };
    const content = readTemplate(template, diagnostics);
    if (diagnostics.length > 0) {
        return { diagnostics };
    }
    const body = templateBody(source.document);
    const documents = knownDocuments(files);
    return { pack: { file: source.file, form: "native", ...content, body, template, documents }, diagnostics };
}

function compactPack(
    source: YamlSource,
    value: TemplateObject,
    files: ProjectFiles | undefined,
    owner: FunctionOwner | undefined,
): { pack?: Pack; diagnostics: Diagnostic[] } {
    const { document, diagnostics } = readCompact(source, value);
    if (document === undefined) {
        return { diagnostics };
    }
    const findings = new CompactFindings();
    const effective = joinIncludes(source, document, files, findings);
    const rules = new PackRules(files, owner);
    const { template, entries } = compile(effective, catalogue(), rules, findings);
    if (findings.all.length > 0) {
        return { diagnostics: findings.all };
    }
    const content = readTemplate(template, diagnostics);
    if (diagnostics.length > 0) {
        return { diagnostics };
    }
    const { title, description } = effective;
    const notCovered = effective.notCovered.flatMap(({ controls, reason }) =>
        controlsOf(controls).map((control): UncoveredControl => ({ ...control, reason })),
    );
    const switchedOff = [...effective.rules].flatMap(([key, { value }]): SwitchedOffRule[] =>
        value.enabled === false ? [{ key, controls: controlsOf(value.controls ?? []) }] : [],
    );
    const notes = remediationNotes(entries);
    const own = [...entries].flatMap(([id, { custom }]) => (custom === undefined ? [] : [[id, custom] as const]));
    return {
        pack: {
            file: source.file,
            form: "compact",
            ...(title !== undefined && { title }),
            ...(description !== undefined && { description }),
            ...(notCovered.length > 0 && { notCovered }),
            ...(switchedOff.length > 0 && { switchedOff }),
            ...content,
            rules: content.rules.map((rule) => withEntry(rule, entries)),
            body: renderTemplate(template.value),
            template,
            custom: { rules: new Map(own), names: rules.names },
            ...(notes.size > 0 && { remediationNotes: notes }),
            documents: knownDocuments(files),
        },
        diagnostics,
    };
}

/** What only the compact form can say of a rule. */
function withEntry(rule: RulePlan, entries: RuleEntries): RulePlan {
    const { entry, custom } = entries.get(rule.logicalId) ?? {};
    const severity = entry?.value.severity ?? custom?.severity;
    const controls = entry?.value.controls ?? custom?.controls;
    const reason = entry?.value.reason;
    const program = custom && programOf(custom);
    return {
        ...rule,
        ...(severity && { severity }),
        ...(controls && { controls: controlsOf(controls) }),
        ...(reason !== undefined && { reason }),
        ...(program && { program }),
    };
}
