/** The handler of every rule that runs in AWS Lambda: what AWS Config asks, the rule answers, and it is handed back. */
import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import type { ConfigurationItem, Context, Evaluation, JsonObject, ResourceEvaluation } from "../rule.ts";
import { type Clients, clientsOfRole, ownClients } from "./clients.ts";
import { isGone, itemOfEvent, recordedItem } from "./configuration-item.ts";
import { type FunctionContext, type Invocation, readEvent, type RuleEvent } from "./event.ts";
import { type DeclaredParameter, typedParameters } from "./parameters.ts";
import { putEvaluations } from "./put-evaluations.ts";
import { recordedResources } from "./recorded-resources.ts";

/** What a rule's file exports, and what its description says. */
export interface HandledRule {
    readonly evaluate?: (
        item: ConfigurationItem,
        parameters: never,
        context: Context,
    ) => Evaluation | Promise<Evaluation>;
    readonly evaluateAccount?: (
        parameters: never,
        context: Context,
    ) => AsyncIterable<ResourceEvaluation> | Promise<readonly ResourceEvaluation[]>;
    readonly parameters: Readonly<Record<string, DeclaredParameter>>;
    /** Items of any other type are none of the rule's business; absent: it looks at all types. */
    readonly resourceTypes?: readonly string[];
}

export interface Handled {
    /** How many evaluations AWS Config took. */
    readonly evaluations: number;
}

/**
 * Makes the handler.
 *
 * @returns what Lambda calls; it throws where a rule cannot be evaluated, so that Lambda tries again and then keeps the event
 */
export function createHandler(
    rule: HandledRule,
): (event: RuleEvent, functionContext: FunctionContext) => Promise<Handled> {
    const clients = new Map<string, Clients>();
    return async (event, { invokedFunctionArn }) => {
        const invocation = readEvent(event);
        const [, partition = "aws", , region = "", ownAccount = ""] = invokedFunctionArn.split(":");
        const of = clients.get(invocation.accountId) ?? clientsFor(invocation, partition, ownAccount);
        clients.set(invocation.accountId, of);
        const config = of.get(ConfigServiceClient);
        const context: Context = {
            accountId: invocation.accountId,
            region,
            partition,
            ruleName: invocation.ruleName,
            time: invocation.time,
            client: (type, elsewhere) => of.get(type, elsewhere),
            resources: (...types) => recordedResources(config, types),
        };
        const { resultToken } = invocation;
        const target = { client: config, resultToken, time: invocation.time };
        const { invoking } = invocation;
        if (
            invoking.messageType === "ConfigurationItemChangeNotification" ||
            invoking.messageType === "OversizedConfigurationItemChangeNotification"
        ) {
            const told =
                invoking.messageType === "ConfigurationItemChangeNotification"
                    ? invoking.configurationItem
                    : invoking.configurationItemSummary;
            const read = async (): Promise<ConfigurationItem> =>
                told === (invoking as { configurationItem?: JsonObject }).configurationItem
                    ? itemOfEvent(told)
                    : recordedItem(config, told);
            const evaluation = await evaluateItem(rule, told, read, invocation, context);
            const time = new Date(String(told["configurationItemCaptureTime"]));
            const evaluations = await putEvaluations([evaluation], { ...target, time });
            return { evaluations };
        }
        if (rule.evaluateAccount === undefined) {
            throw new Error(
                `${invocation.ruleName} runs on a schedule, and its rule.ts does not export evaluateAccount`,
            );
        }
        const parameters = typedParameters(rule.parameters, invocation.parameters) as never;
        return { evaluations: await putEvaluations(await rule.evaluateAccount(parameters, context), target) };
    };
}

async function evaluateItem(
    rule: HandledRule,
    told: JsonObject,
    read: () => Promise<ConfigurationItem>,
    invocation: Invocation,
    context: Context,
): Promise<ResourceEvaluation> {
    const resource = { resourceType: String(told["resourceType"]), resourceId: String(told["resourceId"]) };
    const isAsked = rule.resourceTypes === undefined || rule.resourceTypes.includes(resource.resourceType);
    if (invocation.leftScope || isGone(told) || !isAsked) {
        return { ...resource, compliance: "NOT_APPLICABLE" };
    }
    if (rule.evaluate === undefined) {
        throw new Error(`${invocation.ruleName} was asked about a resource, and its rule.ts does not export evaluate`);
    }
    const parameters = typedParameters(rule.parameters, invocation.parameters) as never;
    return { ...resource, ...(await rule.evaluate(await read(), parameters, context)) };
}

/** In an organization the function runs in one account, and evaluates in all of them. */
function clientsFor({ accountId }: Invocation, partition: string, ownAccount: string): Clients {
    const roleName = process.env["EVALUATION_ROLE_NAME"];
    return roleName === undefined || roleName === "" || accountId === ownAccount
        ? ownClients()
        : clientsOfRole(`arn:${partition}:iam::${accountId}:role/${roleName}`, "rule-evaluation");
}
