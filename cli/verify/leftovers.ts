/** Asks AWS and the stack's state for packs that the plan has not. */
import type { Answer } from "../../lib/doctor/inventory.ts";
import type { DeploymentPlan } from "../../lib/plan/plan.ts";
import { regionsOf } from "../../lib/plan/regions.ts";
import {
    findLeftovers,
    joinLeftovers,
    type LeftoverPacks,
    regionsWithPacks,
    stackHolds,
} from "../../lib/verify/leftover-packs.ts";
import { readStackState } from "../doctor/stack-state.ts";
import { type AskedRegion, PackInquiry } from "./ask.ts";

/**
 * Every region of the plan is asked, and those that the stack still has packs in.
 *
 * An organization is asked only where the stack has, or had, a pack for it: most accounts may not ask.
 */
export async function askLeftovers(plan: DeploymentPlan): Promise<Answer<LeftoverPacks>> {
    const state = await readStackState(plan.stack);
    const planned: readonly AskedRegion[] = regionsOf(plan);
    const others = new Set(regionsWithPacks(state).filter((name) => planned.every(({ region }) => region !== name)));
    const regions = [...planned, ...[...others].sort().map((region): AskedRegion => ({ region, packs: [] }))];
    return joinLeftovers(
        await Promise.all(
            regions.map(async (asked) => {
                const { region, packs } = asked;
                const organization =
                    packs.some(({ target }) => target === "organization") ||
                    stackHolds(state, "organization", undefined, region);
                const found = await new PackInquiry(asked).everyPack(organization);
                const name = regions.length > 1 ? region : undefined;
                const answer: Answer<LeftoverPacks> = found.known
                    ? { known: true, value: findLeftovers(packs, found.value, state, name) }
                    : found;
                return { region, answer };
            }),
        ),
    );
}
