/** What the digest's function may do, who may invoke it, and who may write to its bucket. */
import { permissions, type PermissionsPolicy } from "../members/roles.ts";
import { snapshotPrefix } from "../compliance/snapshot-key.ts";
import { logGroupName } from "../rules/functions.ts";
import type { PolicyDocument, PolicyScope } from "./policy-document.ts";
import { denyInsecureTransport, policyDocument } from "./policy-document.ts";

export interface DigestFunctionArgs extends PolicyScope {
    readonly stack: string;
    readonly functionName: string;
    readonly queueName: string;
    /** Who is asked: an aggregator, or the own account in these regions. */
    readonly source: { readonly aggregatorArn: string } | { readonly regions: readonly string[] };
    /** Absent where nothing is kept. */
    readonly bucketArn?: string;
    /** Keys of the bucket and of the topic. */
    readonly keyArns: readonly string[];
    /** The address that mail comes from, and the identity in SES that it belongs to. */
    readonly mail?: { readonly from: string; readonly identity: string };
    readonly topicArn?: string;
}

/**
 * Every action with the resources that it is for.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsconfig.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsimpleemailservicev2.html
 */
export function digestFunctionPermissions(args: DigestFunctionArgs): PermissionsPolicy {
    const { partition, region, account, stack, functionName, queueName, bucketArn, keyArns, mail, topicArn } = args;
    const prefix = snapshotPrefix(stack);
    return permissions(
        ...compliance(args),
        {
            Sid: "OwnLogs",
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: `arn:${partition}:logs:${region}:${account}:log-group:${logGroupName(functionName)}:*`,
        },
        {
            Sid: "DeadLetters",
            Effect: "Allow",
            Action: "sqs:SendMessage",
            Resource: `arn:${partition}:sqs:${region}:${account}:${queueName}`,
        },
        ...(bucketArn === undefined
            ? []
            : [
                  {
                      Sid: "Snapshots",
                      Effect: "Allow" as const,
                      Action: ["s3:GetObject", "s3:PutObject"],
                      Resource: `${bucketArn}/${prefix}*`,
                  },
                  {
                      // Without it S3 answers 403 instead of 404 for what is not there.
                      Sid: "SnapshotList",
                      Effect: "Allow" as const,
                      Action: "s3:ListBucket",
                      Resource: bucketArn,
                      Condition: { StringLike: { "s3:prefix": `${prefix}*` } },
                  },
              ]),
        ...(keyArns.length === 0
            ? []
            : [
                  {
                      Sid: "Keys",
                      Effect: "Allow" as const,
                      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
                      Resource: [...keyArns],
                  },
              ]),
        ...(mail === undefined
            ? []
            : [
                  {
                      Sid: "Mail",
                      Effect: "Allow" as const,
                      // SES asks for the second where a message is handed over as it is.
                      Action: ["ses:SendEmail", "ses:SendRawEmail"],
                      Resource: `arn:${partition}:ses:${region}:${account}:identity/${mail.identity}`,
                      Condition: { StringEquals: { "ses:FromAddress": mail.from } },
                  },
              ]),
        ...(topicArn === undefined
            ? []
            : [{ Sid: "Topic", Effect: "Allow" as const, Action: "sns:Publish", Resource: topicArn }]),
    );
}

function compliance({ partition, account, source }: DigestFunctionArgs): PermissionsPolicy["Statement"] {
    if ("aggregatorArn" in source) {
        return [
            {
                Sid: "Compliance",
                Effect: "Allow",
                Action: [
                    "config:DescribeAggregateComplianceByConfigRules",
                    "config:GetAggregateComplianceDetailsByConfigRule",
                    "config:SelectAggregateResourceConfig",
                ],
                Resource: source.aggregatorArn,
            },
        ];
    }
    const arns = (resource: string): string[] =>
        source.regions.map((region) => `arn:${partition}:config:${region}:${account}:${resource}/*`);
    return [
        {
            Sid: "Rules",
            Effect: "Allow",
            Action: ["config:DescribeComplianceByConfigRule", "config:GetComplianceDetailsByConfigRule"],
            Resource: arns("config-rule"),
        },
        {
            Sid: "Packs",
            Effect: "Allow",
            Action: "config:DescribeConformancePacks",
            Resource: arns("conformance-pack"),
        },
    ];
}

/**
 * EventBridge Scheduler, for schedules of this account's default group:
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 */
export function digestSchedulerTrust({ partition, region, account }: PolicyScope): PolicyDocument {
    return policyDocument({
        Sid: "Scheduler",
        Effect: "Allow",
        Principal: { Service: "scheduler.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
            StringEquals: {
                "aws:SourceAccount": account,
                "aws:SourceArn": `arn:${partition}:scheduler:${region}:${account}:schedule-group/default`,
            },
        },
    });
}

export function digestSchedulerPermissions(functionArn: string): PermissionsPolicy {
    return permissions({ Sid: "Invoke", Effect: "Allow", Action: "lambda:InvokeFunction", Resource: functionArn });
}

/** No plain HTTP. Nothing is granted: the function writes by its own role. */
export function digestBucketPolicy({ bucketArn }: { readonly bucketArn: string }): PolicyDocument {
    return policyDocument(denyInsecureTransport("s3:*", [bucketArn, `${bucketArn}/*`]));
}
