/** `packs check`: every fault of packs and stacks, before AWS sees them. */
import { statSync, writeFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { guardedStacks } from "../lib/baseline/check.ts";
import { baselineFile, stackOfBaseline } from "../lib/baseline/schema.ts";
import { checkPack } from "../lib/check/check.ts";
import { type Diagnostic, sortDiagnostics } from "../lib/diagnostic.ts";
import { packFiles } from "../lib/pack/find.ts";
import { parsePack } from "../lib/pack/parse.ts";
import { HISTORY_QUERIES_FOLDER, historyQueryFaults } from "../lib/plan/history-queries.ts";
import { loadPlan } from "../lib/plan/load.ts";
import { type ProjectFiles, projectFolder, readText } from "../lib/project-files.ts";
import { QUERIES_FOLDER, queryFile, queryNames, readQuery } from "../lib/query/query-file.ts";
import { DOCUMENTS_FOLDER } from "../lib/remediation/document-script.ts";
import { documentFolderNames, documentOfFile, readDocument } from "../lib/remediation/documents.ts";
import { customRuleNames, ruleOfFile, RULES_FOLDER } from "../lib/rules/find.ts";
import { checkWaivers } from "../lib/waivers/check.ts";
import { WAIVERS_FILE } from "../lib/waivers/schema.ts";
import { checkRules } from "./check/rules.ts";
import { EXIT } from "./exit-code.ts";
import { withProgress } from "./progress.ts";
import { meantStack, stackNames, stackOfFile } from "./stack-names.ts";
import type { Terminal } from "./terminal.ts";
import { formatJson } from "./check/json.ts";
import type { CheckedFiles } from "./check/output.ts";
import { formatSarif } from "./check/sarif.ts";
import { formatText } from "./check/text.ts";

export interface CheckOptions {
    readonly format: "text" | "json" | "sarif";
    /** Where SARIF is written besides the output. */
    readonly sarif?: string;
    /** Warnings count as errors. */
    readonly strict: boolean;
    /** Only this stack, with the packs that it names. */
    readonly stack?: string;
}

/**
 * Checks files, or everything.
 *
 * @param paths pack files, stack files, custom rules, Automation documents and folders of packs, relative to the working directory; none: all
 *     packs in packs/, all custom rules, all documents and all stacks
 * @returns the exit code: 1 with errors, or with `strict` with warnings; 2 where a path does not exist
 */
export function check(root: string, paths: readonly string[], options: CheckOptions, terminal: Terminal): number {
    const files = withProgress(projectFolder(root), "checking", terminal);
    const targets = new Targets(root, files);
    for (const path of paths) {
        if (!targets.add(path)) {
            const stack = meantStack(path, files);
            terminal.note(`packs check: there is no file ${path}${stack === undefined ? "" : ` (${stack})`}`);
            return EXIT.usage;
        }
    }
    if (options.stack !== undefined) {
        targets.stacks.add(options.stack);
    } else if (paths.length === 0) {
        targets.addAll();
    }
    const findings = new Map<string, Diagnostic>();
    for (const found of [...targets.stacks].flatMap((stack) => loadPlan({ stack, files }).diagnostics)) {
        findings.set(JSON.stringify(found), found);
    }
    for (const file of targets.packs) {
        // A pack that several stacks use is checked once for each, and its findings are told once.
        checkFile(file, files).forEach((found) => findings.set(JSON.stringify(found), found));
    }
    for (const file of targets.queries) {
        checkQueryFile(file, files).forEach((found) => findings.set(JSON.stringify(found), found));
    }
    for (const name of targets.documents) {
        // What several of them share is read with each, and its findings are told once.
        readDocument(name, files).diagnostics.forEach((found) => findings.set(JSON.stringify(found), found));
    }
    if (targets.waivers) {
        const today = new Date().toISOString().slice(0, 10);
        checkWaivers(files, today, deployedRules(files)).forEach((found) => findings.set(JSON.stringify(found), found));
    }
    const { findings: inRules, unread } = checkRules(resolve(root), targets.rules, files);
    inRules.forEach((found) => findings.set(JSON.stringify(found), found));
    const baselines = [...targets.stacks].filter((stack) => files.read(baselineFile(stack)) !== undefined);
    const lines = new Map<string, readonly string[]>();
    const checked: CheckedFiles = {
        findings: sortDiagnostics([...findings.values()]),
        files:
            targets.stacks.size +
            baselines.length +
            targets.packs.size +
            targets.rules.size +
            targets.queries.size +
            targets.documents.size +
            (targets.waivers ? 1 : 0),
        linesOf: (file) => {
            const known = lines.get(file) ?? (files.read(file) ?? "").split(/\r\n?|\n/);
            lines.set(file, known);
            return known;
        },
    };
    if (options.sarif !== undefined) {
        writeFileSync(resolve(root, options.sarif), `${formatSarif(checked)}\n`);
    }
    const { format } = options;
    const text = format === "json" ? formatJson(checked) : format === "sarif" ? formatSarif(checked) : undefined;
    terminal.line(text ?? formatText(checked, terminal.style));
    if (unread.length > 0 && format === "text") {
        terminal.note(
            `Read only in part, since the tool that reads them is not on this machine: ${unread.join(", ")}.\n` +
                "packs test gets the tool.",
        );
    }
    const fails = checked.findings.some(({ severity }) => severity === "error" || options.strict);
    return fails ? EXIT.errors : EXIT.success;
}

/** Names and identifiers of the rules that any pack of the project has: what a waiver may speak of. */
function deployedRules(files: ProjectFiles): Set<string> {
    const rules = packFiles(files).flatMap((file) => parsePack(file, files.read(file) ?? "", files).pack?.rules ?? []);
    return new Set(
        rules.flatMap(({ name, sourceIdentifier }) => [name, sourceIdentifier]).filter((name) => name !== undefined),
    );
}

/** Everything that is wrong with one pack file. */
export function checkFile(file: string, files: ProjectFiles): Diagnostic[] {
    const { pack, diagnostics } = parsePack(file, files.read(file) ?? "", files);
    return [...diagnostics, ...(pack === undefined ? [] : checkPack(pack))];
}

function queryFiles(files: ProjectFiles): string[] {
    return [QUERIES_FOLDER, HISTORY_QUERIES_FOLDER].flatMap((folder) =>
        queryNames(files, folder).map((name) => queryFile(name, folder)),
    );
}

/** AWS Config and Athena each have an SQL of their own. */
function checkQueryFile(file: string, files: ProjectFiles): readonly Diagnostic[] {
    const name = file.slice(file.lastIndexOf("/") + 1).replace(/\.sql$/, "");
    return file.startsWith(`${HISTORY_QUERIES_FOLDER}/`)
        ? historyQueryFaults(name, files.read(file) ?? "")
        : (readQuery(name, files)?.diagnostics ?? []);
}

class Targets {
    readonly packs = new Set<string>();
    readonly stacks = new Set<string>();
    /** Of the project's own, by name. */
    readonly rules = new Set<string>();
    /** Automation documents of the project's own, by the names of their folders. */
    readonly documents = new Set<string>();
    /** Files, of both kinds of queries. */
    readonly queries = new Set<string>();
    waivers = false;
    readonly #root: string;
    readonly #files: ProjectFiles;

    constructor(root: string, files: ProjectFiles) {
        this.#root = root;
        this.#files = files;
    }

    addAll(): void {
        packFiles(this.#files).forEach((file) => this.packs.add(file));
        customRuleNames(this.#files).forEach((name) => this.rules.add(name));
        documentFolderNames(this.#files).forEach((name) => this.documents.add(name));
        this.waivers = this.#files.list(".").some((name) => /^waivers\.ya?ml$/.test(name));
        queryFiles(this.#files).forEach((file) => this.queries.add(file));
        stackNames(this.#files).forEach((stack) => this.stacks.add(stack));
        // A baseline outlives its stack: that is what it is for.
        guardedStacks(this.#files).forEach((stack) => this.stacks.add(stack));
    }

    /** @returns false where the file is no baseline */
    #addBaseline(file: string): boolean {
        const stack = stackOfBaseline(file);
        if (stack !== undefined) {
            this.stacks.add(stack);
        }
        return stack !== undefined;
    }

    /** @returns false where the file is no query of the project */
    #addQuery(file: string): boolean {
        const known = queryFiles(this.#files).includes(file);
        if (known) {
            this.queries.add(file);
        }
        return known;
    }

    /** @returns false where the path is neither a document's nor that of all documents */
    #addDocuments(file: string): boolean {
        const known = documentFolderNames(this.#files);
        const named = documentOfFile(file);
        // A file beside the folders belongs to all of them.
        const meant = named !== undefined && known.includes(named) ? [named] : known;
        const found = file === DOCUMENTS_FOLDER || named !== undefined;
        meant.filter(() => found).forEach((name) => this.documents.add(name));
        return found && known.length > 0;
    }

    /** @returns false where there is no such file or folder */
    add(path: string): boolean {
        const file = relative(this.#root, resolve(this.#root, path)).replaceAll("\\", "/");
        const stack = stackOfFile(file);
        const rule = ruleOfFile(`${file}/`) ?? ruleOfFile(file);
        if (rule !== undefined && customRuleNames(this.#files).includes(rule)) {
            this.rules.add(rule);
            return statSync(resolve(this.#root, path), { throwIfNoEntry: false }) !== undefined;
        }
        if (file === RULES_FOLDER) {
            customRuleNames(this.#files).forEach((name) => this.rules.add(name));
            return this.#files.list(RULES_FOLDER).length > 0 || this.rules.size > 0;
        }
        if (this.#addDocuments(file)) {
            return statSync(resolve(this.#root, path), { throwIfNoEntry: false }) !== undefined;
        }
        if (statSync(resolve(this.#root, path), { throwIfNoEntry: false })?.isDirectory()) {
            // Told as a fault of the stack's: a folder in the place of its baseline.
            this.#files.others(file === "" ? "." : file).forEach((name) => this.#addBaseline(`${file}/${name}`));
            this.#files
                .list(file === "" ? "." : file)
                .map((name) => (file === "" ? name : `${file}/${name}`))
                .filter((path) => !this.#addQuery(path) && /\.(ya?ml|json)$/.test(path))
                .filter((path) => !this.#addBaseline(path))
                .forEach((path) => this.packs.add(path));
            return true;
        }
        if (readText(resolve(this.#root, path)) === undefined) {
            return false;
        }
        if (file === WAIVERS_FILE) {
            this.waivers = true;
        } else if (!this.#addBaseline(file) && !this.#addQuery(file)) {
            (stack === undefined ? this.packs : this.stacks).add(stack ?? file);
        }
        return true;
    }
}
