import type { PolicyDocument } from "./policy-document.ts";
import { policyDocument } from "./policy-document.ts";

export interface EventBusPolicyArgs {
    readonly partition: string;
    readonly busArn: string;
    readonly organizationId: string;
    /** Name of the role by which members put events; the same in every account. */
    readonly forwardingRole: string;
}

/**
 * Policy of the event bus that members forward to: accounts of the organization only, and by that role only. Here
 * `aws:PrincipalOrgID` does match, because EventBridge acts as the member's role.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-permissions-manage.html
 */
export function eventBusPolicy(args: EventBusPolicyArgs): PolicyDocument {
    return policyDocument({
        Sid: "Members",
        Effect: "Allow",
        Principal: "*",
        Action: "events:PutEvents",
        Resource: args.busArn,
        Condition: {
            StringEquals: { "aws:PrincipalOrgID": args.organizationId },
            ArnLike: { "aws:PrincipalArn": `arn:${args.partition}:iam::*:role/${args.forwardingRole}` },
        },
    });
}
