/** What a change makes of a stack's baseline, and whether the plan still holds to it. */
import type { Diagnostic } from "../diagnostic.ts";
import type { DeploymentPlan } from "../plan/plan.ts";
import type { ProjectFiles } from "../project-files.ts";
import { checkBaseline, checkBaselineOfNoStack, loadBaseline } from "./check.ts";
import { lostSince } from "./lost.ts";
import { baselineFile } from "../project-layout.ts";

export interface BaselineComparison {
    readonly file: string;
    /** `gone`: the stack goes on without one. */
    readonly state: "new" | "gone" | "kept";
    /** Why a deployment refuses the new plan: what it loses, and faults of the file. */
    readonly refused: readonly Diagnostic[];
    /** How much the baseline asked for, and does not any more: accepted losses. */
    readonly givenUp: number;
}

/**
 * @param old files of the base; a faulty baseline there asks for nothing
 * @param plan of the new side; absent where the stack is gone
 * @returns nothing where neither side has a baseline, or where it goes together with its stack
 */
export function compareBaselines(
    stack: string,
    old: ProjectFiles,
    now: ProjectFiles,
    plan: DeploymentPlan | undefined,
): BaselineComparison | undefined {
    const file = baselineFile(stack);
    const [had, has] = [old, now].map((files) => files.read(file) !== undefined);
    if (plan === undefined ? has !== true : had !== true && has !== true) {
        return undefined;
    }
    const [before, after] = [old, now].map((files) => loadBaseline(stack, files).baseline?.coverage);
    return {
        file,
        state: had !== true ? "new" : has !== true ? "gone" : "kept",
        refused: plan === undefined ? checkBaselineOfNoStack(stack, now) : checkBaseline(plan, now),
        givenUp: before === undefined || after === undefined ? 0 : lostSince(before, after).length,
    };
}
