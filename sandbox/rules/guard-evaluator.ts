/** Guard rules, evaluated by cfn-guard itself. */
import { spawnSync } from "node:child_process";
import { type Diagnostic, error } from "../../lib/diagnostic.ts";
import type { CustomRule, JsonObject, RuleCase } from "../../lib/rules/custom-rule.ts";
import { type GuardResult, payloadOf, readFault, readResults } from "../../lib/rules/guard/answers.ts";
import { type GuardPolicy, policyInput, policyOf } from "../../lib/rules/guard/policy.ts";
import type { Evaluation, RuleEvaluator } from "./evaluator.ts";
import type { GuardCommand } from "./guard-command.ts";

/** A policy that takes longer is at fault. */
const TIMEOUT_MS = 60_000;
const MAX_OUTPUT_BYTES = 256_000_000;

export function guardEvaluator(command: GuardCommand): RuleEvaluator {
    return {
        tool: `cfn-guard ${command.version}`,
        check: (rule) => checkSyntax(command, rule),
        evaluate: async (rule, cases) => evaluate(command, rule, cases),
    };
}

function checkSyntax(command: GuardCommand, rule: CustomRule): Diagnostic[] {
    const policy = policyOf(rule, {});
    const { status, stderr } = run(command, ["parse-tree", "--print-json"], policy.text);
    if (status === 0) {
        return [];
    }
    const { message, line, column } = readFault(stderr);
    const place = Math.max(1, (line ?? 1) - policy.linesBefore);
    return [error({ file: rule.sourceFile, line: place, column: column ?? 1 }, { code: "guard-syntax", message })];
}

/** A process for each policy that the cases' parameters make of the rule: most often one. */
function evaluate(command: GuardCommand, rule: CustomRule, cases: readonly RuleCase[]): Evaluation[] {
    const groups = new Map<string, { policy: GuardPolicy; inputs: { index: number; input: JsonObject }[] }>();
    cases.forEach(({ item, parameters }, index) => {
        const policy = policyOf(rule, parameters);
        const group = groups.get(policy.text) ?? { policy, inputs: [] };
        group.inputs.push({ index, input: policyInput(item, policy) });
        groups.set(policy.text, group);
    });
    const evaluations = new Map<number, Evaluation>();
    for (const { policy, inputs } of groups.values()) {
        const results = evaluateAll(
            command,
            policy,
            inputs.map(({ input }) => input),
        );
        inputs.forEach(({ index }, at) => evaluations.set(index, results[at] ?? noAnswer));
    }
    return cases.map((_, index) => evaluations.get(index) ?? noAnswer);
}

const noAnswer: Evaluation = { reasons: [], fault: "cfn-guard gave no answer" };

/** An item on which the policy fails ends the process: then each is evaluated by itself. */
function evaluateAll(command: GuardCommand, policy: GuardPolicy, inputs: readonly JsonObject[]): Evaluation[] {
    const args = ["validate", "--payload", "--output-format", "json", "--print-json", "--show-summary", "none"];
    const { stdout, stderr } = run(command, args, payloadOf(policy.text, inputs));
    const results = readResults(stdout);
    if (results.length === inputs.length) {
        return results.map((result) => evaluation(result, policy));
    }
    if (inputs.length > 1) {
        return inputs.flatMap((input) => evaluateAll(command, policy, [input]));
    }
    const { message, line } = readFault(stderr);
    const place = line === undefined ? "" : ` (line ${line - policy.linesBefore})`;
    return [{ reasons: [], fault: stderr.trim() === "" ? "cfn-guard gave no answer" : `${message}${place}` }];
}

function evaluation({ compliance, failed }: GuardResult, { linesBefore }: GuardPolicy): Evaluation {
    const reasons = failed.map(({ rule, clause, message }) => {
        const place = clause.replace(/^the block in line (\d+)$/, (_, line: string) => {
            return `the block in line ${Number(line) - linesBefore}`;
        });
        return message === undefined ? `${rule}: ${place}` : `${rule}: ${message} (${place})`;
    });
    return { compliance, reasons: [...new Set(reasons)] };
}

function run(
    { path }: GuardCommand,
    args: readonly string[],
    input: string,
): { status: number | null; stdout: string; stderr: string } {
    const options = { input, encoding: "utf8", timeout: TIMEOUT_MS, maxBuffer: MAX_OUTPUT_BYTES } as const;
    const { status, stdout, stderr, error: failure } = spawnSync(path, args, options);
    return { status, stdout, stderr: stderr || (failure?.message ?? "") };
}
