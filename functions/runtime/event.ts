/**
 * What AWS Config invokes a function with:
 * https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html
 */
import type { JsonObject } from "../rule.ts";

export interface RuleEvent {
    /** JSON: see InvokingEvent. */
    readonly invokingEvent: string;
    /** JSON: texts by name. Absent of a rule without parameters. */
    readonly ruleParameters?: string;
    readonly resultToken: string;
    /** Whether the resource no longer belongs to what the rule looks at. */
    readonly eventLeftScope?: boolean;
    readonly configRuleName: string;
    readonly configRuleArn?: string;
    /** Whose rule it is. */
    readonly accountId: string;
}

/** Of what Lambda hands to a handler: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export interface FunctionContext {
    readonly invokedFunctionArn: string;
}

export type InvokingEvent =
    | { readonly messageType: "ConfigurationItemChangeNotification"; readonly configurationItem: JsonObject }
    | {
          readonly messageType: "OversizedConfigurationItemChangeNotification";
          readonly configurationItemSummary: JsonObject;
      }
    | { readonly messageType: "ScheduledNotification" | "ConfigurationSnapshotDeliveryCompleted" };

export interface Invocation {
    readonly invoking: InvokingEvent;
    /** When AWS Config noticed. */
    readonly time: Date;
    /** As AWS Config hands them over. */
    readonly parameters: Readonly<Record<string, string>>;
    readonly accountId: string;
    readonly ruleName: string;
    readonly resultToken: string;
    readonly leftScope: boolean;
}

/** @throws Error where it is no event of AWS Config's, or one of a kind that no rule here asks for */
export function readEvent(event: RuleEvent): Invocation {
    const invoking = JSON.parse(event.invokingEvent) as InvokingEvent & { readonly notificationCreationTime?: string };
    const known = [
        "ConfigurationItemChangeNotification",
        "OversizedConfigurationItemChangeNotification",
        "ScheduledNotification",
        "ConfigurationSnapshotDeliveryCompleted",
    ];
    if (!known.includes(invoking.messageType)) {
        throw new Error(`AWS Config sent a message of an unknown type: ${String(invoking.messageType)}`);
    }
    const given = JSON.parse(event.ruleParameters || "{}") as Record<string, unknown>;
    return {
        invoking,
        time: timeOf(invoking),
        parameters: Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)])),
        accountId: event.accountId,
        ruleName: event.configRuleName,
        resultToken: event.resultToken,
        leftScope: event.eventLeftScope === true,
    };
}

function timeOf(invoking: InvokingEvent & { readonly notificationCreationTime?: string }): Date {
    const item =
        invoking.messageType === "ConfigurationItemChangeNotification"
            ? invoking.configurationItem
            : invoking.messageType === "OversizedConfigurationItemChangeNotification"
              ? invoking.configurationItemSummary
              : {};
    const text = invoking.notificationCreationTime ?? item["configurationItemCaptureTime"];
    const time = new Date(typeof text === "string" ? text : Number.NaN);
    return Number.isNaN(time.getTime()) ? new Date() : time;
}
