/** What a member account has once, in the stack's own region: roles, and the decision what each region gets. */
import type { MembersPlan, RolloutPlan } from "../plan/members-plan.ts";
import { type CloudFormationParameter, type CloudFormationTemplate, getAttribute } from "./cloudformation-template.ts";
import { automationCondition, automationRoles } from "./automation-roles.ts";
import { forwardingRoleName } from "./names.ts";
import { recorderDecisions } from "./recorder-decisions.ts";
import { roleResource } from "./role-resource.ts";
import { permissions, type RoleDocuments, sharedRoles } from "./roles.ts";

/** Values that only a deployment knows, by the parameter's name. */
export interface GlobalParameters {
    /** The stack's account. Absent where nothing refers to it. */
    readonly CentralAccount?: string;
    /** ARN. Absent where members forward no events. */
    readonly CentralEventBus?: string;
}

/** Names of the parameters that the template of this plan takes. */
export function globalParameters(members: MembersPlan, rollout: RolloutPlan): readonly (keyof GlobalParameters)[] {
    return [
        ...(members.evaluationRole.account === undefined || members.automationRoles !== undefined
            ? (["CentralAccount"] as const)
            : []),
        ...(rollout.eventBus === undefined ? [] : (["CentralEventBus"] as const)),
    ];
}

const PARAMETERS: Readonly<Record<keyof GlobalParameters, CloudFormationParameter>> = {
    CentralAccount: { Type: "String", Description: "The account that rolls AWS Config out" },
    CentralEventBus: { Type: "String", Description: "ARN of the event bus that members forward to" },
};

/** The template of the global stack, which comes before the regional ones. */
export function globalTemplate(members: MembersPlan, rollout: RolloutPlan): CloudFormationTemplate {
    const place = {
        partition: "${AWS::Partition}",
        account: "${AWS::AccountId}",
        centralAccount: "${CentralAccount}",
    };
    const [remediation, evaluation] = sharedRoles(members, place).map(roleResource);
    const parameters = globalParameters(members, rollout);
    return {
        AWSTemplateFormatVersion: "2010-09-09",
        Description: `AWS Config in a member account, once: roles, and what its regions get (${rollout.name})`,
        ...(parameters.length > 0 && {
            Parameters: Object.fromEntries(parameters.map((name) => [name, PARAMETERS[name]])),
        }),
        ...(members.automationRoles && { Conditions: automationCondition() }),
        Resources: {
            ...recorderDecisions(rollout),
            ...(remediation && { RemediationRole: remediation }),
            ...(evaluation && { EvaluationRole: evaluation }),
            ...automationRoles(members),
            ...(rollout.eventBus !== undefined && { ForwardingRole: roleResource(forwardingRole(rollout)) }),
        },
        Outputs: {
            Kept: {
                Description: "Recorders and delivery channels that something else has made, by region",
                Value: getAttribute("RecorderDecisions", "Kept"),
            },
        },
    };
}

/**
 * What EventBridge assumes to put events on a bus of another account. Roles belong to all regions of an account, which is
 * why it is not in the regional stack: the second region would find its name taken.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
 */
function forwardingRole(rollout: RolloutPlan): RoleDocuments {
    return {
        name: forwardingRoleName(rollout),
        description: "Forwards events of AWS Config to the account that rolled it out",
        trust: {
            Version: "2012-10-17",
            Statement: [
                {
                    Sid: "Rules",
                    Effect: "Allow",
                    Principal: { Service: "events.amazonaws.com" },
                    Action: "sts:AssumeRole",
                    Condition: {
                        StringEquals: { "aws:SourceAccount": "${AWS::AccountId}" },
                        ArnLike: {
                            "aws:SourceArn": `arn:\${AWS::Partition}:events:*:\${AWS::AccountId}:rule/${rollout.name}-*`,
                        },
                    },
                },
            ],
        },
        permissions: permissions({
            Sid: "Forward",
            Effect: "Allow",
            Action: "events:PutEvents",
            Resource: "${CentralEventBus}",
        }),
    };
}
