import assert from "node:assert/strict";
import { alertTopicPolicy } from "../../../lib/policies/alert-topic-policy.ts";
import { deliveryTopicPolicy } from "../../../lib/policies/delivery-topic-policy.ts";

const ARGS = {
    partition: "aws-cn",
    account: "111122223333",
    region: "cn-north-1",
    topicArn: "arn:aws-cn:sns:cn-north-1:111122223333:topic",
};

const TLS_ONLY = {
    Sid: "DenyInsecureTransport",
    Effect: "Deny",
    Principal: "*",
    Action: "sns:Publish",
    Resource: ARGS.topicArn,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
};

const CONFIG_DELIVERY = {
    Sid: "ConfigDelivery",
    Effect: "Allow",
    Principal: { Service: "config.amazonaws.com" },
    Action: "sns:Publish",
    Resource: ARGS.topicArn,
    Condition: {
        StringEquals: { "aws:SourceAccount": "111122223333" },
        ArnLike: { "aws:SourceArn": "arn:aws-cn:config:cn-north-1:111122223333:*" },
    },
};

describe("delivery topic policy", () => {
    it("lets AWS Config publish for this account, over TLS", () => {
        assert.deepEqual(deliveryTopicPolicy(ARGS), {
            Version: "2012-10-17",
            Statement: [TLS_ONLY, CONFIG_DELIVERY],
        });
    });

    it("lets a recorder role of the user's own publish as well", () => {
        const recorderRoleArn = "arn:aws-cn:iam::111122223333:role/recorder";
        assert.deepEqual(deliveryTopicPolicy({ ...ARGS, recorderRoleArn }).Statement, [
            TLS_ONLY,
            CONFIG_DELIVERY,
            {
                Sid: "RecorderRoleDelivery",
                Effect: "Allow",
                Principal: { AWS: recorderRoleArn },
                Action: "sns:Publish",
                Resource: ARGS.topicArn,
            },
        ]);
    });
});

describe("alert topic policy", () => {
    it("lets EventBridge rules and alarms of this account publish, over TLS", () => {
        assert.deepEqual(alertTopicPolicy(ARGS), {
            Version: "2012-10-17",
            Statement: [
                TLS_ONLY,
                {
                    Sid: "EventBridgeRules",
                    Effect: "Allow",
                    Principal: { Service: "events.amazonaws.com" },
                    Action: "sns:Publish",
                    Resource: ARGS.topicArn,
                    Condition: { ArnLike: { "aws:SourceArn": "arn:aws-cn:events:cn-north-1:111122223333:rule/*" } },
                },
                {
                    Sid: "CloudWatchAlarms",
                    Effect: "Allow",
                    Principal: { Service: "cloudwatch.amazonaws.com" },
                    Action: "sns:Publish",
                    Resource: ARGS.topicArn,
                    Condition: {
                        StringEquals: { "aws:SourceAccount": "111122223333" },
                        ArnLike: { "aws:SourceArn": "arn:aws-cn:cloudwatch:cn-north-1:111122223333:alarm:*" },
                    },
                },
            ],
        });
    });
});
