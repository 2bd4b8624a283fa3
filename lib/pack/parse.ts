/** From the text of a pack file, in either form, to its parameters, rules and body, with every fault found on the way. */
import { catalogue } from "../catalogue/catalogue.ts";
import { compile, type RuleEntries } from "../compact/compile.ts";
import { CompactFindings } from "../compact/effective-pack.ts";
import { joinIncludes } from "../compact/include.ts";
import { isCompact, readCompact } from "../compact/read.ts";
import type { CompactRule } from "../compact/schema.ts";
import { type Diagnostic, error } from "../diagnostic.ts";
import type { ControlPlan, RulePlan } from "../plan/plan.ts";
import type { ProjectFiles } from "../project-files.ts";
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
    readonly parameters: readonly PackParameter[];
    readonly rules: readonly RulePlan[];
    /** Rules and remediations. */
    readonly resources: number;
    /** The template that is sent to AWS: rendered, or the author's own without comments. */
    readonly body: string;
    /** The template's values, with the author's lines. */
    readonly template: PackTemplate;
}

/**
 * Reads one pack, in the compact form or in AWS's own.
 *
 * @param file path for messages, relative to the project
 * @param files the project, where included packs are found
 * @returns the pack where it has no error, and all findings; never throws
 */
export function parsePack(
    file: string,
    text: string,
    files?: ProjectFiles,
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
    return isCompact(document) ? compactPack(source, document, files) : nativePack(source, document);
}

function nativePack(source: YamlSource, value: TemplateObject): { pack?: Pack; diagnostics: Diagnostic[] } {
    const diagnostics: Diagnostic[] = [];
    const template: PackTemplate = { value, locate: (path) => source.locate(path) };
    const content = readTemplate(template, diagnostics);
    if (diagnostics.length > 0) {
        return { diagnostics };
    }
    const body = templateBody(source.document);
    return { pack: { file: source.file, form: "native", ...content, body, template }, diagnostics };
}

function compactPack(
    source: YamlSource,
    value: TemplateObject,
    files: ProjectFiles | undefined,
): { pack?: Pack; diagnostics: Diagnostic[] } {
    const { document, diagnostics } = readCompact(source, value);
    if (document === undefined) {
        return { diagnostics };
    }
    const findings = new CompactFindings();
    const effective = joinIncludes(source, document, files, findings);
    const { template, entries } = compile(effective, catalogue(), findings);
    if (findings.all.length > 0) {
        return { diagnostics: findings.all };
    }
    const content = readTemplate(template, diagnostics);
    if (diagnostics.length > 0) {
        return { diagnostics };
    }
    const { title, description } = effective;
    return {
        pack: {
            file: source.file,
            form: "compact",
            ...(title !== undefined && { title }),
            ...(description !== undefined && { description }),
            ...content,
            rules: content.rules.map((rule) => withEntry(rule, entries)),
            body: renderTemplate(template.value),
            template,
        },
        diagnostics,
    };
}

/** What only the compact form can say of a rule. */
function withEntry(rule: RulePlan, entries: RuleEntries): RulePlan {
    const entry = entries.get(rule.logicalId)?.entry.value;
    return entry === undefined
        ? rule
        : {
              ...rule,
              ...(entry.severity && { severity: entry.severity }),
              ...(entry.controls && { controls: controlsOf(entry.controls) }),
          };
}

function controlsOf(controls: NonNullable<CompactRule["controls"]>): ControlPlan[] {
    return Array.isArray(controls)
        ? controls.map((id) => ({ id }))
        : Object.entries(controls).flatMap(([framework, ids]) => ids.map((id) => ({ framework, id })));
}
