import assert from "node:assert/strict";
import type { BundledRules } from "../../building/rule-bundles.ts";
import { deploy } from "../../components/deploy.ts";
import type { DeploymentPlan } from "../../lib/plan/plan.ts";
import type { RuleFunctionPlan } from "../../lib/plan/rule-functions-plan.ts";
import { only, rows, run } from "../harness.ts";
import { ACCOUNT, REGION } from "../mock-provider.ts";
import { IDENTITY, packOf, planOf, regionOf } from "./plans.ts";

const FUNCTION = "aws:lambda/function:Function";
const PERMISSION = "aws:lambda/permission:Permission";
const BUNDLES: BundledRules = new Map([
    ["image-named", new Map([["index.mjs", { text: "export const handler = 1;" }]])],
]);

const NAMED: RuleFunctionPlan = {
    name: "conformance-packs-test-image-named",
    rule: "image-named",
    trigger: "change",
    permissions: ["ec2:DescribeImages"],
    memory: 512,
    timeout: 30,
    organizationWide: false,
};

const COMMON = {
    logRetentionDays: 90,
    queueName: "conformance-packs-test-failed-evaluations",
    prefix: "conformance-packs-test",
    logKey: { alias: "config-functions-test", deletionWindowInDays: 30 },
};

function withFunctions(changes: Partial<DeploymentPlan> = {}): DeploymentPlan {
    return planOf({ functions: [NAMED], ruleFunctions: COMMON, ...changes });
}

const deployed = (plan: DeploymentPlan) => run(() => deploy(plan, IDENTITY, { bundles: BUNDLES }));

describe("functions of rules", () => {
    it("run on Graviton with the newest Node.js, with what the rule says of memory and time", async () => {
        const { inputs } = only(await deployed(withFunctions()), FUNCTION, "image-named-function");
        assert.equal(inputs["name"], NAMED.name);
        assert.equal(inputs["runtime"], "nodejs24.x");
        assert.deepEqual(inputs["architectures"], ["arm64"]);
        assert.equal(inputs["handler"], "index.handler");
        assert.deepEqual([inputs["memorySize"], inputs["timeout"]], [512, 30]);
        assert.equal(inputs["environment"], undefined);
    });

    it("wait for their logs and for what their role may do, and packs wait for them and their permissions", async () => {
        const done = await deployed(withFunctions());
        const { dependsOn } = only(done, FUNCTION, "image-named-function");
        assert.ok(dependsOn.includes("image-named-logs") && dependsOn.includes("image-named-function-role-policy"));
        const pack = only(done, "aws:cfg/conformancePack:ConformancePack", "iam-hygiene");
        assert.ok(pack.dependsOn.includes("image-named-function") && pack.dependsOn.includes("image-named-permission"));
    });

    it("may be invoked by AWS Config for the stack's own account, and for no other", async () => {
        const done = await deployed(withFunctions());
        const { inputs } = only(done, PERMISSION, "image-named-permission");
        assert.equal(inputs["principal"], "config.amazonaws.com");
        assert.equal(inputs["sourceAccount"], ACCOUNT);
        assert.equal(rows(done).filter((row) => row.startsWith(PERMISSION)).length, 1);
    });

    it("log with a key and an end, and leave to the queue what they fail at", async () => {
        const done = await deployed(withFunctions());
        const { inputs } = only(done, "aws:cloudwatch/logGroup:LogGroup", "image-named-logs");
        assert.equal(inputs["retentionInDays"], 90);
        assert.match(String(inputs["kmsKeyId"]), /:key\//);
        const queue = only(done, "aws:sqs/queue:Queue", "functions-failed-evaluations");
        assert.equal(queue.inputs["sqsManagedSseEnabled"], true);
        assert.ok(only(done, FUNCTION, "image-named-function").inputs["deadLetterConfig"]);
    });

    it("share one role in all regions", async () => {
        const done = await deployed(
            withFunctions({ furtherRegions: [regionOf("us-east-1", { functions: [NAMED] }), regionOf("ap-south-1")] }),
        );
        const { inputs } = only(done, "aws:iam/rolePolicy:RolePolicy", "image-named-function-role-policy");
        for (const region of [REGION, "us-east-1"]) {
            assert.match(String(inputs["policy"]), new RegExp(`arn:aws:logs:${region}:`));
        }
        assert.doesNotMatch(String(inputs["policy"]), /ap-south-1/);
        assert.equal(only(done, FUNCTION, "image-named-us-east-1-function").inputs["region"], "us-east-1");
    });

    it("evaluate in the members that are listed, by the members' role", async () => {
        const done = await deployed(
            withFunctions({
                functions: [{ ...NAMED, organizationWide: true }],
                packs: [packOf({ target: "organization" })],
                ruleFunctions: { ...COMMON, members: { accounts: ["444455556666"], evaluationRole: "evaluation" } },
            }),
        );
        assert.deepEqual(only(done, FUNCTION, "image-named-function").inputs["environment"], {
            variables: { EVALUATION_ROLE_NAME: "evaluation" },
        });
        const { inputs } = only(done, PERMISSION, "image-named-permission-444455556666");
        assert.equal(inputs["sourceAccount"], "444455556666");
        const role = only(done, "aws:iam/rolePolicy:RolePolicy", "image-named-function-role-policy");
        assert.match(String(role.inputs["policy"]), /"arn:aws:iam::\*:role\/evaluation"/);
    });
});
