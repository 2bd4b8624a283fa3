/** Which events of AWS Config members forward, as EventBridge patterns. */
import { COMPLIANCE_CHANGE } from "../alerts/compliance-change.ts";

/** https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html */
export const CONFIG_EVENTS = {
    source: ["aws.config"],
    "detail-type": [
        "Config Configuration History Delivery Status",
        "Config Configuration Snapshot Delivery Status",
        COMPLIANCE_CHANGE,
    ],
};

/**
 * Whatever ends or changes recording: AWS Config has no event of its own for it, so the call itself is looked for, which
 * takes a CloudTrail trail in the account.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export const RECORDER_CALLS = {
    source: ["aws.config"],
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: {
        eventSource: ["config.amazonaws.com"],
        eventName: [
            "DeleteConfigurationRecorder",
            "DeleteDeliveryChannel",
            "PutConfigurationRecorder",
            "PutDeliveryChannel",
            "StartConfigurationRecorder",
            "StopConfigurationRecorder",
        ],
    },
};
