import assert from "node:assert/strict";
import { EventBridgeClient, TestEventPatternCommand } from "@aws-sdk/client-eventbridge";
import {
    complianceChanges,
    recordingEvents,
    resolvedInMembers,
    ringingAlarms,
} from "../../../lib/alerts/alert-patterns.ts";
import { nonCompliantMembers } from "../../../lib/alerts/compliance-change.ts";
import { alertRules, forwardedRules } from "../../../lib/alerts/alert-rules.ts";
import type { EventPattern } from "../../../lib/alerts/alert-patterns.ts";
import { useEmulator } from "./emulator-fixture.ts";

const ACCOUNT = "111122223333";
const MEMBER = "444455556666";
const OWN = { account: ACCOUNT, regions: ["eu-west-1", "us-east-1"] };

interface Place {
    readonly account?: string;
    readonly region?: string;
}

const envelope = (
    type: string,
    detail: object,
    { account = ACCOUNT, region = "eu-west-1" }: Place,
    source = "aws.config",
) => ({
    version: "0",
    id: "1",
    "detail-type": type,
    source,
    account,
    time: "2026-11-22T10:00:00Z",
    region,
    resources: [],
    detail,
});

/** https://docs.aws.amazon.com/config/latest/developerguide/example-config-rule-compliance-notification.html */
const compliance = (now: string, before: string | undefined, place: Place = {}) =>
    envelope(
        "Config Rules Compliance Change",
        {
            awsAccountId: place.account ?? ACCOUNT,
            awsRegion: place.region ?? "eu-west-1",
            configRuleName: "restricted-ssh-conformance-pack-abcdefghi",
            messageType: "ComplianceChangeNotification",
            newEvaluationResult: { complianceType: now, resultRecordedTime: "2026-11-22T10:00:00Z" },
            ...(before !== undefined && { oldEvaluationResult: { complianceType: before } }),
            resourceId: "sg-1",
            resourceType: "AWS::EC2::SecurityGroup",
        },
        // It was forwarded: the bus is the stack's own.
        {},
    );

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html */
const call = (eventName: string, place: Place = {}, errorCode?: string) =>
    envelope(
        "AWS API Call via CloudTrail",
        { eventSource: "config.amazonaws.com", eventName, ...(errorCode !== undefined && { errorCode }) },
        place,
    );

/** https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html */
const delivery = (what: "Snapshot" | "History", how: string, place: Place = {}) =>
    envelope(
        `Config Configuration ${what} Delivery Status`,
        { messageType: `Configuration${what}Delivery${how}`, recordVersion: "1.1" },
        place,
    );

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
const alarm = (alarmName: string, value: string) =>
    envelope("CloudWatch Alarm State Change", { alarmName, state: { value } }, {}, "aws.cloudwatch");

