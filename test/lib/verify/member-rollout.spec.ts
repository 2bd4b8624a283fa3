import assert from "node:assert/strict";
import type { RolloutPlan } from "../../../lib/plan/members-plan.ts";
import {
    judgeStackSet,
    reachesMembers,
    type StackInstanceAnswer,
    stackSetNames,
} from "../../../lib/verify/member-rollout.ts";
import { CONFIGURATIONS, membersOf } from "../members/configurations.ts";

const [GLOBAL = "", REGIONAL = ""] = stackSetNames(membersOf(CONFIGURATIONS.usual).rollout);

function instance(account: string, changes: Partial<StackInstanceAnswer> = {}): StackInstanceAnswer {
    return { account, region: "eu-west-1", status: "CURRENT", detailedStatus: "SUCCEEDED", ...changes };
}

const FAILED = { status: "OUTDATED", detailedStatus: "FAILED", reason: "ResourceLogicalId:Recorder" } as const;

describe("the verdict on a StackSet", () => {
    const judge = (instances: readonly StackInstanceAnswer[], rollout: RolloutPlan = usual()) =>
        judgeStackSet(rollout, REGIONAL, instances);
    const usual = (): RolloutPlan => membersOf(CONFIGURATIONS.usual).rollout;

    it("is well where every instance is current", () => {
        assert.deepEqual(judge([instance("1"), instance("2")]), {
            name: REGIONAL,
            instances: 2,
            failing: [],
            inProgress: 0,
        });
    });

    it("is asked of a third one where members have functions for themselves", () => {
        assert.deepEqual(stackSetNames(usual(), true), [GLOBAL, REGIONAL, "conformance-packs-test-members-functions"]);
        assert.equal(stackSetNames(usual()).length, 2);
    });

    it("names instances that failed, by account and region, with what to run", () => {
        const { failing, advice } = judge([
            instance("2", FAILED),
            instance("1", { ...FAILED, region: "us-east-1" }),
            instance("1", FAILED),
        ]);
        assert.deepEqual(
            failing.map(({ account, region }) => `${account} ${region}`),
            ["1 eu-west-1", "1 us-east-1", "2 eu-west-1"],
        );
        assert.match(
            advice ?? "",
            /update-stack-instances --stack-set-name conformance-packs-test-members-regional --deployment-targets OrganizationalUnitIds=r-ab12 --regions eu-west-1 us-east-1$/,
        );
    });

    it("says who calls where that is a delegated administrator", () => {
        const { advice } = judge([instance("1", FAILED)], { ...usual(), callAs: "DELEGATED_ADMIN" });
        assert.match(advice ?? "", /--call-as DELEGATED_ADMIN$/);
    });

    it("points to the global stack where its decision is missing", () => {
        const reason = "Unable to fetch parameters [/x/recorder] from parameter store for this account.";
        assert.match(judge([instance("1", { ...FAILED, reason })]).advice ?? "", new RegExp(`see to ${GLOBAL}$`));
    });

    it("waits for what is under way, and expects nothing of suspended accounts", () => {
        const { failing, inProgress } = judge([
            instance("1", { status: "OUTDATED", detailedStatus: "RUNNING" }),
            instance("2", { status: "OUTDATED", detailedStatus: "PENDING" }),
            instance("3", { status: "OUTDATED", detailedStatus: "SKIPPED_SUSPENDED_ACCOUNT" }),
            instance("4", { status: "INOPERABLE" }),
        ]);
        assert.equal(inProgress, 2);
        assert.deepEqual(
            failing.map(({ account }) => account),
            ["4"],
        );
    });

    it("is reached only by members who are there, and with nothing under way or failed", () => {
        const reached = (instances: readonly StackInstanceAnswer[]): boolean => reachesMembers(judge(instances));
        assert.equal(reached([instance("1"), instance("2")]), true);
        assert.equal(reached([instance("1"), instance("2", FAILED)]), false);
        assert.equal(reached([instance("1"), instance("2", { status: "OUTDATED", detailedStatus: "RUNNING" })]), false);
        assert.equal(reached([]), false);
        assert.match(judge([]).advice ?? "", /^it reached no account below r-ab12: /);
    });
});
