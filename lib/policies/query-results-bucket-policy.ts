import type { PolicyDocument } from "./policy-document.ts";
import { denyInsecureTransport, policyDocument } from "./policy-document.ts";

/**
 * Policy of the bucket for query results: no plain HTTP. Nothing is granted, because Athena writes results with the
 * permissions of whoever asks.
 * https://docs.aws.amazon.com/athena/latest/ug/access.html
 */
export function queryResultsBucketPolicy(args: { readonly bucketArn: string }): PolicyDocument {
    return policyDocument(denyInsecureTransport("s3:*", [args.bucketArn, `${args.bucketArn}/*`]));
}
