import assert from "node:assert/strict";
import type { DeploymentPlan } from "../../../lib/plan/plan.ts";
import { headroomOf, isNarrow } from "../../../lib/quota/headroom.ts";
import { packOf as packWith, planOf } from "../../components/plans.ts";
import { packOf, planOf as load } from "../project.ts";

const used = (plan: DeploymentPlan): Record<string, string> =>
    Object.fromEntries(
        headroomOf(plan).map(({ quota, used, limit, subject }) => [
            quota,
            `${used}/${limit}${subject === undefined ? "" : ` ${subject}`}`,
        ]),
    );

describe("the headroom of a plan", () => {
    it("counts what AWS counts, and names what comes nearest", () => {
        const plan = load("  conformance-packs:packs: { small: {}, large: {} }\n", {
            "small.yaml": packOf(2),
            "large.yaml": packOf(129, "x".repeat(200)),
        });
        const found = used(plan);
        assert.equal(found["rules"], "131/1000");
        assert.equal(found["account-packs"], "2/50");
        assert.equal(found["organization-packs"], undefined);
        assert.equal(found["resources-per-pack"], "129/130 large");
        assert.match(found["inline-template"] ?? "", /^\d+\/51200 (small|large)$/);
        assert.equal(found["rule-description"], "200/256 large/rule-1");
        assert.deepEqual(
            headroomOf(plan)
                .filter(isNarrow)
                .map(({ quota }) => quota)
                .filter((quota) => quota === "resources-per-pack" || quota === "rules"),
            ["resources-per-pack"],
        );
    });

    it("has a row for each thing that a plan can have", () => {
        const found = used(
            planOf({
                packs: [
                    packWith({
                        target: "organization",
                        delivery: { kind: "s3", objectKey: "x" },
                        bytes: 60_000,
                        excludedAccounts: ["111122223333"],
                        parameters: [{ name: "a", value: "b" }],
                        rules: [
                            {
                                logicalId: "R",
                                location: { file: "" },
                                inputParameters: { a: "b" },
                                scope: { ComplianceResourceTypes: ["AWS::S3::Bucket"] },
                            },
                        ],
                        remediations: [
                            { logicalId: "F", rule: "R", automatic: false, settings: { Parameters: { a: {}, b: {} } } },
                        ],
                    }),
                ],
                aggregators: [{ name: "x", source: { accounts: ["self"] }, regions: "all" }],
            }),
        );
        assert.equal(found["s3-template"], "60000/307200 iam-hygiene");
        assert.equal(found["organization-packs"], "1/50");
        assert.equal(found["excluded-accounts"], "1/1000 iam-hygiene");
        assert.equal(found["pack-parameters"], "1/60 iam-hygiene");
        assert.equal(found["rule-parameters"], "9/1024 iam-hygiene/R");
        assert.equal(found["scope-types"], "1/100 iam-hygiene/R");
        assert.equal(found["remediation-parameters"], "2/25 iam-hygiene/F");
        assert.equal(found["aggregator-accounts"], "1/10000 x");
    });

    it("grows with the administrators of the key", () => {
        const size = (administrators: readonly string[]): number =>
            headroomOf(
                planOf({ encryptionKey: { mode: "create", alias: "a", deletionWindowInDays: 30, administrators } }),
            ).find(({ quota }) => quota === "key-policy")?.used ?? 0;
        assert.ok(size(["arn:aws:iam::111122223333:role/a"]) > size([]));
    });
});
