/** Policies that outgrow what AWS takes, found before anything is deployed. */
import { type PolicySize, policySizes } from "../quota/policy-sizes.ts";
import type { Path } from "../yaml-source.ts";
import type { Findings } from "./context.ts";
import type { DeliverySourcesPlan, DeploymentPlan } from "./plan.ts";

/** A fault for each policy that is too long, at the list that makes it so. */
export function checkPolicySizes(plan: DeploymentPlan, findings: Findings): void {
    for (const size of policySizes(plan).filter(({ bytes, limit }) => bytes > limit)) {
        const { place, sources } = cause(plan, size.quota);
        const listed = sources?.accounts?.length ?? 0;
        findings.error(
            place,
            "policy-too-large",
            `the policy of the ${WHOSE[size.quota]} would have ${size.bytes.toLocaleString("en")} bytes` +
                `${listed === 0 ? "" : ` with ${listed} accounts`}; AWS takes ${size.limit.toLocaleString("en")}`,
            listed === 0
                ? "name fewer administrators: give a role that several people assume"
                : "list only accounts outside the organization, and let all others in by organization: true",
        );
    }
}

const WHOSE: Readonly<Record<PolicySize["quota"], string>> = {
    "bucket-policy": "delivery bucket",
    "key-policy": "encryption key",
    "topic-policy": "delivery topic",
};

function cause(
    { deliveryBucket: bucket, deliveryTopic: topic }: DeploymentPlan,
    quota: PolicySize["quota"],
): { place: Path; sources: DeliverySourcesPlan | undefined } {
    if (quota === "topic-policy") {
        return { place: ["deliveryTopic", "accounts"], sources: topic?.sources };
    }
    const sources = "sources" in bucket ? bucket.sources : undefined;
    return quota === "key-policy" && sources?.accounts === undefined
        ? { place: ["encryptionKey", "administrators"], sources }
        : { place: ["deliveryBucket", "accounts"], sources };
}
