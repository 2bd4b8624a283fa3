import assert from "node:assert/strict";
import type { BundledRules } from "../../building/rule-bundles.ts";
import { deploy } from "../../components/deploy.ts";
import { only, rows, run } from "../harness.ts";
import { CONFIGURATIONS, membersOf } from "../lib/members/configurations.ts";
import { MEMBER_FUNCTIONS } from "../lib/members/functions.ts";
import { ACCOUNT, REGION } from "../mock-provider.ts";
import { IDENTITY, packOf, planOf } from "./plans.ts";

const OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2";
const STACK_SET = "aws:cloudformation/stackSet:StackSet";

function bundlesOf(text: string): BundledRules {
    return new Map(MEMBER_FUNCTIONS.functions.map(({ rule }) => [rule, new Map([["index.mjs", { text }]])]));
}

const PLAN = planOf({
    functions: MEMBER_FUNCTIONS.functions,
    packs: [packOf({ target: "organization" })],
    members: membersOf(CONFIGURATIONS.usual).members,
    ruleFunctions: {
        logRetentionDays: 90,
        queueName: "conformance-packs-test-failed-evaluations",
        prefix: "conformance-packs-test",
        logKey: { alias: "config-functions-test", deletionWindowInDays: 30 },
        inMembers: MEMBER_FUNCTIONS,
    },
});

const deployed = (text = "export const handler = 1;") =>
    run(() => deploy(PLAN, IDENTITY, { bundles: bundlesOf(text) }));

describe("functions in members", () => {
    it("have their code in a bucket of each region, under its hash", async () => {
        const done = await deployed();
        const keys = ["eu-west-1", "us-east-1"].map((region) => {
            const { inputs, dependsOn } = only(done, OBJECT, `image-named-${region}-code`);
            assert.equal(inputs["bucket"], `config-functions-test-${ACCOUNT}-${region}`);
            assert.equal(inputs["region"], region);
            assert.ok(dependsOn.includes(`member-functions-${region}-bucket-policy`));
            return inputs["key"];
        });
        assert.match(String(keys[0]), /^functions\/[0-9a-f]{64}\.zip$/);
        assert.equal(keys[0], keys[1]);
        const other = only(await deployed("export const handler = 2;"), OBJECT, "image-named-eu-west-1-code");
        assert.notEqual(other.inputs["key"], keys[0]);
    });

    it("are read by the organization, below their prefix only, and never without TLS", async () => {
        const { inputs } = only(
            await deployed(),
            "aws:s3/bucketPolicy:BucketPolicy",
            "member-functions-us-east-1-bucket-policy",
        );
        const arn = `arn:aws:s3:::config-functions-test-${ACCOUNT}-us-east-1`;
        const { Statement: statements } = JSON.parse(String(inputs["policy"])) as { Statement: unknown[] };
        assert.deepEqual(statements[0], {
            Sid: "MembersReadCode",
            Effect: "Allow",
            Principal: "*",
            Action: "s3:GetObject",
            Resource: `${arn}/functions/*`,
            Condition: { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } },
        });
        assert.deepEqual((statements[1] as { Effect: string }).Effect, "Deny");
        assert.equal(statements.length, 2);
    });

    it("go by a StackSet to the units, after their code, and packs of the organization wait for them", async () => {
        const done = await deployed();
        const { inputs, dependsOn } = only(done, STACK_SET, "member-functions-stack-set");
        assert.equal(inputs["name"], "conformance-packs-test-members-functions");
        const { key } = only(done, OBJECT, "image-named-eu-west-1-code").inputs;
        assert.ok(String(inputs["templateBody"]).includes(`"S3Key":"${String(key)}"`));
        for (const region of MEMBER_FUNCTIONS.regions) {
            assert.ok(dependsOn.includes(`flows-seen-${region}-code`));
        }
        const instances = only(done, "aws:cloudformation/stackInstances:StackInstances", "member-functions-instances");
        assert.deepEqual(instances.inputs["regions"], MEMBER_FUNCTIONS.regions);
        assert.deepEqual(instances.inputs["deploymentTargets"], { organizationalUnitIds: ["r-ab12"] });
        const pack = only(done, "aws:cfg/organizationConformancePack:OrganizationConformancePack", "iam-hygiene");
        assert.ok(pack.dependsOn.includes("member-functions-instances"));
    });

    it("leave this account its own function, which evaluates nobody else", async () => {
        const done = await deployed();
        const { inputs } = only(done, "aws:lambda/function:Function", "image-named-function");
        assert.equal(inputs["region"], REGION);
        assert.equal(inputs["environment"], undefined);
        assert.equal(rows(done).filter((row) => row.startsWith("aws:lambda/permission:")).length, 2);
        const { policy } = only(done, "aws:iam/rolePolicy:RolePolicy", "image-named-function-role-policy").inputs;
        assert.doesNotMatch(String(policy), /sts:AssumeRole/);
    });
});
