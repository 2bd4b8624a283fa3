import assert from "node:assert/strict";
import {
    countStates,
    groupFailures,
    type RemediationExecution,
    retryBatches,
    sortExecutions,
    wantsExecution,
    wantsRule,
} from "../../../lib/remediation/executions.ts";

const execution = (resourceId: string, more: Partial<RemediationExecution> = {}): RemediationExecution => ({
    account: "111122223333",
    region: "eu-west-1",
    rule: "buckets-closed",
    deployedRule: "buckets-closed-conformance-pack-ab12cd34e",
    pack: "storage",
    document: "AWS-DisableS3BucketPublicReadWrite",
    automatic: true,
    resourceType: "AWS::S3::Bucket",
    resourceId,
    state: "FAILED",
    step: "Block",
    message: `AccessDenied on ${resourceId}, request 11111111-2222-3333-4444-${resourceId.padStart(12, "0")}`,
    ...more,
});

describe("executions of remediations", () => {
    it("are grouped by what failed, not by the resource or the request that a message names", () => {
        const groups = groupFailures([
            execution("1"),
            execution("2"),
            execution("3", { step: "Verify", message: "still public" }),
            execution("4", { state: "SUCCEEDED" }),
        ]);
        assert.deepEqual(
            groups.map(({ step, message, executions }) => [step, message, executions.map((one) => one.resourceId)]),
            [
                ["Block", "AccessDenied on RESOURCE_ID, request …", ["1", "2"]],
                ["Verify", "still public", ["3"]],
            ],
        );
    });

    it("come with failures first, and are counted", () => {
        const all = [execution("b", { state: "SUCCEEDED" }), execution("a", { state: "QUEUED" }), execution("c")];
        assert.deepEqual(
            sortExecutions(all).map(({ resourceId }) => resourceId),
            ["c", "a", "b"],
        );
        assert.deepEqual(countStates(all), { FAILED: 1, QUEUED: 1, SUCCEEDED: 1 });
    });

    it("are filtered by rule, pack, resource and state", () => {
        assert.equal(wantsRule({ rules: ["buckets-*"] }, "buckets-closed", "storage"), true);
        assert.equal(wantsRule({ rules: ["keys-*"] }, "buckets-closed", "storage"), false);
        assert.equal(wantsRule({ packs: ["storage"] }, "buckets-closed", undefined), false);
        assert.equal(wantsExecution({ resources: ["AWS::S3::*/orders"] }, execution("orders")), true);
        assert.equal(wantsExecution({ resources: ["orders"] }, execution("orders")), true);
        assert.equal(wantsExecution({ resources: ["order"] }, execution("orders")), false);
        assert.equal(wantsExecution({ states: ["QUEUED"] }, execution("orders")), false);
    });

    it("are started again by rule and region, a hundred resources at a time", () => {
        const many = Array.from({ length: 250 }, (_, index) => execution(String(index).padStart(3, "0")));
        const batches = retryBatches([...many, execution("x", { region: "eu-central-1" })]);
        assert.deepEqual(
            batches.map(({ region, resources }) => [region, resources.length]),
            [
                ["eu-central-1", 1],
                ["eu-west-1", 100],
                ["eu-west-1", 100],
                ["eu-west-1", 50],
            ],
        );
        assert.deepEqual(batches[1]?.resources[0], { resourceType: "AWS::S3::Bucket", resourceId: "000" });
        assert.equal(batches[1]?.deployedRule, "buckets-closed-conformance-pack-ab12cd34e");
    });
});
