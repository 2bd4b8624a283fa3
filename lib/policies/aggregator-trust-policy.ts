import type { PolicyDocument } from "./policy-document.ts";
import { policyDocument } from "./policy-document.ts";

/**
 * Who may assume the role of an organization aggregator: AWS Config, on behalf of this account.
 * https://docs.aws.amazon.com/config/latest/developerguide/aggregated-create.html
 */
export function aggregatorTrustPolicy(args: { readonly account: string }): PolicyDocument {
    return policyDocument({
        Sid: "ConfigAggregation",
        Effect: "Allow",
        Principal: { Service: "config.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": args.account } },
    });
}
