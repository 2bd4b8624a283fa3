/** The role by which S3 copies history into another account: who may assume it, and what it may do. */
import { permissions, type PermissionsPolicy } from "../members/roles.ts";
import type { Conditions, PolicyDocument } from "./policy-document.ts";
import { policyDocument } from "./policy-document.ts";

/**
 * S3 alone. No condition on a source: AWS documents none for replication, and one that S3 does not fill in would end it
 * without a word. Only whoever may pass the role in this account can have S3 use it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 */
export function replicationTrust(): PolicyDocument {
    return policyDocument({
        Sid: "Replication",
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action: "sts:AssumeRole",
    });
}

export interface ReplicationArgs {
    readonly partition: string;
    /** Of the delivery bucket. */
    readonly region: string;
    readonly bucketArn: string;
    readonly keyArn: string;
    readonly replicaBucketArn: string;
    readonly replicaKeyArn: string;
}

/**
 * Reads versions of the one bucket and writes replicas into the other. Not `s3:ReplicateDelete`: what is deleted here stays
 * there. An archive that does not enforce its ownership needs the override of the owner.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-walkthrough-2.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-change-owner.html
 */
export function replicationPermissions(args: ReplicationArgs): PermissionsPolicy {
    const { partition, region, bucketArn, keyArn, replicaBucketArn, replicaKeyArn } = args;
    const replicaRegion = replicaKeyArn.split(":")[3] ?? region;
    return permissions(
        {
            Sid: "ReplicationSource",
            Effect: "Allow",
            Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
            Resource: bucketArn,
        },
        {
            Sid: "ReplicatedVersions",
            Effect: "Allow",
            Action: ["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"],
            Resource: `${bucketArn}/*`,
        },
        { Sid: "Replicas", Effect: "Allow", Action: REPLICATING, Resource: `${replicaBucketArn}/*` },
        {
            Sid: "ReplicatedKey",
            Effect: "Allow",
            Action: "kms:Decrypt",
            Resource: keyArn,
            Condition: throughBucket(partition, region, bucketArn),
        },
        {
            Sid: "ReplicaKey",
            Effect: "Allow",
            Action: REPLICA_ENCRYPTION,
            Resource: replicaKeyArn,
            Condition: throughBucket(partition, replicaRegion, replicaBucketArn),
        },
    );
}

/** What writing a replica takes. */
export const REPLICATING = ["s3:ObjectOwnerOverrideToBucketOwner", "s3:ReplicateObject", "s3:ReplicateTags"];

/**
 * Replicas keep the S3 Bucket Key of their originals, for which S3 decrypts and makes data keys besides encrypting. Reading
 * replicas takes s3:GetObject besides, which no replicating role has.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html#bucket-key-replication
 */
export const REPLICA_ENCRYPTION = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"];

/**
 * Holds the use of a key to S3, for one bucket: with a bucket key S3 names the bucket in the encryption context, else the
 * object. https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
 */
export function throughBucket(partition: string, region: string, bucketArn: string): Conditions {
    return {
        StringEquals: {
            "kms:ViaService": `s3.${region}.${partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"}`,
        },
        StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucketArn, `${bucketArn}/*`] },
    };
}
