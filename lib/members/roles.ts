/** The two roles that packs and rules assume in every account, as policy documents. */
import type { EvaluationRolePlan, MembersPlan, RemediationRolePlan } from "../plan/members-plan.ts";
import { automationTrustPolicy } from "../policies/automation-trust-policy.ts";
import type { PolicyDocument } from "../policies/policy-document.ts";

/** Where a role is: plain values in the stack's own account, pseudo parameters in a template. */
export interface RolePlace {
    readonly partition: string;
    readonly account: string;
    /** The stack's account. */
    readonly centralAccount: string;
}

export interface RoleDocuments {
    readonly name: string;
    readonly description: string;
    readonly trust: PolicyDocument;
    /** Absent where the role may do nothing yet. */
    readonly permissions?: PermissionsPolicy;
}

/** A policy of a role, which names no principal. */
export interface PermissionsPolicy {
    readonly Version: "2012-10-17";
    readonly Statement: readonly {
        readonly Sid: string;
        readonly Effect: "Allow";
        readonly Action: string | readonly string[];
        readonly Resource: string | readonly string[];
        readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
    }[];
}

/** A permissions policy of the only version that AWS still recommends. */
export function permissions(...statements: PermissionsPolicy["Statement"]): PermissionsPolicy {
    return { Version: "2012-10-17", Statement: statements };
}

/** Both roles, in the order in which they are made. */
export function sharedRoles(
    plan: Pick<MembersPlan, "remediationRole" | "evaluationRole" | "organizationId">,
    place: RolePlace,
): readonly RoleDocuments[] {
    return [
        remediationRole(plan.remediationRole, place),
        evaluationRole(plan.evaluationRole, plan.organizationId, place),
    ];
}

/**
 * What Systems Manager assumes for remediations whose packs name this role themselves. In an organization's pack it is named by an exact ARN with the management account's ID, which AWS Config replaces by each
 * member's: https://docs.aws.amazon.com/config/latest/developerguide/conformance-pack-organization-apis.html
 */
function remediationRole({ name, actions }: RemediationRolePlan, { partition, account }: RolePlace): RoleDocuments {
    return {
        name,
        description: "Remediates resources that do not comply with a rule of AWS Config",
        trust: automationTrustPolicy({ partition, account }),
        ...(actions.length > 0 && {
            permissions: permissions({ Sid: "Remediation", Effect: "Allow", Action: actions, Resource: "*" }),
        }),
    };
}

/** What a function reads of AWS Config, and where it leaves its results. */
const EVALUATION = [
    "config:BatchGetResourceConfig",
    "config:GetComplianceDetailsByConfigRule",
    "config:GetResourceConfigHistory",
    "config:ListDiscoveredResources",
    "config:PutEvaluations",
    "config:SelectResourceConfig",
];

/**
 * What a rule's function, which is in another account, assumes here. Only roles of those names, in that account, and of
 * the same organization: https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html
 */
function evaluationRole(
    { name, account, evaluators, actions }: EvaluationRolePlan,
    organizationId: string | undefined,
    { partition, centralAccount }: RolePlace,
): RoleDocuments {
    const from = account ?? centralAccount;
    return {
        name,
        description: "Evaluates resources for rules of AWS Config whose functions are in another account",
        trust: {
            Version: "2012-10-17",
            Statement: [
                {
                    Sid: "Evaluators",
                    Effect: "Allow",
                    Principal: { AWS: `arn:${partition}:iam::${from}:root` },
                    Action: "sts:AssumeRole",
                    Condition: {
                        ArnLike: {
                            "aws:PrincipalArn": evaluators.map((role) => `arn:${partition}:iam::${from}:role/${role}`),
                        },
                        ...(organizationId !== undefined && {
                            StringEquals: { "aws:PrincipalOrgID": organizationId },
                        }),
                    },
                },
            ],
        },
        permissions: permissions({
            Sid: "Evaluation",
            Effect: "Allow",
            Action: [...EVALUATION, ...actions],
            Resource: "*",
        }),
    };
}
