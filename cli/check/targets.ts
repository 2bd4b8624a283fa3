/** What a command line of `packs check` is about. */
import { statSync } from "node:fs";
import { relative, resolve } from "node:path";
import { packFiles } from "../../lib/pack/find.ts";
import { type ProjectFiles, readText } from "../../lib/project-files.ts";
import { guardedStacks, queryFiles, stackOfBaseline, WAIVERS_FILE } from "../../lib/project-layout.ts";
import { DOCUMENTS_FOLDER } from "../../lib/remediation/document-script.ts";
import { documentFolderNames, documentOfFile } from "../../lib/remediation/find.ts";
import { customRuleNames, ruleOfFile, RULES_FOLDER } from "../../lib/rules/find.ts";
import { stackNames, stackOfFile } from "../stack-names.ts";

/** Packs, stacks, rules and queries, each once. */
export class Targets {
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
