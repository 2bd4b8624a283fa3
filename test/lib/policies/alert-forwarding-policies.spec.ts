import assert from "node:assert/strict";
import { alertForwardingPermissions, alertForwardingTrust } from "../../../lib/policies/alert-forwarding-policies.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const TRUST_POLICY_LENGTH = 2048;

describe("the role that forwards alerts", () => {
    const place = { partition: "aws-cn", account: "111122223333" };

    it("is assumed for the rule of this name alone, in any region of this account", () => {
        const document = alertForwardingTrust({ ...place, rule: "conformance-packs-test-alerts" });
        assert.deepEqual(document.Statement, [
            {
                Sid: "ForwardingRules",
                Effect: "Allow",
                Principal: { Service: "events.amazonaws.com" },
                Action: "sts:AssumeRole",
                Condition: {
                    StringEquals: { "aws:SourceAccount": "111122223333" },
                    ArnLike: {
                        "aws:SourceArn": "arn:aws-cn:events:*:111122223333:rule/conformance-packs-test-alerts",
                    },
                },
            },
        ]);
    });

    it("fits a trust policy with the longest name that a rule may have", () => {
        const length = JSON.stringify(alertForwardingTrust({ ...place, rule: "r".repeat(64) })).length;
        assert.ok(length <= TRUST_POLICY_LENGTH, String(length));
    });

    it("may put events on the one bus", () => {
        const bus = "arn:aws-cn:events:cn-north-1:111122223333:event-bus/default";
        assert.deepEqual(alertForwardingPermissions(bus).Statement, [
            { Sid: "Forward", Effect: "Allow", Action: "events:PutEvents", Resource: bus },
        ]);
    });
});
