import { CODE_PREFIX } from "../rules/functions.ts";
import type { PolicyDocument } from "./policy-document.ts";
import { denyInsecureTransport, policyDocument } from "./policy-document.ts";

export interface CodeBucketPolicyArgs {
    readonly bucketArn: string;
    readonly organizationId: string;
}

/**
 * Policy of a bucket that members' functions take their code from: readable by the organization, and no plain HTTP. Lambda
 * reads as the one who makes the function, which here is the role of StackSets in the member: `aws:PrincipalOrgID` matches.
 * https://docs.aws.amazon.com/lambda/latest/api/API_FunctionCode.html
 */
export function codeBucketPolicy({ bucketArn, organizationId }: CodeBucketPolicyArgs): PolicyDocument {
    return policyDocument(
        {
            Sid: "MembersReadCode",
            Effect: "Allow",
            Principal: "*",
            Action: "s3:GetObject",
            Resource: `${bucketArn}/${CODE_PREFIX}*`,
            Condition: { StringEquals: { "aws:PrincipalOrgID": organizationId } },
        },
        denyInsecureTransport("s3:*", [bucketArn, `${bucketArn}/*`]),
    );
}
