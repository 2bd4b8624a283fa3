/** Everything that is wrong with the custom rules of a project, as far as it can be seen without running them. */
import { type Diagnostic, error } from "../diagnostic.ts";
import type { ProjectFiles } from "../project-files.ts";
import type { CustomRule, RuleCase } from "./custom-rule.ts";
import { customRuleNames, RULES_FOLDER } from "./find.ts";
import { readCases } from "./read-cases.ts";
import { readCustomRule } from "./read-rule.ts";

export interface CheckedRule {
    readonly name: string;
    /** Absent where the rule has errors. */
    readonly rule?: CustomRule;
    /** Empty where the cases have errors. */
    readonly cases: readonly RuleCase[];
    readonly diagnostics: readonly Diagnostic[];
}

/** Reads a rule with its cases. */
export function checkCustomRule(name: string, files: ProjectFiles): CheckedRule {
    const { rule, diagnostics } = readCustomRule(name, files);
    const { cases, diagnostics: faults } = rule === undefined ? { cases: [], diagnostics: [] } : readCases(rule, files);
    return { name, ...(rule && { rule }), cases, diagnostics: [...diagnostics, ...faults] };
}

/** Every rule in `packs/rules/`, and what lies beside them. */
export function checkCustomRules(files: ProjectFiles): { rules: CheckedRule[]; diagnostics: Diagnostic[] } {
    const names = customRuleNames(files);
    const stray = files
        .list(RULES_FOLDER)
        .filter((name) => /\.(guard|rego|ya?ml)$/.test(name))
        .map((name) =>
            error(
                { file: `${RULES_FOLDER}/${name}`, line: 1, column: 1 },
                {
                    code: "misnamed-file",
                    message: `nothing reads ${RULES_FOLDER}/${name}`,
                    hint: "a rule is a folder: packs new rule <name> makes one",
                },
            ),
        );
    return { rules: names.map((name) => checkCustomRule(name, files)), diagnostics: stray };
}
