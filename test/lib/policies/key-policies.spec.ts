import assert from "node:assert/strict";
import { alertKeyPolicy } from "../../../lib/policies/alert-key-policy.ts";
import { auditTrailKeyPolicy } from "../../../lib/policies/audit-trail-policies.ts";
import { deliveryKeyPolicy } from "../../../lib/policies/delivery-key-policy.ts";

const SCOPE = { partition: "aws", account: "111122223333", region: "eu-west-1" };

const ACCOUNT_ADMINISTRATION = {
    Sid: "AccountAdministration",
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::111122223333:root" },
    Action: "kms:*",
    Resource: "*",
};

const CONFIG_DELIVERY = {
    Sid: "ConfigDelivery",
    Effect: "Allow",
    Principal: { Service: "config.amazonaws.com" },
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: "*",
    Condition: {
        StringEquals: { "aws:SourceAccount": "111122223333" },
        ArnLike: { "aws:SourceArn": "arn:aws:config:eu-west-1:111122223333:*" },
    },
};

describe("delivery key policy", () => {
    it("leaves administration to the account and lets AWS Config encrypt for it alone", () => {
        assert.deepEqual(deliveryKeyPolicy({ ...SCOPE, administrators: [] }), {
            Version: "2012-10-17",
            Statement: [ACCOUNT_ADMINISTRATION, CONFIG_DELIVERY],
        });
    });

    it("names administrators, who administer but do not decrypt", () => {
        const administrators = ["arn:aws:iam::111122223333:role/admin", "arn:aws:iam::111122223333:user/ann"];
        const [, administration] = deliveryKeyPolicy({ ...SCOPE, administrators }).Statement;
        assert.equal(administration?.Sid, "KeyAdministrators");
        assert.deepEqual(administration.Principal, { AWS: administrators });
        assert.equal(administration.Resource, "*");
        const actions = administration.Action as readonly string[];
        assert.ok(actions.includes("kms:PutKeyPolicy") && actions.includes("kms:ScheduleKeyDeletion"));
        assert.deepEqual(
            actions.filter((action) => /Decrypt|Encrypt|GenerateDataKey|\*/.test(action)),
            [],
        );
    });

    it("lets a recorder role of the user's own encrypt as well", () => {
        const recorderRoleArn = "arn:aws:iam::111122223333:role/recorder";
        assert.deepEqual(deliveryKeyPolicy({ ...SCOPE, administrators: [], recorderRoleArn }).Statement, [
            ACCOUNT_ADMINISTRATION,
            CONFIG_DELIVERY,
            {
                Sid: "RecorderRoleDelivery",
                Effect: "Allow",
                Principal: { AWS: recorderRoleArn },
                Action: ["kms:Decrypt", "kms:GenerateDataKey"],
                Resource: "*",
            },
        ]);
    });
});

describe("alert key policy", () => {
    it("lets EventBridge and alarms publish to the encrypted topic, each by the condition that its service supports", () => {
        const topicArn = "arn:aws:sns:eu-west-1:111122223333:alerts";
        assert.deepEqual(alertKeyPolicy({ ...SCOPE, topicArn }), {
            Version: "2012-10-17",
            Statement: [
                ACCOUNT_ADMINISTRATION,
                {
                    Sid: "EventBridgeRules",
                    Effect: "Allow",
                    Principal: { Service: "events.amazonaws.com" },
                    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
                    Resource: "*",
                    Condition: { StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": topicArn } },
                },
                {
                    Sid: "CloudWatchAlarms",
                    Effect: "Allow",
                    Principal: { Service: "cloudwatch.amazonaws.com" },
                    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
                    Resource: "*",
                    Condition: {
                        StringEquals: { "aws:SourceAccount": "111122223333" },
                        ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:*" },
                    },
                },
            ],
        });
    });
});

describe("audit trail key policy", () => {
    it("lets CloudTrail encrypt for one trail", () => {
        const trailArn = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit";
        assert.deepEqual(auditTrailKeyPolicy({ ...SCOPE, trailArn }), {
            Version: "2012-10-17",
            Statement: [
                ACCOUNT_ADMINISTRATION,
                {
                    Sid: "CloudTrailEncryption",
                    Effect: "Allow",
                    Principal: { Service: "cloudtrail.amazonaws.com" },
                    Action: "kms:GenerateDataKey*",
                    Resource: "*",
                    Condition: {
                        StringEquals: { "aws:SourceArn": trailArn },
                        StringLike: {
                            "kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:*:111122223333:trail/*",
                        },
                    },
                },
                {
                    Sid: "CloudTrailDecryption",
                    Effect: "Allow",
                    Principal: { Service: "cloudtrail.amazonaws.com" },
                    Action: "kms:Decrypt",
                    Resource: "*",
                    Condition: { StringEquals: { "aws:SourceArn": trailArn } },
                },
                {
                    Sid: "CloudTrailDescription",
                    Effect: "Allow",
                    Principal: { Service: "cloudtrail.amazonaws.com" },
                    Action: "kms:DescribeKey",
                    Resource: "*",
                    Condition: { StringEquals: { "aws:SourceArn": trailArn } },
                },
            ],
        });
    });
});
