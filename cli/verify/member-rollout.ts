/** Asks CloudFormation what became of the StackSets of the members, and prints it. Only reads. */
import { CloudFormationClient, paginateListStackInstances } from "@aws-sdk/client-cloudformation";
import type { Answer } from "../../lib/doctor/inventory.ts";
import type { RolloutPlan } from "../../lib/plan/members-plan.ts";
import {
    judgeStackSet,
    type StackInstanceAnswer,
    stackSetNames,
    type StackSetVerdict,
} from "../../lib/verify/member-rollout.ts";
import { formatCount } from "../../lib/cost/format.ts";
import { ask } from "../doctor/answers.ts";
import type { Terminal } from "../terminal.ts";

/** A verdict on each StackSet, or why there is none. */
export async function askMemberRollout(
    rollout: RolloutPlan,
    region: string,
): Promise<readonly { readonly name: string; readonly answer: Answer<StackSetVerdict> }[]> {
    const client = new CloudFormationClient({ region, maxAttempts: 3 });
    return Promise.all(
        stackSetNames(rollout).map(async (name) => {
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
            return answer.known && answer.value === undefined
                ? { name, answer: { known: false as const, reason: "AWS does not say" } }
                : { name, answer: answer as Answer<StackSetVerdict> };
        }),
    );
}

/** Whether members have what the stack rolls out, as far as that can be told. */
export function isRolledOut(answers: Awaited<ReturnType<typeof askMemberRollout>>): boolean {
    return answers.every(({ answer }) => answer.known && answer.value.failing.length === 0);
}

export function printMemberRollout(answers: Awaited<ReturnType<typeof askMemberRollout>>, terminal: Terminal): void {
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
