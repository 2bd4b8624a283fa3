/** The handler of every rule that runs in AWS Lambda: what AWS Config asks, the rule answers, and it is handed back. */
import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import type { ResourceEvaluation } from "../rule.ts";
import { type Clients, clientsFor } from "./clients.ts";
import { contextOf } from "./context.ts";
import { evaluateAccount } from "./evaluate-account.ts";
import { evaluateItem } from "./evaluate-item.ts";
import { type FunctionContext, messageTypeOf, readEvent, type RuleEvent } from "./event.ts";
import type { HandledRule } from "./handled-rule.ts";
import { log } from "./log.ts";
import { type PutCounts, putEvaluations } from "./put-evaluations.ts";

export interface Handled {
    /** How many evaluations AWS Config took, by what they say. */
    readonly evaluations: PutCounts;
}

/**
 * Makes the handler.
 *
 * @returns what Lambda calls; it throws where a rule cannot be evaluated, so that Lambda tries again and then keeps the
 *     event in the dead-letter queue
 */
export function createHandler(
    rule: HandledRule,
): (event: RuleEvent, functionContext: FunctionContext) => Promise<Handled> {
    const clients = new Map<string, Clients>();
    return async (event, { invokedFunctionArn }) => {
        const begun = performance.now();
        const invocation = readEvent(event);
        const { accountId, ruleName, resultToken } = invocation;
        const own = clients.get(accountId) ?? clientsFor(accountId, invokedFunctionArn);
        clients.set(accountId, own);
        const context = contextOf(invocation, invokedFunctionArn, own);
        const client = own.get(ConfigServiceClient);
        const { changed } = invocation;
        const evaluations: AsyncIterable<ResourceEvaluation> =
            changed === undefined
                ? evaluateAccount(rule, invocation, context, client)
                : evaluateItem(rule, invocation, changed, context, client);
        const time = changed?.captureTime ?? invocation.time;
        const counts = await putEvaluations(evaluations, { client, resultToken, time });
        const message = messageTypeOf(event);
        log("INFO", {
            rule: ruleName,
            accountId,
            message,
            ...counts,
            milliseconds: Math.round(performance.now() - begun),
        });
        return { evaluations: counts };
    };
}
