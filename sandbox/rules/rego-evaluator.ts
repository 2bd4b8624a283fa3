/** Rego rules, evaluated by the WebAssembly and the runtime that AWS Lambda gets. */
import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import type { OpaCommand } from "../../building/opa-command.ts";
import { compileRego } from "../../building/rego-module.ts";
import { handledParts } from "../../building/rule-bundle.ts";
import { regoEvaluator as evaluatorOf } from "../../functions/rego/policy.ts";
import { annotationOf } from "../../functions/runtime/annotation.ts";
import { clientsFor } from "../../functions/runtime/clients.ts";
import { contextOf } from "../../functions/runtime/context.ts";
import { evaluateItem } from "../../functions/runtime/evaluate-item.ts";
import { readEvent } from "../../functions/runtime/event.ts";
import type { HandledRule } from "../../functions/runtime/handled-rule.ts";
import type { CustomRule, RuleCase } from "../../lib/rules/custom-rule.ts";
import { messageOf } from "../user-error.ts";
import { caseEvent, placeOfCase } from "./case-event.ts";
import type { Evaluation, RuleEvaluator } from "./evaluator.ts";

export function regoEvaluator(command: OpaCommand): RuleEvaluator {
    return {
        tool: `opa ${command.version}`,
        check: (rule) => compileRego(rule, command).diagnostics,
        evaluate: (rule, cases) => evaluateCases(rule, cases, command),
    };
}

async function evaluateCases(rule: CustomRule, cases: readonly RuleCase[], command: OpaCommand): Promise<Evaluation[]> {
    const { module, diagnostics } = compileRego(rule, command);
    if (module === undefined) {
        return cases.map(() => ({ reasons: [], fault: diagnostics[0]?.message ?? "the policy cannot be compiled" }));
    }
    const handled: HandledRule = { evaluate: evaluatorOf(module), ...handledParts(rule) };
    const evaluations: Evaluation[] = [];
    for (const one of cases) {
        evaluations.push(await evaluateCase(rule, one, handled));
    }
    return evaluations;
}

/** As the handler does it, but that nothing is handed over: a policy asks AWS for nothing, so that no API is needed. */
async function evaluateCase(rule: CustomRule, one: RuleCase, handled: HandledRule): Promise<Evaluation> {
    const invocation = readEvent(caseEvent(rule, one));
    const { changed, accountId } = invocation;
    if (changed === undefined) {
        return { reasons: [], fault: `${rule.name} was asked about no resource` };
    }
    const functionArn = `arn:aws:lambda:${placeOfCase(one).region}:${accountId}:function:${rule.name}`;
    const clients = clientsFor(accountId, functionArn);
    const context = contextOf(invocation, functionArn, clients);
    try {
        const client = clients.get(ConfigServiceClient);
        const { value: evaluation } = await evaluateItem(handled, invocation, changed, context, client).next();
        const annotation = annotationOf(evaluation?.annotation);
        return {
            ...(evaluation && { compliance: evaluation.compliance }),
            ...(annotation !== undefined && { annotation }),
            reasons: annotation === undefined || evaluation?.compliance === one.expect ? [] : [annotation],
        };
    } catch (reason) {
        return { reasons: [], fault: messageOf(reason) };
    }
}
