import type { PolicyDocument, PolicyScope, PolicyStatement } from "./policy-document.ts";
import { keyAdministrationByAccount, policyDocument } from "./policy-document.ts";
import { deliveryGrants, type DeliverySources } from "./delivery-sources.ts";

export interface DeliveryKeyPolicyArgs extends PolicyScope {
    /** ARNs of IAM roles and users that administer the key besides the account's own IAM policies. */
    readonly administrators: readonly string[];
    /** A recorder role of the user's own, which then delivers by itself; absent with the service-linked role. */
    readonly recorderRoleArn?: string;
    /** What else delivers to the bucket. @default nothing */
    readonly sources?: DeliverySources;
}

/** What an administrator of a key does, which does not include reading what it encrypts. */
const ADMINISTRATION = [
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:CreateGrant",
    "kms:DeleteAlias",
    "kms:DescribeKey",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListAliases",
    "kms:ListGrants",
    "kms:ListKeyPolicies",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:RevokeGrant",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
];

/** https://docs.aws.amazon.com/config/latest/developerguide/s3-kms-key-policy.html */
const DELIVERY = ["kms:Decrypt", "kms:GenerateDataKey"];

/**
 * Policy of the key that encrypts the delivery bucket. `Resource` is `*` because a key policy speaks of its own key
 * only. With the service-linked role AWS Config delivers as `config.amazonaws.com`; with another role, as that role.
 */
export function deliveryKeyPolicy(args: DeliveryKeyPolicyArgs): PolicyDocument {
    const statements: PolicyStatement[] = [keyAdministrationByAccount(args)];
    if (args.administrators.length > 0) {
        statements.push({
            Sid: "KeyAdministrators",
            Effect: "Allow",
            Principal: { AWS: [...args.administrators] },
            Action: ADMINISTRATION,
            Resource: "*",
        });
    }
    for (const { suffix, condition } of deliveryGrants(args, args.sources)) {
        statements.push({
            Sid: `ConfigDelivery${suffix}`,
            Effect: "Allow",
            Principal: { Service: "config.amazonaws.com" },
            Action: DELIVERY,
            Resource: "*",
            Condition: condition,
        });
    }
    if (args.recorderRoleArn !== undefined) {
        statements.push({
            Sid: "RecorderRoleDelivery",
            Effect: "Allow",
            Principal: { AWS: args.recorderRoleArn },
            Action: DELIVERY,
            Resource: "*",
        });
    }
    return policyDocument(...statements);
}
