/** What became of an organization's pack in each member, from what AWS says of them. */
import type { MemberAnswer } from "./answers.ts";
import type { ExpectedPack } from "./expected-pack.ts";
import { isFailed, isInProgress } from "./states.ts";

export interface MembersOutcome {
    /** That the pack did not reach, or did not leave; by account. */
    readonly failing: readonly MemberAnswer[];
    /** Accounts of failing members that have no recorder. */
    readonly withoutRecorder: readonly string[];
    /** That the plan excludes and that hold the pack all the same; by account. */
    readonly excluded: readonly MemberAnswer[];
    readonly inProgress: boolean;
}

/** A member that is excluded and gone, or on its way out, is as it should be. */
export function inMembers(
    { excludedAccounts }: Pick<ExpectedPack, "excludedAccounts">,
    members: readonly MemberAnswer[],
): MembersOutcome {
    const sorted = members.toSorted((one, other) => (one.account < other.account ? -1 : 1));
    const excluded = sorted.filter(
        ({ account, state }) => excludedAccounts.includes(account) && !state.startsWith("DELETE_"),
    );
    const failing = sorted.filter((member) => isFailed(member.state) && !excluded.includes(member));
    return {
        failing,
        withoutRecorder: failing.filter(lacksRecorder).map(({ account }) => account),
        excluded,
        inProgress: members.some(({ state }) => isInProgress(state)),
    };
}

/**
 * AWS's own error where there is none, in the code or within a longer message:
 * https://docs.aws.amazon.com/config/latest/APIReference/API_PutConformancePack.html#API_PutConformancePack_Errors
 */
function lacksRecorder({ errorCode = "", errorMessage = "" }: MemberAnswer): boolean {
    return /NoAvailableConfigurationRecorder|create a configuration recorder|no configuration recorder/i.test(
        `${errorCode} ${errorMessage}`,
    );
}
