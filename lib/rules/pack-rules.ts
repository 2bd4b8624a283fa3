/** The custom rules that packs name: each is read once, and its faults are told once, however many packs name it. */
import type { Diagnostic } from "../diagnostic.ts";
import type { ProjectFiles } from "../project-files.ts";
import type { CustomRule } from "./custom-rule.ts";
import { customRuleNames, RULE_NAME } from "./find.ts";
import type { FunctionOwner } from "./functions.ts";
import { readCustomRule } from "./read-rule.ts";

export class PackRules {
    /** Sorted. */
    readonly names: readonly string[];
    /** Who has the functions of rules that run in AWS Lambda; absent where no stack deploys them. */
    readonly owner: FunctionOwner | undefined;
    readonly #files: ProjectFiles | undefined;
    readonly #read = new Map<string, { rule?: CustomRule; diagnostics: Diagnostic[] }>();

    /** @param files absent: no rules, as for a template that comes from elsewhere */
    constructor(files: ProjectFiles | undefined, owner?: FunctionOwner) {
        this.#files = files;
        this.owner = owner;
        this.names = files === undefined ? [] : customRuleNames(files);
    }

    /** Whether a pack means a rule of the project by a word, right or wrong as the rule may be. */
    has(word: string): boolean {
        return RULE_NAME.test(word) && this.names.includes(word);
    }

    /** The rule where it has no error, and its findings. */
    read(name: string): { rule?: CustomRule; diagnostics: Diagnostic[] } {
        const known = this.#read.get(name) ?? (this.#files ? readCustomRule(name, this.#files) : { diagnostics: [] });
        this.#read.set(name, known);
        return known;
    }
}
