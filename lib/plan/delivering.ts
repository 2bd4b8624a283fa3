/** What delivers to a stack's bucket. */
import type { DeliverySources } from "../policies/delivery-sources.ts";
import { memberSources } from "./members.ts";
import type { DeploymentPlan } from "./plan.ts";
import { regionsOf } from "./regions.ts";

/** Every region of the stack, the members that it rolls out to, and whoever else the bucket is open to. */
export function deliverySources(plan: DeploymentPlan): DeliverySources {
    const sources = "sources" in plan.deliveryBucket ? plan.deliveryBucket.sources : undefined;
    return { regions: regionsOf(plan).map(({ region }) => region), ...sources, ...memberSources(plan) };
}
