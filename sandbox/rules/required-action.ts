/** The action that a request needs, where it is called otherwise than the operation. */
import type { RecordedRequest } from "./recording.ts";

/** Services that sign requests under another name than that of their actions. */
const PREFIXES: Readonly<Record<string, string>> = { email: "ses", monitoring: "cloudwatch", tagging: "tag" };

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
const S3_ACTIONS: Readonly<Record<string, string>> = {
    DeleteBucketEncryption: "PutEncryptionConfiguration",
    DeleteBucketLifecycle: "PutLifecycleConfiguration",
    DeleteBucketOwnershipControls: "PutBucketOwnershipControls",
    DeleteBucketTagging: "PutBucketTagging",
    DeleteObjects: "DeleteObject",
    DeletePublicAccessBlock: "PutBucketPublicAccessBlock",
    GetBucketAccelerateConfiguration: "GetAccelerateConfiguration",
    GetBucketAnalyticsConfiguration: "GetAnalyticsConfiguration",
    GetBucketCors: "GetBucketCORS",
    GetBucketEncryption: "GetEncryptionConfiguration",
    GetBucketInventoryConfiguration: "GetInventoryConfiguration",
    GetBucketLifecycleConfiguration: "GetLifecycleConfiguration",
    GetBucketMetricsConfiguration: "GetMetricsConfiguration",
    GetBucketNotificationConfiguration: "GetBucketNotification",
    GetBucketReplication: "GetReplicationConfiguration",
    GetObjectLockConfiguration: "GetBucketObjectLockConfiguration",
    GetPublicAccessBlock: "GetBucketPublicAccessBlock",
    HeadBucket: "ListBucket",
    HeadObject: "GetObject",
    ListBuckets: "ListAllMyBuckets",
    ListObjects: "ListBucket",
    ListObjectsV2: "ListBucket",
    ListObjectVersions: "ListBucketVersions",
    PutBucketEncryption: "PutEncryptionConfiguration",
    PutBucketLifecycleConfiguration: "PutLifecycleConfiguration",
    PutPublicAccessBlock: "PutBucketPublicAccessBlock",
};

/** @returns such as `ec2:DescribeImages`; undefined for what anybody may ask */
export function requiredAction({
    service,
    operation,
}: Pick<RecordedRequest, "service" | "operation">): string | undefined {
    if (service === "sts" && operation === "GetCallerIdentity") {
        return undefined;
    }
    const action = service === "s3" ? (S3_ACTIONS[operation] ?? operation) : operation;
    return `${PREFIXES[service] ?? service}:${action}`;
}
