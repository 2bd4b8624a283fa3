/** What of a stack delivers to its bucket. */
import type { DeliverySources } from "../policies/delivery-sources.ts";
import type { DeploymentPlan } from "./plan.ts";
import { regionsOf } from "./regions.ts";

/** Every region of the stack delivers to the one bucket. */
export function deliverySourcesOf(plan: DeploymentPlan): DeliverySources {
    return { regions: regionsOf(plan).map(({ region }) => region) };
}
