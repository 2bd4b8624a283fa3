/** Where AWS Config delivers: encryption key, delivery bucket, delivery topic, alert topic, template bucket. */
import { z } from "zod";
import { replica } from "./schema-history.ts";
import { accountId, arn, bucketName, existing, keyArn } from "./schema-values.ts";

const subscription = z
    .discriminatedUnion("protocol", [
        z.strictObject({
            protocol: z.literal("email"),
            endpoint: z.email("an e-mail address looks like security@example.org"),
        }),
        z.strictObject({
            protocol: z.literal("https"),
            endpoint: z.url({ protocol: /^https$/, error: "an address that begins with https://" }),
        }),
        z.strictObject({ protocol: z.literal("sqs"), endpoint: arn("sqs") }),
        z.strictObject({ protocol: z.literal("lambda"), endpoint: arn("lambda") }),
    ])
    .meta({ description: "Who is told: an e-mail address, an HTTPS URL, an SQS queue or a Lambda function (ARNs)." });

const subscriptions = z.array(subscription).default([]);

/** https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html: 7 to 30 days of waiting. */
export const encryptionKey = z
    .strictObject({
        mode: existing,
        alias: z
            .string()
            .regex(/^[a-zA-Z0-9/_-]{1,250}$/, "an alias has letters, digits, /, _ and -; alias/ is put before it")
            .refine((alias) => !alias.startsWith("aws/"), "aliases that begin with aws/ belong to AWS")
            .refine((alias) => !alias.startsWith("alias/"), "write it without alias/, which is put before it")
            .optional()
            .meta({ description: "Alias without `alias/`. Default: conformance-packs-<stack>." }),
        arn: keyArn.optional().meta({
            description:
                "`use`: the key's ARN (required). `adopt`: the key's ARN, where the alias does not lead to it.",
        }),
        deletionWindowInDays: z.int().min(7).max(30).default(30).meta({
            description: "Days between a deletion by hand and its effect. A destroy keeps the key.",
        }),
        administrators: z.array(arn("iam")).default([]).meta({
            description: "IAM roles or users that may administer the key, besides the account's own IAM policies.",
        }),
    })
    .prefault({})
    .meta({ description: "KMS key that encrypts the delivery bucket, rotated every year." });

/** Storage classes that keep objects readable at once: https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html */
const lifecycle = z
    .strictObject({
        infrequentAccessAfterDays: z.int().min(30).optional().meta({
            description: "Days until an object moves to STANDARD_IA. Default: 90, or never where glacier comes sooner.",
        }),
        glacierInstantRetrievalAfterDays: z.int().min(1).optional().meta({
            description: "Days until an object moves to GLACIER_IR, which is still readable at once. Default: never.",
        }),
        expireAfterDays: z.int().min(1).optional().meta({
            description: "Days until history is deleted. Default: never.",
        }),
        noncurrentVersionsExpireAfterDays: z.int().min(1).default(365).meta({
            description: "Days that overwritten or deleted objects can be restored.",
        }),
    })
    .prefault({});

/** Whose recorders deliver here, besides the stack's own. */
const deliveredBy = {
    accounts: z
        .array(accountId)
        .default([])
        .meta({ description: "Accounts outside the organization, or without one, that deliver here as well." }),
    organization: z.boolean().optional().meta({
        description: "Every account of the organization delivers here as well; needs organization.id. Default: false.",
    }),
};

export const deliveryBucket = z
    .strictObject({
        mode: existing,
        name: bucketName.optional().meta({
            description: "Default: config-history-<stack>-<account>-<region>. `use` needs it.",
        }),
        prefix: z
            .string()
            .regex(
                /^[A-Za-z0-9!_.'()-]+(\/[A-Za-z0-9!_.'()-]+)*$/,
                "a prefix has letters, digits and -_.!'(), and single slashes between them",
            )
            .refine((prefix) => !/(^|\/)AWSLogs(\/|$)/.test(prefix), "AWS Config adds AWSLogs/ by itself")
            .optional()
            .meta({ description: "Key prefix before AWSLogs/<account>/Config. Default: none." }),
        lifecycle,
        replica,
        protect: z.boolean().default(false).meta({
            description: "Pulumi refuses to destroy, replace or forget the bucket, its key and its replication.",
        }),
        ...deliveredBy,
    })
    .prefault({})
    .meta({
        description: "S3 bucket that receives configuration history and snapshots. It outlives the stack: see README.",
    });

export const deliveryTopicFields = {
    enabled: z.boolean().default(true),
    subscriptions,
    kmsKeyArn: keyArn.optional().meta({
        description:
            "Encrypts the topic. AWS documents that Config does not publish to KMS-encrypted topics, so this warns.",
    }),
    ...deliveredBy,
};

export const deliveryTopic = z
    .strictObject(deliveryTopicFields)
    .prefault({})
    .meta({ description: "SNS topic to which AWS Config announces deliveries and configuration changes." });

export const alertTopic = z
    .strictObject({ enabled: z.boolean().default(false), subscriptions })
    .prefault({})
    .meta({
        description:
            "Encrypted SNS topic, with a key of its own, that announces what ceases to comply, in every region of the " +
            "stack and in members that forward events. CloudWatch alarms may publish to it too.",
    });

export const templateBucket = z
    .strictObject({
        name: bucketName.optional().meta({
            description: "Default: config-packs-<stack>-<account>-<region>.",
        }),
        packs: z
            .enum(["large", "all"])
            .default("large")
            .meta({
                description:
                    "Whose templates go through the bucket: `large`: those over 51,200 bytes, which fit no request. `all`: every " +
                    "pack's, so that none is in the stack's state.",
            }),
    })
    .prefault({})
    .meta({
        description: "S3 bucket for the templates of packs; made only when a pack needs it.",
    });

export const auditTrail = z
    .strictObject({
        enabled: z.boolean().default(false),
        allRegions: z.boolean().default(true),
        organization: z.boolean().default(false).meta({
            description: "Record every account of the organization; only in the management account.",
        }),
    })
    .prefault({})
    .meta({ description: "CloudTrail trail with log file validation, in an encrypted bucket (CIS 2.x)." });

export const account = accountId.optional().meta({
    description: "The account this stack belongs to. A deployment into another one is refused.",
});
