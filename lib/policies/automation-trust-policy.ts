/** Whom the roles of remediations trust. */
import { policyDocument, type PolicyDocument } from "./policy-document.ts";

/** Where a role is: plain values in an account, pseudo parameters in a template. */
export interface RolePlace {
    readonly partition: string;
    readonly account: string;
}

/**
 * Systems Manager, for automations of the role's own account:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/cross-service-confused-deputy-prevention.html
 */
export function automationTrustPolicy({ partition, account }: RolePlace): PolicyDocument {
    return policyDocument({
        Sid: "Automations",
        Effect: "Allow",
        Principal: { Service: "ssm.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
            StringEquals: { "aws:SourceAccount": account },
            ArnLike: { "aws:SourceArn": `arn:${partition}:ssm:*:${account}:automation-execution/*` },
        },
    });
}
