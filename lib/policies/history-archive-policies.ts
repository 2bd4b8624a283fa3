/** Who may write replicas of history into the archive, and who may read them. */
import type { ArchiveSource } from "../plan/history-archive.ts";
import { REPLICA_ENCRYPTION, REPLICATING, throughBucket } from "./history-replication-policies.ts";
import type { Conditions, PolicyDocument, PolicyScope, PolicyStatement, Principal } from "./policy-document.ts";
import { denyInsecureTransport, keyAdministrationByAccount, policyDocument } from "./policy-document.ts";

export interface ArchivePolicyArgs extends PolicyScope {
    readonly bucketArn: string;
    /** Roles that replicate here. */
    readonly sources: readonly ArchiveSource[];
    /** ARNs of roles and users that may read. */
    readonly readers: readonly string[];
}

/**
 * Policy of the archive: replicas come by the known roles, and nothing comes otherwise. S3 asks for `s3:ReplicateObject` and
 * not for `s3:PutObject`, so that no one, not even an administrator of this account, plants history in passing.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-walkthrough-2.html
 */
export function archiveBucketPolicy(args: ArchivePolicyArgs): PolicyDocument {
    const { bucketArn, readers } = args;
    const objects = `${bucketArn}/*`;
    return policyDocument(
        denyInsecureTransport("s3:*", [bucketArn, objects]),
        { Sid: "DenyOtherWriters", Effect: "Deny", Principal: "*", Action: "s3:PutObject", Resource: objects },
        { Sid: "Replicas", Effect: "Allow", ...replicatingRoles(args), Action: REPLICATING, Resource: objects },
        {
            Sid: "ReplicaBucket",
            Effect: "Allow",
            ...replicatingRoles(args),
            Action: "s3:GetBucketVersioning",
            Resource: bucketArn,
        },
        ...(readers.length === 0
            ? []
            : [
                  {
                      Sid: "Readers",
                      Effect: "Allow" as const,
                      Principal: { AWS: [...readers] },
                      Action: ["s3:GetObject", "s3:GetObjectVersion"],
                      Resource: objects,
                  },
                  {
                      Sid: "ReaderList",
                      Effect: "Allow" as const,
                      Principal: { AWS: [...readers] },
                      Action: ["s3:ListBucket", "s3:ListBucketVersions"],
                      Resource: bucketArn,
                  },
              ]),
    );
}

/**
 * Policy of the archive's key: the roles that replicate encrypt with it, and readers decrypt, each through S3 and for this
 * bucket alone. https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
 */
export function archiveKeyPolicy(args: ArchivePolicyArgs): PolicyDocument {
    const { partition, region, bucketArn, readers } = args;
    const throughArchive = throughBucket(partition, region, bucketArn);
    const { Principal, Condition } = replicatingRoles(args);
    const statements: PolicyStatement[] = [
        keyAdministrationByAccount(args),
        {
            Sid: "ReplicaKey",
            Effect: "Allow",
            Principal,
            Action: REPLICA_ENCRYPTION,
            Resource: "*",
            Condition: { ...throughArchive, ...Condition },
        },
    ];
    if (readers.length > 0) {
        statements.push({
            Sid: "Readers",
            Effect: "Allow",
            Principal: { AWS: [...readers] },
            Action: "kms:Decrypt",
            Resource: "*",
            Condition: throughArchive,
        });
    }
    return policyDocument(...statements);
}

/**
 * The roles by a condition and not as principals: S3 and KMS refuse a principal that does not exist, and archive and source
 * each need the other's names first.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
function replicatingRoles({ partition, sources }: ArchivePolicyArgs): {
    readonly Principal: Principal;
    readonly Condition: Conditions;
} {
    const accounts = [...new Set(sources.map(({ account }) => account))];
    const roles = sources.map(({ account, roleName }) => `arn:${partition}:iam::${account}:role/${roleName}`);
    return {
        Principal: { AWS: accounts.map((account) => `arn:${partition}:iam::${account}:root`) },
        Condition: { ArnEquals: { "aws:PrincipalArn": roles } },
    };
}
