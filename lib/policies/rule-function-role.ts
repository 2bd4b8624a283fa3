/** What the role of a rule's function may do. */
import { permissions, type PermissionsPolicy } from "../members/roles.ts";
import { RUNTIME_ACTIONS } from "../rules/function-actions.ts";
import { logGroupName } from "../rules/functions.ts";

export interface RuleFunctionRoleArgs {
    readonly partition: string;
    readonly account: string;
    /** Where the function is: the role is there once for all of them. */
    readonly regions: readonly string[];
    readonly functionName: string;
    /** Of the dead-letter queue, in each of the regions. */
    readonly queueName: string;
    /** What the runtime asks AWS Config for depends on it. */
    readonly trigger: "change" | "periodic";
    /** What the rule's own calls need. */
    readonly actions: readonly string[];
    /** The role in other accounts of the organization by which the function evaluates there. @default none */
    readonly evaluationRole?: string;
}

/**
 * Permissions of one rule's function: its evaluations, its own log group, its dead-letter queue, what the rule itself reads,
 * and no more. Evaluating in other accounts means assuming one role by name, in accounts of the own organization only.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsconfig.html
 */
export function ruleFunctionPermissions(args: RuleFunctionRoleArgs): PermissionsPolicy {
    const { partition, account, regions, functionName, queueName, evaluationRole } = args;
    const arns = (service: string, resource: string): string[] =>
        regions.map((region) => `arn:${partition}:${service}:${region}:${account}:${resource}`);
    return permissions(
        {
            Sid: "Evaluation",
            Effect: "Allow",
            Action: [...new Set([...RUNTIME_ACTIONS[args.trigger], ...args.actions])].sort(),
            Resource: "*",
        },
        {
            Sid: "OwnLogs",
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: arns("logs", `log-group:${logGroupName(functionName)}:*`),
        },
        {
            Sid: "DeadLetters",
            Effect: "Allow",
            Action: "sqs:SendMessage",
            Resource: arns("sqs", queueName),
        },
        ...(evaluationRole === undefined
            ? []
            : [
                  {
                      Sid: "OtherAccounts",
                      Effect: "Allow" as const,
                      Action: "sts:AssumeRole",
                      Resource: `arn:${partition}:iam::*:role/${evaluationRole}`,
                      // The organization of the role that asks has to be that of the role that is asked for:
                      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
                      Condition: { StringEquals: { "aws:ResourceOrgID": "${aws:PrincipalOrgID}" } },
                  },
              ]),
    );
}
