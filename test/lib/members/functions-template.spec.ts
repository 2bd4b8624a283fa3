import assert from "node:assert/strict";
import type { CloudFormationResource } from "../../../lib/members/cloudformation-template.ts";
import { functionsTemplateOf, MEMBER_FUNCTIONS } from "./functions.ts";

function resourceOf(logicalId: string): CloudFormationResource {
    const resource = functionsTemplateOf(MEMBER_FUNCTIONS).Resources[logicalId];
    assert.ok(resource, `there is no ${logicalId}`);
    return resource;
}

describe("the template of members' functions", () => {
    it("takes code from the region's own bucket of the central account", () => {
        const { Properties: properties, DependsOn: first } = resourceOf("ImageNamed1Function");
        assert.deepEqual(properties["Code"], {
            S3Bucket: { "Fn::Sub": "config-functions-test-999988887777-${AWS::Region}" },
            S3Key: "functions/image-named.zip",
        });
        assert.deepEqual(
            [properties["Runtime"], properties["Architectures"], properties["MemorySize"], properties["Timeout"]],
            ["nodejs24.x", ["arm64"], 512, 30],
        );
        assert.deepEqual(first, ["ImageNamed1Logs"]);
        assert.ok(!("Environment" in properties));
    });

    it("lets AWS Config invoke for the member alone", () => {
        assert.deepEqual(resourceOf("FlowsSeen2Permission").Properties, {
            FunctionName: { Ref: "FlowsSeen2Function" },
            Action: "lambda:InvokeFunction",
            Principal: "config.amazonaws.com",
            SourceAccount: { Ref: "AWS::AccountId" },
        });
    });

    it("gives a role without a name what its rule needs, its own logs and queue, and no role to assume", () => {
        const { Properties: properties } = resourceOf("ImageNamed1Role");
        assert.ok(!("RoleName" in properties));
        const text = JSON.stringify(properties["Policies"]);
        assert.deepEqual([...text.matchAll(/"([a-z0-9]+:[A-Z]\w+)"/g)].map(([, action]) => action).sort(), [
            "config:GetResourceConfigHistory",
            "config:PutEvaluations",
            "ec2:DescribeImages",
            "logs:CreateLogStream",
            "logs:PutLogEvents",
            "sqs:SendMessage",
        ]);
        assert.match(text, /:log-group:\/aws\/lambda\/conformance-packs-test-image-named:\*/);
        assert.match(text, /\$\{AWS::AccountId\}:conformance-packs-test-member-failures/);
    });

    it("leaves the stack's own account its own functions: all but the queue is for other accounts", () => {
        const { Resources: resources, Conditions: conditions } = functionsTemplateOf(MEMBER_FUNCTIONS);
        assert.deepEqual(conditions, {
            IsMember: { "Fn::Not": [{ "Fn::Equals": [{ Ref: "AWS::AccountId" }, "999988887777"] }] },
        });
        assert.deepEqual(
            Object.entries(resources).flatMap(([id, { Condition: condition }]) =>
                condition === undefined ? [id] : [],
            ),
            ["FailedEvaluations"],
        );
        assert.equal(Object.keys(resources).length, 1 + 2 * 4);
    });
});
