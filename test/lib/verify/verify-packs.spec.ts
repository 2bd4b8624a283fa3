import assert from "node:assert/strict";
import type { Answer } from "../../../lib/doctor/inventory.ts";
import { adviceOn } from "../../../lib/verify/advice.ts";
import type { AccountPackAnswer, MemberAnswer, OrganizationPackAnswer } from "../../../lib/verify/answers.ts";
import { expectPacks } from "../../../lib/verify/expected-pack.ts";
import { type PackVerdict, verifyPacks } from "../../../lib/verify/verify-packs.ts";
import { planOf } from "../project.ts";

const ACCOUNT = "123456789012";

const known = <Value>(value: Value): Answer<Value> => ({ known: true, value });
const REFUSED: Answer<never> = { known: false, reason: "AccessDeniedException: not you" };
const RULES = known(["root-mfa-conformance-pack-ab1cd2ef3"]);
const DEFINITION = { owner: "AWS", sourceIdentifier: "ROOT_ACCOUNT_MFA_ENABLED" };
const OTHER_RULES = known(["foreign-conformance-pack-ab1cd2ef3"]);

/** What counts of a verdict, the rest at its usual value. */
function verdict(outcome: PackVerdict["outcome"], changes: Partial<PackVerdict>): PackVerdict {
    return {
        name: "root",
        target: "account",
        outcome,
        reasons: [],
        failingMembers: [],
        membersWithoutRecorder: [],
        excludedMembers: [],
        plannedRules: 1,
        missingRules: [],
        unexpectedRules: [],
        changedRules: [],
        notCompared: [],
        settling: false,
        ...changes,
    };
}

