/** The custom rules of a project, by name. */
import { PACKS_FOLDER } from "../pack/find.ts";
import type { ProjectFiles } from "../project-files.ts";

export const RULES_FOLDER = `${PACKS_FOLDER}/rules`;

export const DESCRIPTION_FILE = "rule.yaml";

export const CASES_FILE = "cases.yaml";

/** What a rule's folder may be called: its name becomes the rule's in AWS Config. */
export const RULE_NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** Folders in `packs/rules/`, sorted; a file that lies there is none. */
export function customRuleNames(files: ProjectFiles): string[] {
    return files.others(RULES_FOLDER).filter((name) => !name.startsWith("."));
}

/** Whether a word is the name of a rule's folder. */
export function isCustomRule(word: string, files: ProjectFiles): boolean {
    return RULE_NAME.test(word) && files.list(`${RULES_FOLDER}/${word}`).length > 0;
}

/** The rule that a file belongs to; undefined for any other file. */
export function ruleOfFile(file: string): string | undefined {
    const [name, ...rest] = file.startsWith(`${RULES_FOLDER}/`) ? file.slice(RULES_FOLDER.length + 1).split("/") : [];
    return rest.length > 0 ? name : undefined;
}
