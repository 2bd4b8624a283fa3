/** The part of the plan that says whose recorders deliver to a stack's bucket and topic, besides its own. */
import type { Findings, PlanInput } from "./context.ts";
import type { DeliverySourcesPlan } from "./plan.ts";

/**
 * Other accounts, one by one, and every account of the organization.
 *
 * @returns nothing where the stack's own account alone delivers
 */
export function planSources(
    key: "deliveryBucket" | "deliveryTopic",
    { settings }: PlanInput,
    findings: Findings,
): DeliverySourcesPlan | undefined {
    const { accounts: listed, organization = false } = settings[key];
    const accounts = [...new Set(listed)].filter((account) => account !== settings.account).sort();
    const { id } = settings.organization;
    if (organization && id === undefined) {
        findings.error(
            [key, "organization"],
            "organization-without-id",
            "which organization may deliver here is not said: a policy names it by its ID",
            "write conformance-packs:organization: { id: o-… }, as aws organizations describe-organization shows it",
        );
    }
    const sources: DeliverySourcesPlan = {
        ...(accounts.length > 0 && { accounts }),
        ...(organization && id !== undefined && { organizationId: id }),
    };
    return Object.keys(sources).length === 0 ? undefined : sources;
}
