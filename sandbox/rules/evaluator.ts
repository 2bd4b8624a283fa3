/** What `packs test` asks of each kind of rule. */
import type { Diagnostic } from "../../lib/diagnostic.ts";
import type { Compliance, CustomRule, Expected, RuleCase } from "../../lib/rules/custom-rule.ts";

export interface Evaluation {
    /** Absent where the rule cannot be evaluated. Of a scheduled rule by the resource's ID. */
    readonly compliance?: Expected<Compliance>;
    /** Of a kind that gives one. Of a scheduled rule by the resource's ID. */
    readonly annotation?: Expected<string>;
    /** Why, in the evaluator's words: for a case that does not answer as expected. */
    readonly reasons: readonly string[];
    /** Why it cannot be evaluated. */
    readonly fault?: string;
}

export interface RuleEvaluator {
    /** The tool that evaluates, with its version, for people. */
    readonly tool: string;
    /** Faults of the source that only the tool finds. */
    readonly check: (rule: CustomRule) => readonly Diagnostic[];
    /** One evaluation a case, in their order. */
    readonly evaluate: (rule: CustomRule, cases: readonly RuleCase[]) => Promise<Evaluation[]>;
    /** Ends what it keeps running between evaluations; nothing is evaluated afterwards. */
    readonly close?: () => Promise<void>;
}
