import type { Conditions, PolicyDocument, PolicyScope, PolicyStatement, Principal } from "./policy-document.ts";
import { denyInsecureTransport, policyDocument } from "./policy-document.ts";
import { deliveryGrants, type DeliverySources, oneOrMany } from "./delivery-sources.ts";

export interface DeliveryBucketPolicyArgs extends PolicyScope {
    readonly bucketArn: string;
    /** The key that every object is encrypted with. */
    readonly keyArn: string;
    /** Key prefix before `AWSLogs/`; without slashes at its ends. */
    readonly prefix?: string;
    /** A recorder role of the user's own, which then delivers by itself; absent with the service-linked role. */
    readonly recorderRoleArn?: string;
    /** What else delivers to the bucket. @default nothing */
    readonly sources?: DeliverySources;
}

const ENCRYPTION = "s3:x-amz-server-side-encryption";
const ENCRYPTION_KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id";

/**
 * Policy of the delivery bucket: no plain HTTP, no other key than the right one, and the three grants of
 * https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
 */
export function deliveryBucketPolicy(args: DeliveryBucketPolicyArgs): PolicyDocument {
    return policyDocument(
        denyInsecureTransport("s3:*", [args.bucketArn, `${args.bucketArn}/*`]),
        ...denyOtherEncryption(args),
        ...deliveryGrants(args, args.sources).flatMap(({ suffix, condition, folders }) =>
            configGrants(args, `AWSConfig${suffix}`, { Service: "config.amazonaws.com" }, condition, folders),
        ),
        // In addition to the service: the check of the bucket and the delivery need not come from the same principal.
        ...(args.recorderRoleArn === undefined
            ? []
            : configGrants(args, "RecorderRole", { AWS: args.recorderRoleArn }, {}, [args.account])),
    );
}

/**
 * A request without encryption headers is encrypted by the bucket's default, with the right key. Only headers that
 * ask for something else are refused; negated operators match absent headers too, hence the `Null` conditions.
 * `aws:kms` without a key would mean the AWS managed key, not the bucket's own.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
function denyOtherEncryption(args: DeliveryBucketPolicyArgs): PolicyStatement[] {
    const deny = (sid: string, condition: Conditions): PolicyStatement => ({
        Sid: sid,
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: `${args.bucketArn}/*`,
        Condition: condition,
    });
    return [
        deny("DenyOtherEncryption", {
            Null: { [ENCRYPTION]: "false" },
            StringNotEquals: { [ENCRYPTION]: "aws:kms" },
        }),
        deny("DenyOtherKey", {
            Null: { [ENCRYPTION_KEY]: "false" },
            ArnNotEquals: { [ENCRYPTION_KEY]: args.keyArn },
        }),
        deny("DenyUnnamedKey", {
            Null: { [ENCRYPTION_KEY]: "true" },
            StringEquals: { [ENCRYPTION]: "aws:kms" },
        }),
    ];
}

function configGrants(
    args: DeliveryBucketPolicyArgs,
    sidPrefix: string,
    principal: Principal,
    source: Conditions,
    accounts: readonly string[],
): PolicyStatement[] {
    const condition = Object.keys(source).length === 0 ? {} : { Condition: source };
    const folder = args.prefix === undefined ? "" : `${args.prefix}/`;
    return [
        {
            Sid: `${sidPrefix}BucketPermissionsCheck`,
            Effect: "Allow",
            Principal: principal,
            Action: "s3:GetBucketAcl",
            Resource: args.bucketArn,
            ...condition,
        },
        {
            Sid: `${sidPrefix}BucketExistenceCheck`,
            Effect: "Allow",
            Principal: principal,
            Action: "s3:ListBucket",
            Resource: args.bucketArn,
            ...condition,
        },
        {
            Sid: `${sidPrefix}BucketDelivery`,
            Effect: "Allow",
            Principal: principal,
            Action: "s3:PutObject",
            Resource: oneOrMany(accounts.map((account) => `${args.bucketArn}/${folder}AWSLogs/${account}/Config/*`)),
            Condition: {
                ...source,
                StringEquals: { ...source["StringEquals"], "s3:x-amz-acl": "bucket-owner-full-control" },
            },
        },
    ];
}
