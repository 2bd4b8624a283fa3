/** Asks AWS and the stack's state for packs that the plan has not. */
import type { Answer } from "../../lib/doctor/inventory.ts";
import type { DeploymentPlan } from "../../lib/plan/plan.ts";
import { findLeftovers, type LeftoverPacks, stackHolds } from "../../lib/verify/leftover-packs.ts";
import { readStackState } from "../doctor/stack-state.ts";
import type { PackInquiry } from "./ask.ts";

/** An organization is asked only where the stack has, or had, a pack for it: most accounts may not ask. */
export async function askLeftovers(plan: DeploymentPlan, inquiry: PackInquiry): Promise<Answer<LeftoverPacks>> {
    const state = await readStackState(plan.stack);
    const organization =
        plan.packs.some(({ target }) => target === "organization") || stackHolds(state, "organization");
    const found = await inquiry.everyPack(organization);
    return found.known ? { known: true, value: findLeftovers(plan.packs, found.value, state) } : found;
}