describe("the verdict on an account's pack", () => {
    const plan = planOf("  conformance-packs:packs: { root: {} }\n");
    const foreign = { deployedRules: 1, missingRules: ["root-mfa"], unexpectedRules: ["foreign"] };
    const cases: [string, Answer<Record<string, AccountPackAnswer>>, PackVerdict][] = [
        [
            "is that it reached its state",
            known({ root: { state: "CREATE_COMPLETE", rules: RULES } }),
            verdict("reached", { state: "CREATE_COMPLETE", deployedRules: 1 }),
        ],
        [
            "is the same after an update",
            known({ root: { state: "UPDATE_COMPLETE", rules: RULES } }),
            verdict("reached", { state: "UPDATE_COMPLETE", deployedRules: 1 }),
        ],
        ["is that it is missing", known({ other: { state: "CREATE_COMPLETE" } }), verdict("missing", {})],
        [
            "is that it failed, and why, with the rules that it kept",
            known({ root: { state: "CREATE_FAILED", reason: "no such rule", rules: OTHER_RULES } }),
            verdict("failed", { state: "CREATE_FAILED", reasons: ["no such rule"], ...foreign }),
        ],
        [
            "is a failure where it could not be deleted",
            known({ root: { state: "DELETE_FAILED", rules: RULES } }),
            verdict("failed", { state: "DELETE_FAILED", deployedRules: 1 }),
        ],
        [
            "is a failure for a state that AWS does not document",
            known({ root: { state: "LOST", rules: RULES } }),
            verdict("failed", { state: "LOST", deployedRules: 1 }),
        ],
        [
            "waits while AWS is at work",
            known({ root: { state: "UPDATE_IN_PROGRESS" } }),
            verdict("in progress", { state: "UPDATE_IN_PROGRESS", settling: true }),
        ],
        [
            "is that its rules differ",
            known({ root: { state: "CREATE_COMPLETE", rules: OTHER_RULES } }),
            verdict("rules differ", { state: "CREATE_COMPLETE", ...foreign }),
        ],
        [
            "is that its rules differ, where one has another value, and which",
            known({
                root: {
                    state: "CREATE_COMPLETE",
                    rules: RULES,
                    definitions: known({
                        "root-mfa-conformance-pack-ab1cd2ef3": { ...DEFINITION, sourceIdentifier: "OTHER" },
                    }),
                },
            }),
            verdict("rules differ", {
                state: "CREATE_COMPLETE",
                deployedRules: 1,
                changedRules: [
                    {
                        rule: "root-mfa",
                        property: "Source.SourceIdentifier",
                        planned: "ROOT_ACCOUNT_MFA_ENABLED",
                        deployed: "OTHER",
                    },
                ],
            }),
        ],
        [
            "does without what cannot be compared",
            known({
                root: {
                    state: "CREATE_COMPLETE",
                    rules: RULES,
                    definitions: known({
                        "root-mfa-conformance-pack-ab1cd2ef3": {
                            ...DEFINITION,
                            scope: { resourceTypes: ["AWS::::Account"] },
                        },
                    }),
                },
            }),
            verdict("reached", {
                state: "CREATE_COMPLETE",
                deployedRules: 1,
                notCompared: [
                    {
                        rule: "root-mfa",
                        property: "Scope.ComplianceResourceTypes",
                        reason: "the plan leaves the scope to AWS",
                    },
                ],
            }),
        ],
        [
            "is that a rule is missing which the pack lists and nobody can describe",
            known({ root: { state: "CREATE_COMPLETE", rules: RULES, definitions: known({}) } }),
            verdict("rules differ", { state: "CREATE_COMPLETE", deployedRules: 0, missingRules: ["root-mfa"] }),
        ],
        [
            "is open where the rules may be listed and not described",
            known({ root: { state: "CREATE_COMPLETE", rules: RULES, definitions: REFUSED } }),
            verdict("unknown", {
                state: "CREATE_COMPLETE",
                deployedRules: 1,
                reasons: ["AccessDeniedException: not you"],
            }),
        ],
        [
            "is open where the rules may not be read",
            known({ root: { state: "CREATE_COMPLETE", rules: REFUSED } }),
            verdict("unknown", { state: "CREATE_COMPLETE", reasons: [REFUSED.known ? "" : REFUSED.reason] }),
        ],
        [
            "is open where nothing may be read",
            REFUSED,
            verdict("unknown", { reasons: ["AccessDeniedException: not you"] }),
        ],
    ];
    for (const [title, account, expected] of cases) {
        it(title, () =>
            assert.deepEqual(verifyPacks(expectPacks(plan, ACCOUNT), { account, organization: known({}) }), [expected]),
        );
    }

    it("names the worst first, and equals by their names", () => {
        const packs = ["e", "b", "c", "a", "d"];
        const text =
            "Resources: { R: { Type: AWS::Config::ConfigRule, Properties: { ConfigRuleName: NAME, Source: " +
            "{ Owner: AWS, SourceIdentifier: ROOT_ACCOUNT_MFA_ENABLED } } } }";
        const five = planOf(
            `  conformance-packs:packs: { ${packs.map((name) => `${name}: {}`).join(", ")} }\n`,
            Object.fromEntries(packs.map((name) => [`${name}.yaml`, text.replace("NAME", name)])),
        );
        const rules = (name: string): Answer<string[]> => known([`${name}-conformance-pack-ab1cd2ef3`]);
        const account = known({
            a: { state: "CREATE_COMPLETE", rules: rules("a") },
            b: { state: "CREATE_COMPLETE", rules: rules("b") },
            c: { state: "CREATE_FAILED", rules: rules("c") },
            d: { state: "CREATE_IN_PROGRESS" },
        });
        assert.deepEqual(
            verifyPacks(expectPacks(five, ACCOUNT), { account, organization: known({}) }).map(
                ({ name, outcome }) => `${name} ${outcome}`,
            ),
            ["c failed", "e missing", "d in progress", "a reached", "b reached"],
        );
    });
});

