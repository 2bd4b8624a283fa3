/** Asks CloudFormation what became of the StackSets of the members, and prints it. Only reads. */
import { CloudFormationClient, paginateListStackInstances } from "@aws-sdk/client-cloudformation";
import type { Answer } from "../../lib/doctor/inventory.ts";
import type { RolloutPlan } from "../../lib/plan/members-plan.ts";
import {
    judgeStackSet,
    reachesMembers,
    type StackInstanceAnswer,
    stackSetNames,
    type StackSetVerdict,
} from "../../lib/verify/member-rollout.ts";
import { formatCount } from "../../lib/cost/format.ts";
import { ask } from "../doctor/answers.ts";
import type { Terminal } from "../terminal.ts";

/** A verdict on one StackSet, or why there is none. */
export interface StackSetAnswer {
    readonly name: string;
    readonly answer: Answer<StackSetVerdict>;
    /** Asking again may tell more: CloudFormation is still at work. */
    readonly settling: boolean;
}

/** A verdict on each StackSet, or why there is none. */
export async function askMemberRollout(
    rollout: RolloutPlan,
    region: string,
    withFunctions: boolean,
    documents: readonly string[],
): Promise<readonly StackSetAnswer[]> {
    const client = new CloudFormationClient({ region, maxAttempts: 3 });
    return Promise.all(
        stackSetNames(rollout, withFunctions, documents).map(async (name) => {
            const answer = await ask(async () => {
                const found: StackInstanceAnswer[] = [];
                const request = { StackSetName: name, CallAs: rollout.callAs };
                for await (const page of paginateListStackInstances({ client }, request)) {
                    for (const one of page.Summaries ?? []) {
                        const detailedStatus = one.StackInstanceStatus?.DetailedStatus;
                        found.push({
                            account: one.Account ?? "",
                            region: one.Region ?? "",
                            status: one.Status ?? "",
                            ...(detailedStatus !== undefined && { detailedStatus }),
                            ...(one.StatusReason !== undefined && { reason: one.StatusReason }),
                        });
                    }
                }
                return judgeStackSet(rollout, name, found);
            });
            if (!answer.known) {
                return { name, answer, settling: false };
            }
            const { value } = answer;
            return value === undefined
                ? { name, answer: { known: false, reason: "AWS does not say" }, settling: false }
                : { name, answer: { known: true, value }, settling: value.inProgress > 0 };
        }),
    );
}

/** Whether members have what the stack rolls out, as far as that can be told. */
export function isRolledOut(answers: readonly StackSetAnswer[]): boolean {
    return answers.every(({ answer }) => answer.known && reachesMembers(answer.value));
}

export function printMemberRollout(answers: readonly StackSetAnswer[], terminal: Terminal): void {
    if (answers.length === 0) {
        return;
    }
    terminal.line("\nMember accounts:");
    for (const { name, answer } of answers) {
        if (!answer.known) {
            terminal.line(`  ${name}: cannot be told: ${answer.reason}`);
            continue;
        }
        const { instances, failing, inProgress, advice } = answer.value;
        const open = inProgress === 0 ? "" : `, ${inProgress} under way`;
        const failed = failing.length === 0 ? "none failed" : `${failing.length} failed`;
        terminal.line(`  ${name}: ${formatCount(instances, "instance")}, ${failed}${open}`);
        for (const { account, region, detailedStatus, status, reason = "CloudFormation does not say why" } of failing) {
            terminal.line(`    account ${account}, ${region}: ${detailedStatus ?? status}: ${reason}`);
        }
        if (advice !== undefined) {
            terminal.line(`    -> ${advice}`);
        }
    }
}
