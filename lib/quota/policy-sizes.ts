/** Sizes of the resource policies that grow with what a stack configures. */
import { deliverySources } from "../plan/delivering.ts";
import type { DeploymentPlan } from "../plan/plan.ts";
import { regionsOf } from "../plan/regions.ts";
import { deliveryBucketPolicy } from "../policies/delivery-bucket-policy.ts";
import { deliveryKeyPolicy } from "../policies/delivery-key-policy.ts";
import { deliveryTopicPolicy } from "../policies/delivery-topic-policy.ts";
import type { PolicyDocument } from "../policies/policy-document.ts";

export interface PolicySize {
    readonly quota: "bucket-policy" | "key-policy" | "topic-policy";
    readonly title: string;
    /** Of the policies that there is one of in each region: the one with the most bytes. */
    readonly region?: string;
    readonly bytes: number;
    readonly limit: number;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html */
export const BUCKET_POLICY_BYTES = 20_480;
/** https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
export const KEY_POLICY_BYTES = 32_768;
/** https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html */
export const TOPIC_POLICY_BYTES = 30_720;

/** The size does not depend on which account it is: every ID has 12 digits. */
const SOME_ACCOUNT = "000000000000";
const SOME_KEY_ID = "00000000-0000-0000-0000-000000000000";

/** Those that this stack writes, in bytes as sent to AWS; of the topics, the largest. */
export function policySizes(plan: DeploymentPlan): PolicySize[] {
    const { partition, region, deliveryBucket, encryptionKey, role } = plan;
    const sources = deliverySources(plan);
    const account = plan.account ?? SOME_ACCOUNT;
    const scope = { partition, region, account };
    const own = role.arn === undefined ? {} : { recorderRoleArn: role.arn };
    const sizes: PolicySize[] = [];
    if ("namePrefix" in deliveryBucket) {
        const name = deliveryBucket.name ?? `${deliveryBucket.namePrefix}-${account}-${region}`;
        const policy = deliveryBucketPolicy({
            ...scope,
            ...own,
            bucketArn: `arn:${partition}:s3:::${name}`,
            keyArn:
                encryptionKey.mode === "use"
                    ? encryptionKey.arn
                    : `arn:${partition}:kms:${region}:${account}:key/${SOME_KEY_ID}`,
            ...(deliveryBucket.prefix !== undefined && { prefix: deliveryBucket.prefix }),
            sources,
        });
        sizes.push(size("bucket-policy", "bytes of the delivery bucket's policy", policy, BUCKET_POLICY_BYTES));
    }
    if (encryptionKey.mode === "create" || encryptionKey.mode === "adopt") {
        const policy = deliveryKeyPolicy({ ...scope, ...own, administrators: encryptionKey.administrators, sources });
        sizes.push(size("key-policy", "bytes of the encryption key's policy", policy, KEY_POLICY_BYTES));
    }
    const topics = regionsOf(plan).flatMap(({ region, deliveryTopic: topic }): PolicySize[] => {
        if (topic === undefined) {
            return [];
        }
        const topicArn = `arn:${partition}:sns:${region}:${account}:${topic.name}`;
        const policy = deliveryTopicPolicy({
            ...scope,
            region,
            ...own,
            topicArn,
            ...(topic.sources && { sources: topic.sources }),
        });
        const found = size("topic-policy", "bytes of the delivery topic's policy", policy, TOPIC_POLICY_BYTES);
        return [{ ...found, ...(plan.furtherRegions !== undefined && { region }) }];
    });
    const largest = topics.reduce<PolicySize | undefined>((a, b) => (a && a.bytes >= b.bytes ? a : b), undefined);
    if (largest !== undefined) {
        sizes.push(largest);
    }
    return sizes;
}

function size(quota: PolicySize["quota"], title: string, policy: PolicyDocument, limit: number): PolicySize {
    return { quota, title, bytes: Buffer.byteLength(JSON.stringify(policy)), limit };
}
