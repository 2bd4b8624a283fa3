/** The copy of history in another account: where the delivery bucket replicates to, and the bucket that takes replicas in. */
import { z } from "zod";
import { accountId, arn, bucketName, keyArn } from "./schema-values.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DefaultRetention.html */
const MOST_LOCKED_DAYS = 36_500;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-walkthrough-2.html */
export const replica = z
    .strictObject({
        account: accountId.meta({
            description: "The account that owns the replica: another one than the stack's own.",
        }),
        bucket: bucketName.meta({ description: "The bucket there, such as another stack's historyArchive." }),
        keyArn: keyArn.meta({
            description: "The KMS key that encrypts replicas, of that account and of that bucket's region.",
        }),
        replicationTime: z.boolean().default(false).meta({
            description: "S3 Replication Time Control: within 15 minutes, with metrics, for a price per gigabyte.",
        }),
    })
    .optional()
    .meta({
        description: "Every object that is delivered is copied into a bucket of another account; deletions are not.",
    });

const lock = z
    .strictObject({
        mode: z
            .enum(["governance", "compliance"])
            .default("governance")
            .meta({
                description:
                    "`governance`: whoever has s3:BypassGovernanceRetention may end a lock. `compliance`: nobody may, not even " +
                    "the account's root user, before the days are over.",
            }),
        days: z.int().min(1).max(MOST_LOCKED_DAYS).default(365).meta({
            description: "Days that no version of an object can be deleted or overwritten, from its replication on.",
        }),
    })
    .prefault({});

const lifecycle = z
    .strictObject({
        infrequentAccessAfterDays: z.int().min(30).optional().meta({
            description: "Days until an object moves to STANDARD_IA. Default: 90, or never where glacier comes sooner.",
        }),
        glacierInstantRetrievalAfterDays: z.int().min(1).optional().meta({
            description: "Days until an object moves to GLACIER_IR, which is still readable at once. Default: never.",
        }),
        expireAfterDays: z.int().min(1).optional().meta({
            description:
                "Days until replicas are deleted, whichever versions: no fewer than are locked. Default: never.",
        }),
    })
    .prefault({});

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html */
export const historyArchive = z
    .strictObject({
        name: bucketName.optional().meta({ description: "Default: config-archive-<stack>-<account>-<region>." }),
        sources: z
            .array(
                z.strictObject({
                    account: accountId,
                    stack: z
                        .string()
                        .min(1)
                        .meta({ description: "The stack there whose deliveryBucket has the replica." }),
                }),
            )
            .min(1, "name at least one stack that replicates here: { account: …, stack: … }")
            .meta({ description: "The stacks whose delivery buckets replicate here; they may come later." }),
        readers: z.array(arn("iam")).default([]).meta({
            description: "Roles or users, of any account, that may read replicas: to verify and to restore history.",
        }),
        lock,
        lifecycle,
        protect: z.boolean().default(true).meta({
            description: "Pulumi refuses to destroy, replace or forget the archive while this is set.",
        }),
    })
    .optional()
    .meta({
        description:
            "In a log-archive account: a bucket with S3 Object Lock that keeps replicas of other stacks' history. It outlives " +
            "the stack.",
    });
