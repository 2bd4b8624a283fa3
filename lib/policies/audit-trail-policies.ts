import type { PolicyDocument, PolicyScope, PolicyStatement } from "./policy-document.ts";
import { denyInsecureTransport, keyAdministrationByAccount, policyDocument } from "./policy-document.ts";

export interface AuditTrailPolicyArgs extends PolicyScope {
    readonly bucketArn: string;
    readonly trailArn: string;
    /** Whether the trail records every account of the organization. */
    readonly organization: boolean;
}

const CLOUDTRAIL = { Service: "cloudtrail.amazonaws.com" };

/**
 * Policy of the audit trail's bucket.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export function auditTrailBucketPolicy(args: AuditTrailPolicyArgs): PolicyDocument {
    const fromTrail = { "aws:SourceArn": args.trailArn };
    // Members' logs stand under the organization's ID, which only AWS Organizations knows; the trail's ARN confines it.
    const folder = args.organization ? "AWSLogs/*" : `AWSLogs/${args.account}/*`;
    return policyDocument(
        denyInsecureTransport("s3:*", [args.bucketArn, `${args.bucketArn}/*`]),
        {
            Sid: "CloudTrailAclCheck",
            Effect: "Allow",
            Principal: CLOUDTRAIL,
            Action: "s3:GetBucketAcl",
            Resource: args.bucketArn,
            Condition: { StringEquals: fromTrail },
        },
        {
            Sid: "CloudTrailWrite",
            Effect: "Allow",
            Principal: CLOUDTRAIL,
            Action: "s3:PutObject",
            Resource: `${args.bucketArn}/${folder}`,
            Condition: { StringEquals: { ...fromTrail, "s3:x-amz-acl": "bucket-owner-full-control" } },
        },
    );
}

/**
 * Policy of the audit trail's key.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export function auditTrailKeyPolicy(args: PolicyScope & { readonly trailArn: string }): PolicyDocument {
    const use = (sid: string, action: string, context: boolean): PolicyStatement => ({
        Sid: sid,
        Effect: "Allow",
        Principal: CLOUDTRAIL,
        Action: action,
        Resource: "*",
        Condition: {
            StringEquals: { "aws:SourceArn": args.trailArn },
            ...(context
                ? {
                      StringLike: {
                          "kms:EncryptionContext:aws:cloudtrail:arn": `arn:${args.partition}:cloudtrail:*:${args.account}:trail/*`,
                      },
                  }
                : {}),
        },
    });
    return policyDocument(
        keyAdministrationByAccount(args),
        use("CloudTrailEncryption", "kms:GenerateDataKey*", true),
        // Demanded of a key whose bucket has an S3 bucket key.
        use("CloudTrailDecryption", "kms:Decrypt", false),
        use("CloudTrailDescription", "kms:DescribeKey", false),
    );
}
