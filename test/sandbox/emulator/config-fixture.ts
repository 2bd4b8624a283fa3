import { setTimeout as delay } from "node:timers/promises";
import {
    ConfigServiceClient,
    DescribeConformancePackStatusCommand,
    PutConfigurationRecorderCommand,
    PutDeliveryChannelCommand,
    StartConfigurationRecorderCommand,
} from "@aws-sdk/client-config-service";
import type { ConformancePackStatusDetail } from "@aws-sdk/client-config-service";
import { CreateServiceLinkedRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import type { BucketLocationConstraint } from "@aws-sdk/client-s3";
import { ACCOUNT } from "./emulator-fixture.ts";
import type { ClientSettings } from "./emulator-fixture.ts";

export const RECORDER_ROLE = serviceLinkedRole(ACCOUNT);

export function serviceLinkedRole(account: string): string {
    return `arn:aws:iam::${account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`;
}

/** What AWS documents for a delivery bucket: https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html */
export function deliveryPolicy(bucket: string, account: string, prefix = ""): Record<string, unknown> {
    const source = { StringEquals: { "AWS:SourceAccount": account } };
    const principal = { Service: "config.amazonaws.com" };
    const bucketArn = `arn:aws:s3:::${bucket}`;
    const allow = { Effect: "Allow", Principal: principal };
    return {
        Version: "2012-10-17",
        Statement: [
            { ...allow, Action: ["s3:GetBucketAcl", "s3:ListBucket"], Resource: bucketArn, Condition: source },
            {
                ...allow,
                Action: "s3:PutObject",
                Resource: `${bucketArn}/${prefix}AWSLogs/${account}/Config/*`,
                Condition: { StringEquals: { ...source.StringEquals, "s3:x-amz-acl": "bucket-owner-full-control" } },
            },
        ],
    };
}

export async function createBucket(settings: ClientSettings, bucket: string, policy?: unknown): Promise<void> {
    const s3 = new S3Client({ ...settings, forcePathStyle: true });
    await s3.send(
        new CreateBucketCommand({
            Bucket: bucket,
            CreateBucketConfiguration: { LocationConstraint: settings.region as BucketLocationConstraint },
        }),
    );
    if (policy !== undefined) {
        await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: JSON.stringify(policy) }));
    }
}

/** Creates the service-linked role and a recorder; recording needs a delivery channel too. */
export async function createRecorder(settings: ClientSettings, account: string = ACCOUNT): Promise<void> {
    await new IAMClient(settings).send(new CreateServiceLinkedRoleCommand({ AWSServiceName: "config.amazonaws.com" }));
    await new ConfigServiceClient(settings).send(
        new PutConfigurationRecorderCommand({
            ConfigurationRecorder: { name: "default", roleARN: serviceLinkedRole(account) },
        }),
    );
}

/** A recorder that records into a bucket of its own. */
export async function startRecording(settings: ClientSettings, account: string = ACCOUNT): Promise<void> {
    const bucket = `delivery-${account}`;
    await createBucket(settings, bucket, deliveryPolicy(bucket, account));
    await createRecorder(settings, account);
    const config = new ConfigServiceClient(settings);
    await config.send(new PutDeliveryChannelCommand({ DeliveryChannel: { name: "default", s3BucketName: bucket } }));
    await config.send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName: "default" }));
}

/** Waits, for ten seconds at most, until a pack is no longer in progress. @returns its last status before it went, if it did */
export async function settledPack(config: ConfigServiceClient, name: string): Promise<ConformancePackStatusDetail> {
    let last: ConformancePackStatusDetail | undefined;
    for (let attempt = 0; attempt < 200; attempt++) {
        const { ConformancePackStatusDetails: found } = await config.send(
            new DescribeConformancePackStatusCommand({ ConformancePackNames: [name] }),
        );
        const status = found?.[0];
        if (status === undefined && last !== undefined) {
            return last;
        }
        if (status !== undefined && !status.ConformancePackState?.endsWith("_IN_PROGRESS")) {
            return status;
        }
        last = status;
        await delay(50);
    }
    throw new Error(`The pack ${name} is still in progress.`);
}
