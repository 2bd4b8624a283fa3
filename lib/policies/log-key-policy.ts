import { logGroupName } from "../rules/functions.ts";
import type { PolicyDocument, PolicyScope, PolicyStatement } from "./policy-document.ts";
import { keyAdministrationByAccount, policyDocument } from "./policy-document.ts";

export interface LogKeyPolicyArgs extends PolicyScope {
    /** Names of the functions whose log groups the key encrypts begin so. */
    readonly functionPrefix: string;
}

/**
 * Policy of the key of the functions' log groups: CloudWatch Logs of the key's region may use it for those groups, which it
 * names in the encryption context.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function logKeyPolicy(args: LogKeyPolicyArgs): PolicyDocument {
    return policyDocument(keyAdministrationByAccount(args), functionLogs(args, args.functionPrefix));
}

/** For the log groups of functions whose names begin so. */
export function functionLogs({ partition, region, account }: PolicyScope, functionPrefix: string): PolicyStatement {
    return {
        Sid: "FunctionLogs",
        Effect: "Allow",
        Principal: { Service: `logs.${region}.${partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"}` },
        Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
        Resource: "*",
        Condition: {
            ArnLike: {
                "kms:EncryptionContext:aws:logs:arn": `arn:${partition}:logs:${region}:${account}:log-group:${logGroupName(functionPrefix)}*`,
            },
        },
    };
}
