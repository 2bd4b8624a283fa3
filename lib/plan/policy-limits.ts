/** Resource policies that AWS would refuse for their size, found before anything is deployed. */
import { policySizes } from "../quota/policy-sizes.ts";
import type { Findings } from "./context.ts";
import type { DeploymentPlan } from "./plan.ts";

/** What a policy grows with, and what to write instead. */
const WAYS_OUT: Readonly<Record<string, { readonly path: readonly string[]; readonly hint: string }>> = {
    "bucket-policy": {
        path: ["deliveryBucket"],
        hint: "name the organization instead of its accounts, as organization: { id: o-… }, or deliver to several buckets",
    },
    "key-policy": {
        path: ["encryptionKey", "administrators"],
        hint: "name a role that the administrators assume; of accounts, name their organization instead: organization: { id: o-… }",
    },
    "topic-policy": {
        path: ["deliveryTopic"],
        hint: "name the organization instead of its accounts, as organization: { id: o-… }",
    },
};

export function checkPolicySizes(plan: DeploymentPlan, findings: Findings): void {
    for (const { quota, title, bytes, limit } of policySizes(plan)) {
        if (bytes > limit) {
            const { path = [], hint } = WAYS_OUT[quota] ?? {};
            findings.error(path, "policy-too-large", `AWS accepts ${limit} ${title}, and this one has ${bytes}`, hint);
        }
    }
}
