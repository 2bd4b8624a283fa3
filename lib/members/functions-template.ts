/** What a member account has in each region for rules in AWS Lambda: their functions, with all that these need. */
import type { MemberFunctionsPlan, RuleFunctionPlan } from "../plan/rule-functions-plan.ts";
import { functionTrustPolicy } from "../policies/function-trust-policy.ts";
import { ruleFunctionPermissions } from "../policies/rule-function-role.ts";
import {
    DEAD_LETTER_SECONDS,
    FUNCTION_ARCHITECTURE,
    FUNCTION_HANDLER,
    FUNCTION_RUNTIME,
    logGroupName,
} from "../rules/functions.ts";
import {
    type CloudFormationResource,
    type CloudFormationTemplate,
    equals,
    getAttribute,
    ref,
    substitute,
} from "./cloudformation-template.ts";
import { codeBucketName } from "./names.ts";

/** What the template takes besides the plan of the functions. */
export interface MemberFunctionsContent {
    /** Begins the names of the stack's functions; only for the description. */
    readonly stack: string;
    /** The stack's account, whose buckets have the code. */
    readonly centralAccount: string;
    readonly logRetentionDays: number;
    /** Of the code in each region's bucket, by the rule's name. */
    readonly codeKeys: ReadonlyMap<string, string>;
}

const CONDITION = "IsMember";

/**
 * The template of the functions' stack in each region. It stands for itself, roles included, whose names CloudFormation
 * makes up: a name of ours would be taken in the second region. Where the stack's own account is below a unit too, it has
 * its functions from the stack, and gets nothing but the queue, since a stack without any resource cannot be.
 */
export function memberFunctionsTemplate(
    plan: MemberFunctionsPlan,
    content: MemberFunctionsContent,
): CloudFormationTemplate {
    return {
        AWSTemplateFormatVersion: "2010-09-09",
        Description: `Functions of AWS Config rules in a region of a member account (${content.stack})`,
        Conditions: { [CONDITION]: { "Fn::Not": [equals(ref("AWS::AccountId"), content.centralAccount)] } },
        Resources: {
            FailedEvaluations: {
                Type: "AWS::SQS::Queue",
                DeletionPolicy: "Delete",
                UpdateReplacePolicy: "Delete",
                Properties: {
                    QueueName: plan.queueName,
                    SqsManagedSseEnabled: true,
                    MessageRetentionPeriod: DEAD_LETTER_SECONDS,
                },
            },
            ...Object.fromEntries(
                plan.functions.flatMap((one, index) => Object.entries(functionResources(one, index, plan, content))),
            ),
        },
    };
}

/** Logical IDs are letters and digits, of which rules' names have more; the number tells those apart that then are alike. */
function logicalId(rule: string, index: number): string {
    const words = rule.split(/[^A-Za-z0-9]+/).map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
    return `${words.join("")}${String(index + 1)}`;
}

function functionResources(
    { name, rule, trigger, permissions, memory, timeout }: RuleFunctionPlan,
    index: number,
    plan: MemberFunctionsPlan,
    { centralAccount, logRetentionDays, codeKeys }: MemberFunctionsContent,
): Record<string, CloudFormationResource> {
    const id = logicalId(rule, index);
    const key = codeKeys.get(rule);
    if (key === undefined) {
        throw new Error(`the function of the rule ${rule} has no code`);
    }
    return {
        [`${id}Logs`]: {
            Type: "AWS::Logs::LogGroup",
            Condition: CONDITION,
            DeletionPolicy: "Delete",
            UpdateReplacePolicy: "Delete",
            Properties: { LogGroupName: logGroupName(name), RetentionInDays: logRetentionDays },
        },
        [`${id}Role`]: {
            Type: "AWS::IAM::Role",
            Condition: CONDITION,
            Properties: {
                Description: `Evaluates the rule ${rule} of AWS Config`,
                AssumeRolePolicyDocument: substitute(functionTrustPolicy()),
                Policies: [
                    {
                        PolicyName: "evaluation",
                        PolicyDocument: substitute(
                            ruleFunctionPermissions({
                                partition: "${AWS::Partition}",
                                account: "${AWS::AccountId}",
                                regions: ["${AWS::Region}"],
                                functionName: name,
                                queueName: plan.queueName,
                                trigger,
                                actions: permissions,
                            }),
                        ),
                    },
                ],
            },
        },
        [`${id}Function`]: {
            Type: "AWS::Lambda::Function",
            Condition: CONDITION,
            // Lambda would make a log group without an end.
            DependsOn: [`${id}Logs`],
            Properties: {
                FunctionName: name,
                Description: `Evaluates the rule ${rule} of AWS Config`,
                Runtime: FUNCTION_RUNTIME,
                Architectures: [FUNCTION_ARCHITECTURE],
                Handler: FUNCTION_HANDLER,
                Role: getAttribute(`${id}Role`, "Arn"),
                Code: {
                    S3Bucket: substitute(codeBucketName(plan, centralAccount, "${AWS::Region}")),
                    S3Key: key,
                },
                MemorySize: memory,
                Timeout: timeout,
                DeadLetterConfig: { TargetArn: getAttribute("FailedEvaluations", "Arn") },
            },
        },
        [`${id}Permission`]: {
            Type: "AWS::Lambda::Permission",
            Condition: CONDITION,
            Properties: {
                FunctionName: ref(`${id}Function`),
                Action: "lambda:InvokeFunction",
                Principal: "config.amazonaws.com",
                SourceAccount: ref("AWS::AccountId"),
            },
        },
    };
}
