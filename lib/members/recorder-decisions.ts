/** The function that finds out what a member has already, and what it takes to run it. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { RolloutPlan } from "../plan/members-plan.ts";
import { functionTrustPolicy } from "../policies/function-trust-policy.ts";
import {
    type CloudFormationResource,
    type CloudFormationValue,
    getAttribute,
    ref,
    substitute,
} from "./cloudformation-template.ts";
import { decisionParameterPrefix } from "./names.ts";
import { permissions } from "./roles.ts";

/** Supported by AWS longest of all that run inline code; it brings boto3. */
const RUNTIME = "python3.13";
/** A region takes a few seconds, ten of them run at once, and permissions may take minutes to arrive. */
const TIMEOUT_SECONDS = 300;
const LOG_RETENTION_DAYS = 90;

const SERVICE_LINKED_ROLE =
    "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig";

let code: string | undefined;

/** The function's source, which is in the template itself: no bucket has to be readable for every member. */
export function recorderDecisionsCode(): string {
    code ??= readFileSync(new URL("../../functions/member-recorders.py", import.meta.url), "utf8");
    return code;
}

/** What the global template has of it. */
export function recorderDecisions(rollout: RolloutPlan): Readonly<Record<string, CloudFormationResource>> {
    return {
        RecorderDecisionsLogs: {
            Type: "AWS::Logs::LogGroup",
            DeletionPolicy: "Delete",
            UpdateReplacePolicy: "Delete",
            Properties: { RetentionInDays: LOG_RETENTION_DAYS },
        },
        RecorderDecisionsRole: { Type: "AWS::IAM::Role", Properties: role(rollout) },
        RecorderDecisionsFunction: {
            Type: "AWS::Lambda::Function",
            Properties: {
                Description: "Tells which recorders of AWS Config are to be made in this account, and which to be kept",
                Runtime: RUNTIME,
                Architectures: ["x86_64"],
                Handler: "index.handler",
                Code: { ZipFile: recorderDecisionsCode() },
                Role: getAttribute("RecorderDecisionsRole", "Arn"),
                Timeout: TIMEOUT_SECONDS,
                MemorySize: 256,
                LoggingConfig: { LogGroup: ref("RecorderDecisionsLogs") },
            },
        },
        RecorderDecisions: {
            Type: "Custom::RecorderDecisions",
            Properties: {
                ServiceToken: getAttribute("RecorderDecisionsFunction", "Arn"),
                // Where no answer comes at all, CloudFormation would wait for an hour.
                ServiceTimeout: TIMEOUT_SECONDS * 2,
                Regions: [...rollout.regions],
                RecorderName: rollout.recorder.name,
                ParameterPrefix: decisionParameterPrefix(rollout),
                // Another function decides anew.
                Revision: createHash("sha256").update(recorderDecisionsCode()).digest("hex").slice(0, 16),
            },
        },
    };
}

function role(rollout: RolloutPlan): Readonly<Record<string, CloudFormationValue>> {
    return {
        Description: "Lets a function see whether this account has recorders of AWS Config",
        AssumeRolePolicyDocument: substitute(functionTrustPolicy()),
        Policies: [
            {
                PolicyName: "recorder-decisions",
                PolicyDocument: substitute(
                    permissions(
                        {
                            Sid: "Look",
                            Effect: "Allow",
                            // Neither takes a resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsconfig.html
                            Action: ["config:DescribeConfigurationRecorders", "config:DescribeDeliveryChannels"],
                            Resource: "*",
                        },
                        {
                            Sid: "Decide",
                            Effect: "Allow",
                            Action: ["ssm:DeleteParameters", "ssm:GetParameter", "ssm:PutParameter"],
                            Resource: `arn:\${AWS::Partition}:ssm:*:\${AWS::AccountId}:parameter${decisionParameterPrefix(rollout)}/*`,
                        },
                        {
                            Sid: "LookForServiceLinkedRole",
                            Effect: "Allow",
                            // Asked by its name alone, a role is looked up without its path.
                            Action: "iam:GetRole",
                            Resource: [
                                SERVICE_LINKED_ROLE,
                                "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/AWSServiceRoleForConfig",
                            ],
                        },
                        {
                            Sid: "MakeServiceLinkedRole",
                            Effect: "Allow",
                            Action: "iam:CreateServiceLinkedRole",
                            Resource: SERVICE_LINKED_ROLE,
                            Condition: { StringEquals: { "iam:AWSServiceName": "config.amazonaws.com" } },
                        },
                    ),
                ),
            },
            {
                PolicyName: "logs",
                PolicyDocument: {
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Sid: "Log",
                            Effect: "Allow",
                            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
                            Resource: getAttribute("RecorderDecisionsLogs", "Arn"),
                        },
                    ],
                },
            },
        ],
    };
}