describe("the verdict on an organization's pack", () => {
    const plan = planOf("  conformance-packs:packs: { root: { target: organization } }\n");
    const failing: MemberAnswer = {
        account: "222222222222",
        state: "CREATE_FAILED",
        errorCode: "NoAvailableConfigurationRecorderException",
        errorMessage: "no recorder",
    };
    const WITHOUT_RECORDER = { failingMembers: [failing], membersWithoutRecorder: [failing.account] };
    const second: MemberAnswer = { account: "111111111111", state: "UPDATE_FAILED" };
    const good: MemberAnswer = { account: "333333333333", state: "CREATE_SUCCESSFUL" };
    const state = "CREATE_SUCCESSFUL";
    const base = { target: "organization", state } as const;
    const cases: [string, Answer<Record<string, OrganizationPackAnswer>>, PackVerdict][] = [
        [
            "is that it reached every member",
            known({ root: { state, members: known([good]), rules: RULES } }),
            verdict("reached", { ...base, deployedRules: 1 }),
        ],
        [
            "does without rules where the pack does not reach the account that asks",
            known({ root: { state, members: known([good]) } }),
            verdict("reached", base),
        ],
        [
            "names every failing member by account, and what AWS says of the whole",
            known({
                root: {
                    state: "CREATE_FAILED",
                    errorCode: "Some",
                    errorMessage: "members failed",
                    members: known([failing, good, second]),
                },
            }),
            verdict("failed", {
                ...base,
                state: "CREATE_FAILED",
                reasons: ["Some: members failed"],
                failingMembers: [second, failing],
                membersWithoutRecorder: [failing.account],
            }),
        ],
        [
            "is a failure for a failing member, though the whole is told as a success",
            known({ root: { state, members: known([failing]), rules: RULES } }),
            verdict("failed", { ...base, deployedRules: 1, ...WITHOUT_RECORDER }),
        ],
        [
            "waits for one member, also where another has failed",
            known({ root: { state, members: known([{ ...good, state: "UPDATE_IN_PROGRESS" }, failing]) } }),
            verdict("failed", { ...base, ...WITHOUT_RECORDER, settling: true }),
        ],
        [
            "is that its rules differ",
            known({ root: { state, members: known([good]), rules: OTHER_RULES } }),
            verdict("rules differ", {
                ...base,
                deployedRules: 1,
                missingRules: ["root-mfa"],
                unexpectedRules: ["foreign"],
            }),
        ],
        [
            "names the values that differ in the account that asks, which is a member",
            known({
                root: {
                    state,
                    members: known([good]),
                    rules: RULES,
                    definitions: known({
                        "root-mfa-conformance-pack-ab1cd2ef3": { ...DEFINITION, frequency: "One_Hour" },
                    }),
                },
            }),
            verdict("rules differ", {
                ...base,
                deployedRules: 1,
                changedRules: [{ rule: "root-mfa", property: "MaximumExecutionFrequency", deployed: "One_Hour" }],
            }),
        ],
        [
            "is open where the members may not be read",
            known({ root: { state, members: REFUSED } }),
            verdict("unknown", { ...base, reasons: ["AccessDeniedException: not you"] }),
        ],
        [
            "is that it is missing, once it is deleted",
            known({ root: { state: "DELETE_SUCCESSFUL", members: known([]) } }),
            verdict("missing", { target: "organization" }),
        ],
        [
            "is open for an account that may not ask",
            REFUSED,
            verdict("unknown", { target: "organization", reasons: ["AccessDeniedException: not you"] }),
        ],
    ];
    for (const [title, organization, expected] of cases) {
        it(title, () =>
            assert.deepEqual(verifyPacks(expectPacks(plan, ACCOUNT), { account: known({}), organization }), [expected]),
        );
    }

    it("names the members that are excluded and hold it all the same", () => {
        const excluding = planOf(
            `  conformance-packs:packs: { root: { target: organization, excludedAccounts: ["${good.account}"] } }\n`,
        );
        const organization = known({ root: { state, members: known([good]) } });
        assert.deepEqual(verifyPacks(expectPacks(excluding, ACCOUNT), { account: known({}), organization }), [
            verdict("members differ", { ...base, excludedMembers: [good] }),
        ]);
    });
});

describe("the advice on a pack", () => {
    const cases: [PackVerdict["outcome"], Partial<PackVerdict>, RegExp][] = [
        ["failed", {}, /^repair what AWS names/],
        ["failed", { failingMembers: [{ account: "1", state: "CREATE_FAILED" }] }, /excludedAccounts/],
        [
            "failed",
            { failingMembers: [{ account: "1", state: "CREATE_FAILED" }], membersWithoutRecorder: ["1"] },
            /^turn the configuration recorder on in 1: .* for 7 hours only/,
        ],
        ["missing", {}, /pulumi refresh --stack prod/],
        ["members differ", {}, /^run: pulumi up --stack prod; .*excluded$/],
        ["rules differ", {}, /packs verify --stack prod --repair$/],
        ["unknown", {}, /credentials/],
        ["in progress", {}, /--wait/],
    ];
    for (const [outcome, changes, expected] of cases) {
        const where = "membersWithoutRecorder" in changes ? " without a recorder" : "";
        it(`that is ${outcome}${"failingMembers" in changes ? ` in members${where}` : ""}`, () => {
            assert.match(adviceOn(verdict(outcome, changes), "prod") ?? "", expected);
        });
    }

    it("is none where the pack reached its state", () => {
        assert.equal(adviceOn(verdict("reached", {}), "prod"), undefined);
    });
});
