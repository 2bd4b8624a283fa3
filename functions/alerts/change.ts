/** What EventBridge hands to the alert queue, as what alerts are made of. */
import { ALARM_CHANGE, API_CALL, DELIVERY_STATUS } from "../../lib/alerts/alert-patterns.ts";
import { COMPLIANCE_CHANGE } from "../../lib/alerts/compliance-change.ts";

/** A resource or, of `recording`, an account and region as a whole. */
export interface Finding {
    /** 12 digits. */
    readonly account: string;
    readonly region: string;
    readonly resourceType?: string;
    readonly resourceId?: string;
    /** When AWS recorded it: ISO 8601. */
    readonly since: string;
    /** The verdict before, where there was one. */
    readonly before?: string;
    /** What the rule, or AWS, says of it. */
    readonly annotation?: string;
}

export interface Change extends Finding {
    /** EventBridge's ID of the event: it comes at least once. */
    readonly id: string;
    /** `recording`: what AWS Config itself does no more. */
    readonly kind: "failing" | "resolved" | "recording";
    /** AWS's own name of the rule; of `recording`, what happened. */
    readonly subject: string;
}

/** One message of the queue: changes, the end of an interval, or what nobody knows. */
export type Received = { readonly change: Change } | "interval" | "unknown";

/** The longest annotation that AWS Config keeps: https://docs.aws.amazon.com/config/latest/APIReference/API_Evaluation.html */
const ANNOTATION_LENGTH = 256;

/** What EventBridge sends by a schedule: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html */
const SCHEDULED = "Scheduled Event";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a message's body.
 *
 * @throws SyntaxError where it is no JSON
 */
export function readMessage(body: string): Received {
    const event = fieldsOf(JSON.parse(body) as unknown);
    const detail = fieldsOf(event["detail"]);
    const type = textOf(event["detail-type"]);
    if (type === SCHEDULED) {
        return "interval";
    }
    const id = textOf(event["id"]);
    const common = { id, account: textOf(event["account"]), region: textOf(event["region"]) };
    const since = textOf(event["time"]);
    if (id === "") {
        return "unknown";
    }
    if (type === COMPLIANCE_CHANGE) {
        return complianceChange(id, detail, common) ?? "unknown";
    }
    if (type === API_CALL) {
        return { change: recorderCall({ ...common, since }, detail) };
    }
    if (DELIVERY_STATUS.includes(type)) {
        const what = textOf(detail["messageType"]).includes("History") ? "history" : "snapshot";
        return { change: { ...common, since, kind: "recording", subject: `the delivery of a ${what} failed` } };
    }
    if (type === ALARM_CHANGE) {
        const annotation = textOf(fieldsOf(detail["state"])["reason"]).slice(0, ANNOTATION_LENGTH);
        const subject = `the alarm ${textOf(detail["alarmName"])} rings`;
        return { change: { ...common, since, kind: "recording", subject, ...(annotation !== "" && { annotation }) } };
    }
    return "unknown";
}

/** Where AWS Config looked, the detail names, wherever the event has been since. */
function complianceChange(
    id: string,
    detail: Fields,
    place: { readonly account: string; readonly region: string },
): { readonly change: Change } | undefined {
    const [now, before] = [fieldsOf(detail["newEvaluationResult"]), fieldsOf(detail["oldEvaluationResult"])];
    const verdict = textOf(now["complianceType"]);
    const subject = textOf(detail["configRuleName"]);
    const annotation = textOf(now["annotation"]).slice(0, ANNOTATION_LENGTH);
    const was = textOf(before["complianceType"]);
    return verdict === "" || subject === ""
        ? undefined
        : {
              change: {
                  id,
                  kind: verdict === "NON_COMPLIANT" ? "failing" : "resolved",
                  subject,
                  account: textOf(detail["awsAccountId"]) || place.account,
                  region: textOf(detail["awsRegion"]) || place.region,
                  resourceType: textOf(detail["resourceType"]),
                  resourceId: textOf(detail["resourceId"]),
                  since: textOf(now["resultRecordedTime"]),
                  ...(was !== "" && { before: was }),
                  ...(annotation !== "" && { annotation }),
              },
          };
}

const CALLS: Readonly<Record<string, string>> = {
    DeleteConfigurationRecorder: "the configuration recorder was deleted",
    DeleteDeliveryChannel: "the delivery channel was deleted",
    StopConfigurationRecorder: "the configuration recorder was stopped",
};

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
function recorderCall(common: Omit<Change, "kind" | "subject">, detail: Fields): Change {
    const name = textOf(detail["eventName"]);
    const who = textOf(fieldsOf(detail["userIdentity"])["arn"]);
    return {
        ...common,
        region: textOf(detail["awsRegion"]) || common.region,
        since: textOf(detail["eventTime"]) || common.since,
        kind: "recording",
        subject: CALLS[name] ?? `${name} was called`,
        ...(who !== "" && { annotation: `By ${who}`.slice(0, ANNOTATION_LENGTH) }),
    };
}

function fieldsOf(value: unknown): Fields {
    return typeof value === "object" && value !== null ? (value as Fields) : {};
}

function textOf(value: unknown): string {
    return typeof value === "string" ? value : "";
}
