import type { PolicyDocument } from "./policy-document.ts";
import { policyDocument } from "./policy-document.ts";

/** Who may assume a function's role: Lambda alone. It says nothing of the function that a condition could ask for. */
export function functionTrustPolicy(): PolicyDocument {
    return policyDocument({
        Sid: "Function",
        Effect: "Allow",
        Principal: { Service: "lambda.amazonaws.com" },
        Action: "sts:AssumeRole",
    });
}
