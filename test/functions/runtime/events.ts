/** Events as AWS Config sends them. */
import type { FunctionContext, RuleEvent } from "../../../functions/runtime/event.ts";

export const ACCOUNT = "123456789012";
export const CAPTURED = "2026-09-01T08:15:00.000Z";

export const FUNCTION: FunctionContext = {
    invokedFunctionArn: `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:conformance-packs-dev-bucket-owned`,
};

export function ruleEvent(invokingEvent: object, changes: Partial<RuleEvent> = {}): RuleEvent {
    return {
        invokingEvent: JSON.stringify(invokingEvent),
        ruleParameters: "{}",
        resultToken: "the-token",
        eventLeftScope: false,
        configRuleName: "bucket-owned-conformance-pack-abc",
        accountId: ACCOUNT,
        ...changes,
    };
}

export function itemOf(changes: object = {}): Record<string, unknown> {
    return {
        configurationItemCaptureTime: CAPTURED,
        awsAccountId: ACCOUNT,
        configurationItemStatus: "OK",
        resourceType: "AWS::S3::Bucket",
        resourceId: "a-bucket",
        ARN: "arn:aws:s3:::a-bucket",
        awsRegion: "eu-west-1",
        tags: {},
        configuration: { name: "a-bucket" },
        ...changes,
    };
}

export function changeEvent(item: object = {}, changes: Partial<RuleEvent> = {}): RuleEvent {
    return ruleEvent(
        {
            messageType: "ConfigurationItemChangeNotification",
            notificationCreationTime: "2026-09-01T08:15:03.000Z",
            configurationItem: itemOf(item),
        },
        changes,
    );
}

export function oversizedEvent(summary: object = {}): RuleEvent {
    return ruleEvent({
        messageType: "OversizedConfigurationItemChangeNotification",
        notificationCreationTime: "2026-09-01T08:15:03.000Z",
        configurationItemSummary: { changeType: "UPDATE", ...itemOf({ configuration: undefined, ...summary }) },
    });
}

export function scheduledEvent(changes: Partial<RuleEvent> = {}): RuleEvent {
    return ruleEvent(
        {
            awsAccountId: changes.accountId ?? ACCOUNT,
            notificationCreationTime: "2026-09-01T21:50:00.373Z",
            messageType: "ScheduledNotification",
            recordVersion: "1.0",
        },
        changes,
    );
}
