/** Whether each pack reached its state in each region of a stack. */
import type { DeploymentPlan } from "../plan/plan.ts";
import { regionsOf } from "../plan/regions.ts";
import type { PackAnswers } from "./answers.ts";
import { expectPacks, type ExpectedPack } from "./expected-pack.ts";
import { type PackVerdict, verifyPacks, worstFirst } from "./verify-packs.ts";

export interface RegionVerdict extends PackVerdict {
    readonly region: string;
}

/** @param account 12 digits: the account that is asked */
export function expectRegions(plan: DeploymentPlan, account: string): ReadonlyMap<string, readonly ExpectedPack[]> {
    return new Map(
        regionsOf(plan).map(({ region, packs }) => [
            region,
            expectPacks({ region, packs, partition: plan.partition }, account),
        ]),
    );
}

/**
 * Judges the packs of the regions that answered; of the others the last verdicts stand.
 *
 * @returns the worst first, in alphabetical order among equals, and a pack's regions in the order of the plan
 */
export function verifyRegions(
    expected: ReadonlyMap<string, readonly ExpectedPack[]>,
    answers: ReadonlyMap<string, PackAnswers>,
    last: readonly RegionVerdict[] = [],
): RegionVerdict[] {
    return [...expected]
        .flatMap(([region, packs]) => {
            const answer = answers.get(region);
            return answer === undefined
                ? last.filter((verdict) => verdict.region === region)
                : verifyPacks(packs, answer).map((verdict) => ({ ...verdict, region }));
        })
        .sort(worstFirst);
}
