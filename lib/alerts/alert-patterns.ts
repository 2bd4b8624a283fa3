/** Which events reach the alert function, as EventBridge patterns. Each ends well below the 2,048 characters of a rule. */
import { NON_COMPLIANT, nonCompliantMembers } from "./compliance-change.ts";

/** An EventBridge pattern, or a part of one. */
export type EventPattern = Readonly<Record<string, unknown>>;

/** A resource that complies again, or that is gone: whatever it was told of as not complying. */
const RESOLVED = {
    newEvaluationResult: { complianceType: ["COMPLIANT", "NOT_APPLICABLE"] },
    oldEvaluationResult: { complianceType: ["NON_COMPLIANT"] },
};

/** Where the stack's own rules look: its account, and its own and further regions. */
export interface OwnPlaces {
    readonly account: string;
    readonly regions: readonly string[];
}

/** Resources that cease to comply and, if wanted, that comply again. */
export function complianceChanges(resolved: boolean): EventPattern {
    const { newEvaluationResult, ...others } = NON_COMPLIANT.detail;
    return resolved
        ? { ...NON_COMPLIANT, detail: { ...others, $or: [{ newEvaluationResult }, RESOLVED] } }
        : NON_COMPLIANT;
}

/**
 * Those that comply again on the bus that members forward to, but for what the stack's own rules see. Apart from those that
 * cease to comply: in one pattern, every region would stand twice.
 */
export function resolvedInMembers(own: OwnPlaces): EventPattern {
    const members = nonCompliantMembers(own);
    return { ...members, detail: { ...members.detail, ...RESOLVED } };
}

/** What ends recording: AWS Config has no event for it, so the call is looked for, which takes a CloudTrail trail. */
const RECORDING_ENDS = ["DeleteConfigurationRecorder", "DeleteDeliveryChannel", "StopConfigurationRecorder"];

/**
 * Deliveries that fail. That of a snapshot is documented; that of history is told by its name only.
 * https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html
 */
const DELIVERY_FAILED = ["ConfigurationHistoryDeliveryFailed", "ConfigurationSnapshotDeliveryFailed"];

export const DELIVERY_STATUS = [
    "Config Configuration History Delivery Status",
    "Config Configuration Snapshot Delivery Status",
];
export const API_CALL = "AWS API Call via CloudTrail";
export const ALARM_CHANGE = "CloudWatch Alarm State Change";

/**
 * Recorders that are stopped or deleted, and deliveries that fail. A call that AWS refused changed nothing. On the members'
 * bus, the account and region of such an event are those that it comes from, and its own are left out.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function recordingEvents(own?: OwnPlaces): EventPattern {
    return {
        source: ["aws.config"],
        "detail-type": [API_CALL, ...DELIVERY_STATUS],
        detail: {
            $or: [
                {
                    eventSource: ["config.amazonaws.com"],
                    eventName: RECORDING_ENDS,
                    errorCode: [{ exists: false }],
                },
                { messageType: DELIVERY_FAILED },
            ],
        },
        ...(own !== undefined && {
            $or: [{ account: [{ "anything-but": [own.account] }] }, { region: [{ "anything-but": [...own.regions] }] }],
        }),
    };
}

/**
 * Alarms of the stack that ring, which in a further region have no topic to publish to.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 *
 * @param names of the alarms
 */
export function ringingAlarms(names: readonly string[]): EventPattern {
    return {
        source: ["aws.cloudwatch"],
        "detail-type": [ALARM_CHANGE],
        detail: { alarmName: names, state: { value: ["ALARM"] } },
    };
}
