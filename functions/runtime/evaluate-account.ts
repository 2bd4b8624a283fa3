/** It is time for a scheduled rule: the evaluations of all resources that it finds. */
import {
    type ConfigServiceClient,
    ConfigServiceServiceException,
    paginateGetComplianceDetailsByConfigRule,
} from "@aws-sdk/client-config-service";
import type { Context, ResourceEvaluation } from "../rule.ts";
import { checkedEvaluation } from "./checked-evaluation.ts";
import { type Invocation, TEST_TOKEN } from "./event.ts";
import type { HandledRule } from "./handled-rule.ts";
import { log } from "./log.ts";
import { typedParameters } from "./parameters.ts";

const PAGE = 100;

/**
 * What the rule yields, and NOT_APPLICABLE for every resource that it had said something of before and no longer mentions:
 * a result would otherwise stay for good when its resource is deleted, since nobody tells a scheduled rule.
 *
 * @throws Error where the rule has no such function, or answers what is no evaluation
 */
export async function* evaluateAccount(
    rule: HandledRule,
    { ruleName, parameters, resultToken }: Invocation,
    context: Context,
    client: ConfigServiceClient,
): AsyncGenerator<ResourceEvaluation> {
    if (rule.evaluateAccount === undefined) {
        throw new Error(`${ruleName} was run on a schedule; its rule.ts exports evaluate, for changes`);
    }
    const values = typedParameters(rule.parameters, parameters) as never;
    const mentioned = new Set<string>();
    for await (const { resourceType, resourceId, ...evaluation } of await rule.evaluateAccount(values, context)) {
        if (typeof resourceType !== "string" || typeof resourceId !== "string" || resourceId === "") {
            throw new Error("evaluateAccount yielded an evaluation without resourceType or resourceId");
        }
        mentioned.add(`${resourceType} ${resourceId}`);
        yield { resourceType, resourceId, ...checkedEvaluation("evaluateAccount", evaluation) };
    }
    if (resultToken !== TEST_TOKEN) {
        yield* withdrawn(client, ruleName, mentioned);
    }
}

/** Results stay where the role may not read them: the evaluations themselves are worth more than that. */
async function* withdrawn(
    client: ConfigServiceClient,
    ruleName: string,
    mentioned: ReadonlySet<string>,
): AsyncGenerator<ResourceEvaluation> {
    const paginated = paginateGetComplianceDetailsByConfigRule(
        { client, pageSize: PAGE },
        { ConfigRuleName: ruleName },
    );
    const earlier: ResourceEvaluation[] = [];
    try {
        for await (const { EvaluationResults: results = [] } of paginated) {
            for (const { EvaluationResultIdentifier: identifier } of results) {
                const { ResourceType: resourceType, ResourceId: resourceId } =
                    identifier?.EvaluationResultQualifier ?? {};
                const isOver = !mentioned.has(`${resourceType} ${resourceId}`);
                if (resourceType !== undefined && resourceId !== undefined && isOver) {
                    earlier.push({ resourceType, resourceId, compliance: "NOT_APPLICABLE" });
                }
            }
        }
    } catch (reason) {
        if (!(reason instanceof ConfigServiceServiceException) || reason.name !== "AccessDeniedException") {
            throw reason;
        }
        log("WARN", { rule: ruleName, message: `earlier results are not withdrawn: ${reason.message}` });
    }
    yield* earlier;
}
