/** From the text of a pack file, in either form, to its parameters, rules and body, with every fault found on the way. */
import { createRequire } from "node:module";
import { isCompact } from "../compact/form.ts";
import type * as CompactForm from "../compact/pack.ts";
import { type Diagnostic, error } from "../diagnostic.ts";
import type { ControlPlan, RulePlan, UncoveredControl } from "../plan/plan.ts";
import type { ProjectFiles } from "../project-files.ts";
import type { RemediationNotes } from "../compact/remediation.ts";
import type * as Documents from "../remediation/known-documents.ts";
import type { CustomRule } from "../rules/custom-rule.ts";
import type { FunctionOwner } from "../rules/functions.ts";
import { readYaml, type YamlSource } from "../yaml-source.ts";
import { type PackParameter, readTemplate, type TemplateContent } from "./read-template.ts";
import type { PackTemplate } from "./template.ts";
import type * as Bodies from "./template-body.ts";
import { isObject, type TemplateObject } from "./template-value.ts";

const require = createRequire(import.meta.url);

/** Loaded with the first pack in the compact form: its schema takes longer to load than AWS's own format to be read. */
function compactForm(): typeof CompactForm {
    return require("../compact/pack.ts") as typeof CompactForm;
}

/** Loaded with the first template that is written back. */
function bodies(): typeof Bodies {
    return require("./template-body.ts") as typeof Bodies;
}

/** Loaded with the first pack that remediates. */
export function documentsIn(files: ProjectFiles | undefined): Documents.KnownDocuments {
    return (require("../remediation/known-documents.ts") as typeof Documents).knownDocuments(files);
}

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
    /** Of a compact pack: what only that form says of remediations, by logical ID. Absent where there is nothing. */
    readonly remediationNotes?: ReadonlyMap<string, RemediationNotes>;
    /** The Automation documents that its remediations can name. Absent where it has none. */
    readonly documents?: Documents.KnownDocuments;
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
    const document = source.value;
    if (!isObject(document)) {
        const fault = error(source.locate([]), {
            code: "not-a-template",
            message: "a pack has rules:, or the section Resources of AWS's own format",
            hint: "see packs/ for examples",
        });
        return { diagnostics: [...diagnostics, fault] };
    }
    return isCompact(document)
        ? compactForm().compactPack(source, document, files, owner)
        : nativePack(source, document, files);
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
    return { pack: new NativePack(source, template, content, files), diagnostics };
}

class NativePack implements Pack {
    readonly file: string;
    readonly form = "native";
    readonly resources: number;
    readonly template: PackTemplate;
    readonly #source: YamlSource;
    readonly #content: TemplateContent;
    readonly #files: ProjectFiles | undefined;
    #body: string | undefined;

    constructor(source: YamlSource, template: PackTemplate, content: TemplateContent, files: ProjectFiles | undefined) {
        this.file = source.file;
        this.resources = content.resources;
        this.template = template;
        this.#source = source;
        this.#content = content;
        this.#files = files;
    }

    get parameters(): Pack["parameters"] {
        return this.#content.parameters;
    }

    get rules(): Pack["rules"] {
        return this.#content.rules;
    }

    get documents(): Pack["documents"] {
        return hasRemediations(this.#content) ? documentsIn(this.#files) : undefined;
    }

    /** Written when it is asked for: a check needs no more than the values. */
    get body(): string {
        this.#body ??= bodies().templateBody(this.#source.document);
        return this.#body;
    }
}

/** Whatever a template deploys besides rules remediates. */
export function hasRemediations({ resources, rules }: Pick<TemplateContent, "resources" | "rules">): boolean {
    return resources > rules.length;
}
