import type { Deployed, EngineSteps } from "./engine-steps.ts";
import { account } from "./case-surroundings.ts";

/** What AWS Config needs before it records: https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html */
export interface Recording {
    readonly recorder: Deployed;
    readonly channel: Deployed;
    readonly status: Deployed;
    readonly bucket: Deployed;
}

/** A recorder that records into a bucket of its own, made through the provider in the order that AWS demands. */
export async function startRecording(engine: EngineSteps): Promise<Recording> {
    const role = await engine.create("aws:iam/serviceLinkedRole:ServiceLinkedRole", {
        awsServiceName: "config.amazonaws.com",
    });
    const bucket = await engine.create("aws:s3/bucket:Bucket", { bucket: "delivery" });
    await engine.create("aws:s3/bucketPolicy:BucketPolicy", { bucket: bucket.id, policy: deliveryPolicy(bucket.id) });
    const recorder = await engine.create("aws:cfg/recorder:Recorder", { name: "default", roleArn: role.id });
    const channel = await engine.create("aws:cfg/deliveryChannel:DeliveryChannel", {
        name: "default",
        s3BucketName: bucket.id,
        snapshotDeliveryProperties: { deliveryFrequency: "Six_Hours" },
    });
    const status = await engine.create("aws:cfg/recorderStatus:RecorderStatus", { name: "default", isEnabled: true });
    return { recorder, channel, status, bucket };
}

function deliveryPolicy(bucket: string): string {
    const arn = `arn:aws:s3:::${bucket}`;
    const allow = { Effect: "Allow", Principal: { Service: "config.amazonaws.com" } };
    const source = { "AWS:SourceAccount": account };
    const owner = { ...source, "s3:x-amz-acl": "bucket-owner-full-control" };
    const objects = `${arn}/AWSLogs/${account}/Config/*`;
    return JSON.stringify({
        Version: "2012-10-17",
        Statement: [
            {
                ...allow,
                Action: ["s3:GetBucketAcl", "s3:ListBucket"],
                Resource: arn,
                Condition: { StringEquals: source },
            },
            { ...allow, Action: "s3:PutObject", Resource: objects, Condition: { StringEquals: owner } },
        ],
    });
}

/** A conformance pack template with one managed rule. */
export function template(ruleName: string, identifier = "INCOMING_SSH_DISABLED"): string {
    return [
        "Resources:",
        "  Rule:",
        "    Type: AWS::Config::ConfigRule",
        "    Properties:",
        `      ConfigRuleName: ${ruleName}`,
        "      Source:",
        "        Owner: AWS",
        `        SourceIdentifier: ${identifier}`,
        "",
    ].join("\n");
}
