/** Custom rules: what can be seen without running them, and what the tools that read them say. */
import type { Diagnostic } from "../../lib/diagnostic.ts";
import type { ProjectFiles } from "../../lib/project-files.ts";
import { checkCustomRule, checkCustomRules } from "../../lib/rules/check-rules.ts";
import type { RuleKindName } from "../../lib/rules/custom-rule.ts";
import { customRuleNames } from "../../lib/rules/find.ts";
import type { RuleEvaluator } from "../../sandbox/rules/evaluator.ts";
import { INSTALLED_EVALUATORS } from "../../sandbox/rules/evaluators.ts";

export interface RuleFindings {
    readonly findings: Diagnostic[];
    /** Rules whose own tool is not there to read them. */
    readonly unread: string[];
}

/**
 * @param root absolute, of the project that the files are of
 * @param names of rules; where these are all of the project, what lies beside them is looked at too
 */
export function checkRules(root: string, names: ReadonlySet<string>, files: ProjectFiles): RuleFindings {
    const all = names.size > 0 && customRuleNames(files).every((name) => names.has(name));
    const findings = all ? [...checkCustomRules(files).diagnostics] : [];
    const unread: string[] = [];
    const evaluators = new Map<RuleKindName, RuleEvaluator | undefined>();
    for (const name of names) {
        const { rule, diagnostics } = checkCustomRule(name, files);
        findings.push(...diagnostics);
        if (rule === undefined) {
            continue;
        }
        if (!evaluators.has(rule.kind)) {
            evaluators.set(rule.kind, INSTALLED_EVALUATORS[rule.kind](root));
        }
        const evaluator = evaluators.get(rule.kind);
        if (evaluator === undefined) {
            unread.push(name);
        } else {
            findings.push(...evaluator.check(rule));
        }
    }
    return { findings, unread };
}
