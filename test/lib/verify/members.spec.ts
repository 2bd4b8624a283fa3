import assert from "node:assert/strict";
import type { MemberAnswer } from "../../../lib/verify/answers.ts";
import { inMembers } from "../../../lib/verify/members.ts";

const [ONE, TWO, THREE] = ["111111111111", "222222222222", "333333333333"] as const;

function outcome(excludedAccounts: string[], members: MemberAnswer[]) {
    const { failing, withoutRecorder, excluded, inProgress } = inMembers({ excludedAccounts }, members);
    const accounts = (list: readonly MemberAnswer[]): string[] => list.map(({ account }) => account);
    return { failing: accounts(failing), withoutRecorder, excluded: accounts(excluded), inProgress };
}

describe("the members of an organization that have a pack", () => {
    const NONE = { failing: [], withoutRecorder: [], excluded: [], inProgress: false };
    const member = (account: string, state: string, more: Partial<MemberAnswer> = {}): MemberAnswer => ({
        account,
        state,
        ...more,
    });
    const cases: [string, string[], MemberAnswer[], Partial<ReturnType<typeof outcome>>][] = [
        ["are as they should be", [], [member(ONE, "CREATE_SUCCESSFUL"), member(TWO, "UPDATE_SUCCESSFUL")], {}],
        ["fail, by account", [], [member(TWO, "UPDATE_FAILED"), member(ONE, "CREATE_FAILED")], { failing: [ONE, TWO] }],
        ["are at work", [], [member(ONE, "UPDATE_IN_PROGRESS")], { inProgress: true }],
        [
            "hold what they should not, whatever became of it",
            [TWO, THREE, ONE],
            [member(THREE, "CREATE_SUCCESSFUL"), member(TWO, "UPDATE_FAILED"), member(ONE, "CREATE_SUCCESSFUL")],
            { excluded: [ONE, TWO, THREE] },
        ],
        ["are rid of it", [ONE], [member(ONE, "DELETE_SUCCESSFUL")], {}],
        ["are about to be rid of it", [ONE], [member(ONE, "DELETE_IN_PROGRESS")], { inProgress: true }],
        ["cannot get rid of it", [ONE], [member(ONE, "DELETE_FAILED")], { failing: [ONE] }],
        [
            "have no recorder, by AWS's code or its words",
            [],
            [
                member(ONE, "CREATE_FAILED", { errorCode: "NoAvailableConfigurationRecorderException" }),
                member(TWO, "CREATE_FAILED", { errorMessage: "You must create a configuration recorder before …" }),
                member(THREE, "CREATE_FAILED", { errorCode: "InsufficientPermissionsException" }),
            ],
            { failing: [ONE, TWO, THREE], withoutRecorder: [ONE, TWO] },
        ],
    ];
    for (const [title, excluded, members, expected] of cases) {
        it(title, () => assert.deepEqual(outcome(excluded, members), { ...NONE, ...expected }));
    }
});
