/** The evaluators of all kinds of rules. */
import { findOpa, getOpa, type OpaCommandOptions } from "../../building/opa-command.ts";
import type { RuleKindName } from "../../lib/rules/custom-rule.ts";
import type { RuleEvaluator } from "./evaluator.ts";
import { findGuard, getGuard } from "./guard-command.ts";
import { guardEvaluator } from "./guard-evaluator.ts";
import { lambdaEvaluator } from "./lambda-evaluator.ts";
import { regoEvaluator } from "./rego-evaluator.ts";

/**
 * By kind: the evaluator where its tool is there already, else undefined.
 *
 * @param root absolute, of the project
 */
export const INSTALLED_EVALUATORS: Readonly<Record<RuleKindName, (root: string) => RuleEvaluator | undefined>> = {
    guard: () => {
        const command = findGuard();
        return command && guardEvaluator(command);
    },
    rego: () => {
        const command = findOpa();
        return command && regoEvaluator(command);
    },
    lambda: (root) => lambdaEvaluator({ root }),
};

export interface EvaluatorOptions extends OpaCommandOptions {
    /** Of the project, absolute. */
    readonly root: string;
}

/** By kind: the evaluator, with its tool got where it is not there. */
export const EVALUATORS: Readonly<Record<RuleKindName, (options: EvaluatorOptions) => Promise<RuleEvaluator>>> = {
    guard: async (options) => guardEvaluator(await getGuard(options)),
    rego: async (options) => regoEvaluator(await getOpa(options)),
    lambda: (options) => Promise.resolve(lambdaEvaluator(options)),
};
