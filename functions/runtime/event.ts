/**
 * What AWS Config invokes a function with:
 * https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html
 */
import type { JsonObject } from "../rule.ts";

export interface RuleEvent {
    /** JSON; see InvokingEvent. */
    readonly invokingEvent: string;
    /** JSON: texts by name. Absent of a rule without parameters. */
    readonly ruleParameters?: string;
    readonly resultToken: string;
    /** Whether the resource no longer belongs to what the rule looks at. */
    readonly eventLeftScope?: boolean;
    readonly configRuleName: string;
    /** Whose rule it is. */
    readonly accountId: string;
}

/** Of what Lambda hands to a handler: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export interface FunctionContext {
    readonly invokedFunctionArn: string;
}

/** A resource that changed. */
export interface ChangedResource {
    readonly resourceType: string;
    readonly resourceId: string;
    readonly captureTime: Date;
    /** As the event has it: whole, or only a summary. */
    readonly told: JsonObject;
    /** Whether AWS Config has to be asked for the rest, because the item was too large for the event. */
    readonly isSummary: boolean;
    /** Whether the resource no longer belongs to what the rule looks at. */
    readonly leftScope: boolean;
}

export interface Invocation {
    /** Absent where the rule runs on a schedule. */
    readonly changed?: ChangedResource;
    /** When AWS Config asked. */
    readonly time: Date;
    /** As AWS Config hands them over. */
    readonly parameters: Readonly<Record<string, string>>;
    readonly accountId: string;
    readonly ruleName: string;
    readonly resultToken: string;
}

/** With this in place of a token, AWS Config checks evaluations and keeps none. */
export const TEST_TOKEN = "TESTMODE";

interface InvokingEvent {
    readonly messageType?: string;
    readonly notificationCreationTime?: string;
    readonly configurationItem?: JsonObject;
    readonly configurationItemSummary?: JsonObject;
}

const SCHEDULED = ["ScheduledNotification", "ConfigurationSnapshotDeliveryCompleted"];

/** @throws Error where it is no event of AWS Config's, or one of a kind that no rule here asks for */
export function readEvent(event: RuleEvent): Invocation {
    const invoking = JSON.parse(event.invokingEvent) as InvokingEvent;
    const changed = changedResource(invoking, event.eventLeftScope === true);
    if (changed === undefined && !SCHEDULED.includes(invoking.messageType ?? "")) {
        throw new Error(`AWS Config sent a message of an unknown type: ${String(invoking.messageType)}`);
    }
    const given = JSON.parse(event.ruleParameters || "{}") as Record<string, unknown>;
    return {
        ...(changed && { changed }),
        time: validTime(invoking.notificationCreationTime) ?? changed?.captureTime ?? new Date(),
        parameters: Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)])),
        accountId: event.accountId,
        ruleName: event.configRuleName,
        resultToken: event.resultToken,
    };
}

export function messageTypeOf(event: RuleEvent): string {
    return String((JSON.parse(event.invokingEvent) as InvokingEvent).messageType);
}

function changedResource(invoking: InvokingEvent, leftScope: boolean): ChangedResource | undefined {
    const { messageType, configurationItem: item, configurationItemSummary: summary } = invoking;
    const isSummary = messageType === "OversizedConfigurationItemChangeNotification";
    const told = isSummary ? summary : messageType === "ConfigurationItemChangeNotification" ? item : undefined;
    return (
        told && {
            resourceType: String(told["resourceType"]),
            resourceId: String(told["resourceId"]),
            captureTime:
                validTime(told["configurationItemCaptureTime"]) ??
                validTime(invoking.notificationCreationTime) ??
                new Date(),
            told,
            isSummary,
            leftScope,
        }
    );
}

function validTime(text: unknown): Date | undefined {
    const time = new Date(typeof text === "string" ? text : Number.NaN);
    return Number.isNaN(time.getTime()) ? undefined : time;
}
