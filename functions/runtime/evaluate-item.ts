/** A resource changed: the one evaluation of it. */
import type { ConfigServiceClient } from "@aws-sdk/client-config-service";
import type { Context, ResourceEvaluation } from "../rule.ts";
import { checkedEvaluation } from "./checked-evaluation.ts";
import { isGone, itemOfEvent, recordedItem } from "./configuration-item.ts";
import type { ChangedResource, Invocation } from "./event.ts";
import type { HandledRule } from "./handled-rule.ts";
import { typedParameters } from "./parameters.ts";

/**
 * A resource that is gone, or none of the rule's business any more, has no compliance: AWS Config forgets the earlier one.
 *
 * @throws Error where the rule has no such function, or answers what is no evaluation
 */
export async function* evaluateItem(
    rule: HandledRule,
    { ruleName, parameters }: Invocation,
    { resourceType, resourceId, told, isSummary, leftScope }: ChangedResource,
    context: Context,
    client: ConfigServiceClient,
): AsyncGenerator<ResourceEvaluation> {
    const isAsked = rule.resourceTypes === undefined || rule.resourceTypes.includes(resourceType);
    if (leftScope || isGone(told) || !isAsked) {
        yield { resourceType, resourceId, compliance: "NOT_APPLICABLE" };
        return;
    }
    if (rule.evaluate === undefined) {
        throw new Error(`${ruleName} was asked about a resource; its rule.ts exports evaluateAccount, for schedules`);
    }
    const item = isSummary ? await recordedItem(client, told) : itemOfEvent(told);
    const values = typedParameters(rule.parameters, parameters) as never;
    yield { resourceType, resourceId, ...checkedEvaluation("evaluate", await rule.evaluate(item, values, context)) };
}
