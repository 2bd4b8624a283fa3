import assert from "node:assert/strict";
import {
    ConfigServiceClient,
    DescribeDeliveryChannelsCommand,
    DescribeDeliveryChannelStatusCommand,
    PutConfigurationRecorderCommand,
    PutDeliveryChannelCommand,
} from "@aws-sdk/client-config-service";
import type { DeliveryChannel } from "@aws-sdk/client-config-service";
import {
    AttachRolePolicyCommand,
    CreatePolicyCommand,
    CreateRoleCommand,
    DeleteRolePolicyCommand,
    IAMClient,
    PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateKeyCommand, KMSClient, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { PutBucketPolicyCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { createBucket, createRecorder, deliveryPolicy } from "./config-fixture.ts";
import { ACCOUNT, REGION, useEmulator } from "./emulator-fixture.ts";

const BUCKET = "history";

describe("AWS emulator: delivery channel", () => {
    const fixture = useEmulator();
    const config = (): ConfigServiceClient => new ConfigServiceClient(fixture.settings());
    const s3 = (): S3Client => new S3Client({ ...fixture.settings(), forcePathStyle: true });
    const put = (channel: Partial<DeliveryChannel> = {}): Promise<unknown> =>
        config().send(
            new PutDeliveryChannelCommand({ DeliveryChannel: { name: "default", s3BucketName: BUCKET, ...channel } }),
        );
    const setPolicy = (policy: unknown): Promise<unknown> =>
        s3().send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy: JSON.stringify(policy) }));
    const insufficient = { name: "InsufficientDeliveryPolicyException", message: /Insufficient delivery policy/ };

    beforeEach(async () => {
        await fixture.reset();
        await createRecorder(fixture.settings());
    });

    it("needs a bucket that exists", async () => {
        await assert.rejects(put(), { name: "NoSuchBucketException" });
        const { DeliveryChannels: channels } = await config().send(new DescribeDeliveryChannelsCommand({}));
        assert.deepEqual(channels, []);
    });

    it("needs a bucket policy for Config", async () => {
        await createBucket(fixture.settings(), BUCKET);
        await assert.rejects(put(), insufficient);
        await setPolicy(deliveryPolicy(BUCKET, ACCOUNT));
        await put();
        const { DeliveryChannels: channels } = await config().send(new DescribeDeliveryChannelsCommand({}));
        assert.equal(channels?.[0]?.s3BucketName, BUCKET);
        const status = await config().send(new DescribeDeliveryChannelStatusCommand({}));
        assert.equal(status.DeliveryChannelsStatus?.[0]?.name, "default");
    });

    it("needs it under the channel's own prefix and for its own account", async () => {
        await createBucket(fixture.settings(), BUCKET, deliveryPolicy(BUCKET, ACCOUNT));
        await assert.rejects(put({ s3KeyPrefix: "config" }), insufficient);
        await setPolicy(deliveryPolicy(BUCKET, ACCOUNT, "config/"));
        await put({ s3KeyPrefix: "config" });
        await setPolicy(deliveryPolicy(BUCKET, "999999999999"));
        await assert.rejects(put(), insufficient);
    });

    it("judges conditions on Config's own identity", async () => {
        await createBucket(fixture.settings(), BUCKET);
        const policy = (condition: unknown): unknown => ({
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Principal: { Service: "config.amazonaws.com" },
                    Action: "s3:*",
                    Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
                    Condition: condition,
                },
                {
                    Effect: "Deny",
                    Principal: "*",
                    Action: "s3:*",
                    Resource: "*",
                    Condition: { Bool: { "aws:SecureTransport": "false" } },
                },
            ],
        });
        await setPolicy(policy({ ArnLike: { "aws:SourceArn": `arn:aws:config:${REGION}:${ACCOUNT}:*` } }));
        await put();
        for (const refused of [
            { ArnLike: { "aws:SourceArn": `arn:aws:config:us-west-2:${ACCOUNT}:*` } },
            { StringEquals: { "aws:PrincipalOrgID": "o-aaaaaaaaaa" } },
        ]) {
            await setPolicy(policy(refused));
            await assert.rejects(put(), insufficient, JSON.stringify(refused));
        }
    });

    it("lets a recorder's own role deliver as far as its policies go", async () => {
        const iam = new IAMClient(fixture.settings());
        const role = { RoleName: "recorder", AssumeRolePolicyDocument: "{}" };
        const { Role: created } = await iam.send(new CreateRoleCommand(role));
        await config().send(
            new PutConfigurationRecorderCommand({
                ConfigurationRecorder: { name: "default", roleARN: created?.Arn },
            }),
        );
        await createBucket(fixture.settings(), BUCKET, deliveryPolicy(BUCKET, ACCOUNT));
        // The bucket lets the service in, and this recorder delivers as its role.
        await assert.rejects(put(), insufficient);
        const Statement = [{ Effect: "Allow", Action: "s3:*", Resource: "*" }];
        const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
        await iam.send(new PutRolePolicyCommand({ RoleName: "recorder", PolicyName: "deliver", PolicyDocument }));
        await put();
        await iam.send(new DeleteRolePolicyCommand({ RoleName: "recorder", PolicyName: "deliver" }));
        await assert.rejects(put(), insufficient);
        const { Policy: policy } = await iam.send(new CreatePolicyCommand({ PolicyName: "deliver", PolicyDocument }));
        await iam.send(new AttachRolePolicyCommand({ RoleName: "recorder", PolicyArn: policy?.Arn }));
        await put();
    });

    it("needs a topic that exists", async () => {
        await createBucket(fixture.settings(), BUCKET, deliveryPolicy(BUCKET, ACCOUNT));
        const topic = `arn:aws:sns:${REGION}:${ACCOUNT}:config`;
        await assert.rejects(put({ snsTopicARN: topic }), { name: "InvalidSNSTopicARNException" });
        await new SNSClient(fixture.settings()).send(new CreateTopicCommand({ Name: "config" }));
        await put({ snsTopicARN: topic });
    });

    it("needs a key that exists and whose policy names Config", async () => {
        await createBucket(fixture.settings(), BUCKET, deliveryPolicy(BUCKET, ACCOUNT));
        const missing = `arn:aws:kms:${REGION}:${ACCOUNT}:key/6b7b5dd0-0000-0000-0000-000000000000`;
        await assert.rejects(put({ s3KmsKeyArn: missing }), { name: "InvalidS3KmsKeyArnException" });
        const kms = new KMSClient(fixture.settings());
        const { KeyMetadata: key } = await kms.send(new CreateKeyCommand({}));
        // The default policy lets the account's roles in, but not a service.
        await assert.rejects(put({ s3KmsKeyArn: key?.Arn }), insufficient);
        const statement = {
            Effect: "Allow",
            Principal: { Service: "config.amazonaws.com" },
            Action: ["kms:Decrypt", "kms:GenerateDataKey"],
            Resource: "*",
            Condition: { StringEquals: { "AWS:SourceAccount": ACCOUNT } },
        };
        const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
        await kms.send(new PutKeyPolicyCommand({ KeyId: key?.KeyId, PolicyName: "default", Policy }));
        await put({ s3KmsKeyArn: key?.Arn });
    });

    it("answers objects under a policy that denies requests without TLS or with the wrong key", async () => {
        await createBucket(fixture.settings(), BUCKET);
        const deny = { Effect: "Deny", Principal: "*", Resource: `arn:aws:s3:::${BUCKET}/*` };
        const wrongKey = { StringNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "right" } };
        await setPolicy({
            Version: "2012-10-17",
            Statement: [
                { ...deny, Action: "s3:*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
                { ...deny, Action: "s3:PutObject", Condition: wrongKey },
                { ...deny, Action: "s3:*", Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } } },
            ],
        });
        const object = { Bucket: BUCKET, Key: "a", Body: "b", ServerSideEncryption: "aws:kms" as const };
        await s3().send(new PutObjectCommand({ ...object, SSEKMSKeyId: "right" }));
        await assert.rejects(
            s3().send(new PutObjectCommand({ ...object, SSEKMSKeyId: "wrong" })),
            (error: Error & { $metadata: { httpStatusCode: number } }) => error.$metadata.httpStatusCode === 403,
        );
    });
});
