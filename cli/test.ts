/** `packs test`: runs the cases of custom rules with what AWS Config evaluates them with. */
import { resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Diagnostic } from "../lib/diagnostic.ts";
import { hasErrors } from "../lib/diagnostic.ts";
import { projectFolder } from "../lib/project-files.ts";
import { checkCustomRule, checkCustomRules } from "../lib/rules/check-rules.ts";
import type { Compliance, Expected, RuleCase, RuleKindName } from "../lib/rules/custom-rule.ts";
import { customRuleNames, RULES_FOLDER } from "../lib/rules/find.ts";
import { RULE_KINDS } from "../lib/rules/kinds.ts";
import { suggestionHint } from "../lib/suggestion.ts";
import { Interrupted, interruptible } from "../sandbox/interruption.ts";
import type { Evaluation, RuleEvaluator } from "../sandbox/rules/evaluator.ts";
import { EVALUATORS } from "../sandbox/rules/evaluators.ts";
import { EXIT } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";
import { formatTestsAsJson } from "./test/json.ts";
import { buildProgressPrinter } from "./test/progress.ts";
import { formatTests } from "./test/text.ts";
import { watchRules } from "./test/watch.ts";

/** As of a program that an interrupt ends. */
const INTERRUPTED = 130;

export interface TestOptions {
    readonly json: boolean;
    readonly watch: boolean;
}

export interface TestedCase {
    readonly name: string;
    readonly location: RuleCase["location"];
    readonly expected: { readonly compliance: Expected<Compliance>; readonly annotation?: Expected<string> };
    readonly evaluation: Evaluation;
    readonly passed: boolean;
}

export interface TestedRule {
    readonly name: string;
    /** Absent where the rule has no readable source. */
    readonly kind?: RuleKindName;
    /** What keeps the rule from being tested; a rule without cases has one. */
    readonly diagnostics: readonly Diagnostic[];
    readonly cases: readonly TestedCase[];
}

export interface TestRun {
    readonly rules: readonly TestedRule[];
    /** Findings that belong to no rule. */
    readonly diagnostics: readonly Diagnostic[];
    /** With their versions. */
    readonly tools: readonly string[];
    readonly milliseconds: number;
}

/**
 * Tests rules.
 *
 * @param names of rules; none: all rules of the project
 * @returns the exit code: 1 where a case fails or a rule cannot be tested; 2 for an unknown rule
 */
export async function test(
    root: string,
    names: readonly string[],
    options: TestOptions,
    terminal: Terminal,
): Promise<number> {
    const known = customRuleNames(projectFolder(root));
    const unknown = names.find((name) => !known.includes(name));
    if (unknown !== undefined) {
        const hint = suggestionHint(unknown, known);
        terminal.note(
            `packs test: there is no rule ${unknown} in ${RULES_FOLDER}/${hint === undefined ? "" : ` (${hint})`}`,
        );
        return EXIT.usage;
    }
    // Kept from run to run: some hold a program that takes a while to start.
    const evaluators = new Map<RuleKindName, RuleEvaluator>();
    const once = async (signal: AbortSignal): Promise<number> => {
        const run = await runTests(root, names, evaluators, terminal, signal);
        terminal.line(options.json ? formatTestsAsJson(run) : formatTests(run, terminal.style));
        return hasPassed(run) ? EXIT.success : EXIT.errors;
    };
    try {
        // A build that is under way ends in order.
        return await interruptible((signal) =>
            options.watch ? watchRules(root, once, terminal, signal) : once(signal),
        );
    } catch (reason) {
        if (reason instanceof Interrupted) {
            return INTERRUPTED;
        }
        throw reason;
    } finally {
        for (const evaluator of evaluators.values()) {
            await evaluator.close?.();
        }
    }
}

/** Whether every rule was tested and answered as expected. */
export function hasPassed({ rules, diagnostics }: TestRun): boolean {
    return (
        !hasErrors(diagnostics) &&
        rules.every((rule) => !hasErrors(rule.diagnostics) && rule.cases.every(({ passed }) => passed))
    );
}

async function runTests(
    root: string,
    names: readonly string[],
    evaluators: Map<RuleKindName, RuleEvaluator>,
    terminal: Terminal,
    signal: AbortSignal,
): Promise<TestRun> {
    const begun = performance.now();
    const files = projectFolder(root);
    const { rules, diagnostics } =
        names.length === 0
            ? checkCustomRules(files)
            : { rules: [...new Set(names)].map((name) => checkCustomRule(name, files)), diagnostics: [] };
    const used = new Set<RuleEvaluator>();
    const tested: TestedRule[] = [];
    for (const { name, rule, cases, diagnostics: found } of rules) {
        if (rule === undefined) {
            tested.push({ name, diagnostics: found, cases: [] });
            continue;
        }
        const evaluator =
            evaluators.get(rule.kind) ??
            (await EVALUATORS[rule.kind]({
                root: resolve(root),
                signal,
                onMessage: (text) => terminal.note(text),
                onProgress: buildProgressPrinter(RULE_KINDS[rule.kind].title, terminal),
            }));
        evaluators.set(rule.kind, evaluator);
        used.add(evaluator);
        const faults = [...found, ...evaluator.check(rule)];
        const evaluations = faults.length > 0 ? [] : await evaluator.evaluate(rule, cases);
        tested.push({
            name,
            kind: rule.kind,
            diagnostics: faults,
            cases: evaluations.map((evaluation, index) => judge(cases[index] as RuleCase, evaluation)),
        });
    }
    return {
        rules: tested,
        diagnostics,
        tools: [...used].map(({ tool }) => tool),
        milliseconds: performance.now() - begun,
    };
}

function judge({ name, location, expect, annotation }: RuleCase, evaluation: Evaluation): TestedCase {
    return {
        name,
        location,
        expected: { compliance: expect, ...(annotation !== undefined && { annotation }) },
        evaluation,
        passed:
            isDeepStrictEqual(evaluation.compliance, expect) &&
            (annotation === undefined || annotationFits(annotation, evaluation.annotation)),
    };
}

/** Of a scheduled rule, only the annotations that the case names are compared. */
function annotationFits(expected: Expected<string>, given: Evaluation["annotation"]): boolean {
    return typeof expected === "string"
        ? given === expected
        : Object.entries(expected).every(([id, text]) => typeof given === "object" && given[id] === text);
}
