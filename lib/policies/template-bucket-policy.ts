import type { PolicyDocument } from "./policy-document.ts";
import { denyInsecureTransport, policyDocument } from "./policy-document.ts";

/**
 * Policy of the template bucket: no plain HTTP. Nothing is granted, because AWS Config reads a pack's template with
 * the permissions of whoever deploys the pack.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_PutConformancePack.html
 */
export function templateBucketPolicy(args: { readonly bucketArn: string }): PolicyDocument {
    return policyDocument(denyInsecureTransport("s3:*", [args.bucketArn, `${args.bucketArn}/*`]));
}
