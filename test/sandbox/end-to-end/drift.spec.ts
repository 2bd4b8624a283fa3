import assert from "node:assert/strict";
import {
    DeleteConformancePackCommand,
    DescribeConfigurationRecorderStatusCommand,
    PutConformancePackCommand,
    StopConfigurationRecorderCommand,
} from "@aws-sdk/client-config-service";
import { PutBucketPolicyCommand, PutBucketVersioningCommand } from "@aws-sdk/client-s3";
import { GetTopicAttributesCommand, SetTopicAttributesCommand } from "@aws-sdk/client-sns";
import { ACCOUNT } from "./account.ts";
import { assertChanges } from "./outcome.ts";
import { packOf, REGION, useProject } from "./project-fixture.ts";

const BUCKET = `config-history-test-${ACCOUNT}-${REGION}`;
const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:conformance-packs-test-delivery`;

describe("what somebody changed past Pulumi", function () {
    this.timeout(120_000);

    const project = useProject();

    before("deploy", async () => {
        project.writePack("one", packOf({ "root-mfa": "ROOT_ACCOUNT_MFA_ENABLED" }));
        project.writePack("two", packOf({ trail: "CLOUD_TRAIL_ENABLED" }));
        project.configure("packs: { one: {}, two: {} }");
        await project.up();
    });

    async function topicPolicy(): Promise<unknown> {
        const { Attributes: attributes } = await project.account.sns.send(
            new GetTopicAttributesCommand({ TopicArn: TOPIC }),
        );
        return JSON.parse(attributes?.["Policy"] ?? "{}") as unknown;
    }

    it("goes unseen without a refresh: an update compares with the state, not with AWS", async () => {
        await project.account.config.send(
            new StopConfigurationRecorderCommand({ ConfigurationRecorderName: "default" }),
        );
        assertChanges(await project.up(), []);
    });

    it("is found by a refresh, a recorder that was stopped, and repaired by the next update", async () => {
        assertChanges(await project.refresh(), ["update aws:cfg:RecorderStatus config-recorder-status"]);
        assertChanges(await project.up(), ["update aws:cfg:RecorderStatus config-recorder-status"]);
        const { ConfigurationRecordersStatus: status } = await project.account.config.send(
            new DescribeConfigurationRecorderStatusCommand({}),
        );
        assert.equal(status?.[0]?.recording, true);
    });

    it("is found and repaired all at once: the bucket's policy and versioning, the topic's policy, a pack", async () => {
        const { config, s3, sns } = project.account;
        const bucketBefore = await project.account.bucket(BUCKET);
        const topicBefore = await topicPolicy();
        const open = JSON.stringify({
            Version: "2012-10-17",
            Statement: [
                { Effect: "Allow", Principal: { AWS: ACCOUNT }, Action: "s3:*", Resource: `arn:aws:s3:::${BUCKET}/*` },
            ],
        });
        await s3.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy: open }));
        await s3.send(
            new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration: { Status: "Suspended" } }),
        );
        await sns.send(
            new SetTopicAttributesCommand({
                TopicArn: TOPIC,
                AttributeName: "Policy",
                AttributeValue: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        { Sid: "Anybody", Effect: "Allow", Principal: "*", Action: "sns:Publish", Resource: TOPIC },
                    ],
                }),
            }),
        );
        await config.send(new DeleteConformancePackCommand({ ConformancePackName: "two" }));
        await project.account.packGone("two");

        const drifted = [
            "update aws:s3:BucketPolicy delivery-bucket-policy",
            "update aws:s3:BucketVersioning delivery-bucket-versioning",
            "update aws:sns:TopicPolicy delivery-topic-policy",
        ];
        const refresh = await project.refresh();
        for (const change of [...drifted, "delete aws:cfg:ConformancePack two"]) {
            assert.ok(refresh.changes.includes(change), `${change} is missing in:\n${refresh.printed}`);
        }
        const up = await project.up();
        for (const change of [...drifted, "create aws:cfg:ConformancePack two"]) {
            assert.ok(up.changes.includes(change), `${change} is missing in:\n${up.printed}`);
        }
        assert.deepEqual(await project.account.bucket(BUCKET), bucketBefore);
        assert.deepEqual(await topicPolicy(), topicBefore);
        assert.equal((await project.account.packs())["two"]?.state, "CREATE_COMPLETE");
        assertChanges(await project.refresh(), []);
        assertChanges(await project.up(), []);
    });

    it("stays unseen in the body of a pack, which the AWS provider never reads, until the file changes", async () => {
        await project.account.config.send(
            new PutConformancePackCommand({
                ConformancePackName: "one",
                TemplateBody: packOf({ foreign: "IAM_ROOT_ACCESS_KEY_CHECK" }),
            }),
        );
        assertChanges(await project.refresh(), []);
        assertChanges(await project.up(), []);
        assert.deepEqual((await project.account.packs())["one"]?.rules, ["foreign"]);

        project.writePack("one", packOf({ "root-mfa": "ROOT_ACCOUNT_MFA_ENABLED", trail: "CLOUD_TRAIL_ENABLED" }));
        assertChanges(await project.up(), ["update aws:cfg:ConformancePack one"]);
        assert.deepEqual((await project.account.packs())["one"]?.rules, ["root-mfa", "trail"]);
    });
});
