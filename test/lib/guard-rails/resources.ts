/** A stack that every guard rail is content with, and ways to break it. */
import type { GuardRail } from "../../../lib/guard-rails/guard-rail.ts";
import { settingsOf, type SettingValues } from "../../../lib/guard-rails/guard-rail.ts";
import { GUARD_RAILS } from "../../../lib/guard-rails/guard-rails.ts";
import type { GuardedResource } from "../../../lib/guard-rails/guarded-resource.ts";
import { deliveryBucketPolicy } from "../../../lib/policies/delivery-bucket-policy.ts";
import { deliveryKeyPolicy } from "../../../lib/policies/delivery-key-policy.ts";

export const SCOPE = { partition: "aws", account: "111122223333", region: "eu-west-1" };
const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234";
const BUCKET = "config-history";

type Properties = Readonly<Record<string, unknown>>;

function resource(type: string, name: string, properties: Properties): GuardedResource {
    return { type, name, urn: `urn:pulumi:test::test::${type}::${name}`, properties, origins: {} };
}

const SOUND: readonly GuardedResource[] = [
    resource("aws:cfg/recorder:Recorder", "recorder", { name: "default", region: "eu-west-1" }),
    resource("aws:cfg/recorderStatus:RecorderStatus", "status", {
        name: "default",
        region: "eu-west-1",
        isEnabled: true,
    }),
    resource("aws:cfg/deliveryChannel:DeliveryChannel", "channel", { s3BucketName: BUCKET, s3KmsKeyArn: KEY }),
    resource("aws:cfg/retentionConfiguration:RetentionConfiguration", "retention", { retentionPeriodInDays: 2557 }),
    resource("aws:kms/key:Key", "key", {
        enableKeyRotation: true,
        policy: JSON.stringify(deliveryKeyPolicy({ ...SCOPE, administrators: [] })),
    }),
    resource("aws:s3/bucket:Bucket", "bucket", { bucket: BUCKET }),
    resource("aws:s3/bucketVersioning:BucketVersioning", "versioning", {
        bucket: BUCKET,
        versioningConfiguration: { status: "Enabled" },
    }),
    resource("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "encryption", {
        bucket: BUCKET,
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: KEY } }],
    }),
    resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "block", {
        bucket: BUCKET,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
    }),
    resource("aws:s3/bucketPolicy:BucketPolicy", "policy", {
        bucket: BUCKET,
        policy: JSON.stringify(deliveryBucketPolicy({ ...SCOPE, bucketArn: `arn:aws:s3:::${BUCKET}`, keyArn: KEY })),
    }),
    resource("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "lifecycle", {
        bucket: BUCKET,
        rules: [{ id: "history", status: "Enabled", noncurrentVersionExpiration: { noncurrentDays: 365 } }],
    }),
    resource("aws:iam/role:Role", "role", {
        assumeRolePolicy: statement({ Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }),
    }),
    resource("aws:iam/rolePolicy:RolePolicy", "permissions", {
        policy: statement({ Action: ["config:PutEvaluations", "ec2:DescribeInstances"], Resource: "*" }),
    }),
    resource("aws:lambda/permission:Permission", "permission", {
        principal: "config.amazonaws.com",
        action: "lambda:InvokeFunction",
        sourceAccount: SCOPE.account,
    }),
];

/** The text of a document with one statement that allows. */
export function statement(rest: Properties): string {
    return JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid: "Own", Effect: "Allow", ...rest }] });
}

/** The sound stack with other properties of one resource. */
export function changed(name: string, properties: Properties): readonly GuardedResource[] {
    return SOUND.map((found) =>
        found.name === name ? { ...found, properties: { ...found.properties, ...properties } } : found,
    );
}

export function without(name: string): readonly GuardedResource[] {
    return SOUND.filter((found) => found.name !== name);
}

export function withMore(type: string, properties: Properties): readonly GuardedResource[] {
    return [...SOUND, resource(type, "more", properties)];
}

/** What all guard rails have to say: `rail of resource: message`. */
export function judge(resources: readonly GuardedResource[], configured: SettingValues = {}): string[] {
    return GUARD_RAILS.flatMap((rail) => findingsOf(rail, resources, configured)).sort();
}

function findingsOf(rail: GuardRail, resources: readonly GuardedResource[], configured: SettingValues): string[] {
    const settings = settingsOf(rail, configured);
    const found =
        rail.scope === "stack"
            ? rail.judge(resources, settings)
            : resources.flatMap((one) => rail.judge(one, settings).map((message) => ({ resource: one, message })));
    return found.map(({ resource: { name }, message }) => `${rail.name} of ${name}: ${message}`);
}
