/** Rules in TypeScript, evaluated by the very bundle that AWS Lambda gets, against the emulator's API. */
import { bundleLambdaRule } from "../../building/rule-bundle.ts";
import { FunctionEvaluation, type FunctionEvaluationOptions } from "./function-evaluation.ts";
import type { RuleEvaluator } from "./evaluator.ts";

export function lambdaEvaluator(options: FunctionEvaluationOptions): RuleEvaluator {
    const functions = new FunctionEvaluation(options);
    return {
        tool: `Node.js ${process.versions.node}`,
        check: (rule) => bundleLambdaRule(rule, options.root).diagnostics,
        evaluate: (rule, cases) => functions.evaluate(rule, bundleLambdaRule(rule, options.root), cases),
        close: () => functions.close(),
    };
}