/** Events through the patterns as EventBridge's own operation judges them, by the emulator's matching and not by ours. */
describe("the patterns of the alert function, against the emulator", () => {
    const fixture = useEmulator();
    const matches = async (pattern: EventPattern, event: object): Promise<boolean | undefined> => {
        const command = new TestEventPatternCommand({
            EventPattern: JSON.stringify(pattern),
            Event: JSON.stringify(event),
        });
        return (await new EventBridgeClient(fixture.settings()).send(command)).Result;
    };
    const table = async (pattern: EventPattern, rows: readonly (readonly [boolean, object])[]): Promise<void> => {
        for (const [expected, event] of rows) {
            assert.equal(await matches(pattern, event), expected, JSON.stringify(event));
        }
    };

    it("let in what ceases to comply, in this account and wherever it was forwarded from", async () => {
        await table(complianceChanges(false), [
            [true, compliance("NON_COMPLIANT", undefined)],
            [true, compliance("NON_COMPLIANT", "COMPLIANT", { account: MEMBER, region: "us-east-1" })],
            [false, compliance("COMPLIANT", "NON_COMPLIANT")],
            [false, compliance("NOT_APPLICABLE", "NON_COMPLIANT")],
            [false, envelope("Config Configuration Item Change", { messageType: "ComplianceChangeNotification" }, {})],
        ]);
    });

    it("let in what complies again where that is wanted, but not what has always complied", async () => {
        await table(complianceChanges(true), [
            [true, compliance("NON_COMPLIANT", "COMPLIANT")],
            [true, compliance("COMPLIANT", "NON_COMPLIANT")],
            [true, compliance("NOT_APPLICABLE", "NON_COMPLIANT")],
            [false, compliance("COMPLIANT", undefined)],
            [false, compliance("COMPLIANT", "NOT_APPLICABLE")],
        ]);
    });

    it("leave out of the members' what the stack's own rules see", async () => {
        await table(nonCompliantMembers(OWN), [
            [true, compliance("NON_COMPLIANT", "COMPLIANT", { account: MEMBER })],
            [true, compliance("NON_COMPLIANT", "COMPLIANT", { region: "ap-east-1" })],
            [false, compliance("NON_COMPLIANT", "COMPLIANT", { region: "us-east-1" })],
            [false, compliance("COMPLIANT", "NON_COMPLIANT", { account: MEMBER })],
        ]);
        await table(resolvedInMembers(OWN), [
            [true, compliance("COMPLIANT", "NON_COMPLIANT", { account: MEMBER })],
            [true, compliance("NOT_APPLICABLE", "NON_COMPLIANT", { region: "ap-east-1" })],
            [false, compliance("COMPLIANT", undefined, { account: MEMBER })],
            [false, compliance("COMPLIANT", "NON_COMPLIANT", { region: "us-east-1" })],
            [false, compliance("NON_COMPLIANT", "COMPLIANT", { account: MEMBER })],
        ]);
    });

    it("let in recorders that stop and deliveries that fail, and no call that was refused", async () => {
        await table(recordingEvents(), [
            [true, call("StopConfigurationRecorder")],
            [true, call("DeleteConfigurationRecorder", { account: MEMBER })],
            [true, call("DeleteDeliveryChannel")],
            [false, call("StartConfigurationRecorder")],
            [false, call("PutConfigurationRecorder")],
            [false, call("StopConfigurationRecorder", {}, "AccessDenied")],
            [true, delivery("Snapshot", "Failed")],
            [true, delivery("History", "Failed")],
            [false, delivery("Snapshot", "Completed")],
            [false, delivery("Snapshot", "Started")],
            [false, delivery("History", "Completed")],
        ]);
        await table(recordingEvents(OWN), [
            [true, call("StopConfigurationRecorder", { account: MEMBER })],
            [true, delivery("History", "Failed", { region: "ap-east-1" })],
            [false, call("StopConfigurationRecorder")],
            [false, delivery("Snapshot", "Failed", { region: "us-east-1" })],
        ]);
    });

    it("let in the stack's alarms that ring, and no others", async () => {
        await table(ringingAlarms(["own-history-delivery", "own-snapshot-delivery"]), [
            [true, alarm("own-history-delivery", "ALARM")],
            [false, alarm("own-history-delivery", "OK")],
            [false, alarm("own-errors", "ALARM")],
        ]);
    });

    it("let in nothing twice: of the rules of one bus, one is meant by an event", async () => {
        const alerts = {
            name: "own",
            functionName: "own",
            stateBucket: { namePrefix: "own" },
            deadLetterQueueName: "own-failed",
            routes: { critical: [], high: [], medium: [], low: [], recording: [], default: [] },
            batchSeconds: 60,
            quietMinutes: 15,
            messageLimit: 20,
            resolved: true,
            logRetentionDays: 90,
        };
        const events = [
            compliance("NON_COMPLIANT", undefined, { account: MEMBER }),
            compliance("COMPLIANT", "NON_COMPLIANT", { account: MEMBER }),
            call("StopConfigurationRecorder", { account: MEMBER }),
            delivery("History", "Failed", { account: MEMBER }),
            alarm("own-history-delivery", "ALARM"),
        ];
        const patterns = (onMemberBus: boolean): EventPattern[] =>
            alertRules(OWN, alerts, true)
                .filter((rule) => (rule.onMemberBus === true) === onMemberBus)
                .flatMap(({ when }) => ("pattern" in when ? [when.pattern] : []));
        for (const bus of [patterns(false), patterns(true), forwardedRules(alerts).map(({ when }) => when.pattern)]) {
            for (const event of events) {
                const found = await Promise.all(bus.map((pattern) => matches(pattern, event)));
                assert.ok(found.filter((one) => one === true).length <= 1, JSON.stringify(event));
            }
        }
    });
});
