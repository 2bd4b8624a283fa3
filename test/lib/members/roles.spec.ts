import assert from "node:assert/strict";
import { sharedRoles } from "../../../lib/members/roles.ts";
import { eventBusPolicy } from "../../../lib/policies/event-bus-policy.ts";

const PLACE = { partition: "aws", account: "111122223333", centralAccount: "444455556666" };

describe("the roles of every account", () => {
    it("let Systems Manager remediate, for automations of the same account only", () => {
        const [role] = sharedRoles(planOf({ actions: ["s3:PutBucketPublicAccessBlock"] }), PLACE);
        assert.equal(role?.name, "repair");
        assert.deepEqual(role.trust.Statement, [
            {
                Sid: "Automations",
                Effect: "Allow",
                Principal: { Service: "ssm.amazonaws.com" },
                Action: "sts:AssumeRole",
                Condition: {
                    StringEquals: { "aws:SourceAccount": "111122223333" },
                    ArnLike: { "aws:SourceArn": "arn:aws:ssm:*:111122223333:automation-execution/*" },
                },
            },
        ]);
        assert.deepEqual(role.permissions?.Statement[0]?.Action, ["s3:PutBucketPublicAccessBlock"]);
    });

    it("let a remediation do nothing that nobody asked for", () => {
        const [role] = sharedRoles(planOf({ actions: [] }), PLACE);
        assert.equal(role?.permissions, undefined);
    });

    it("let evaluators of that name, account and organization assume the other one, to read and to report", () => {
        const [, role] = sharedRoles(planOf({}), PLACE);
        assert.deepEqual(role?.trust.Statement[0]?.Principal, { AWS: "arn:aws:iam::444455556666:root" });
        assert.deepEqual(role.trust.Statement[0].Condition, {
            ArnLike: { "aws:PrincipalArn": ["arn:aws:iam::444455556666:role/evaluator-*"] },
            StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" },
        });
        const actions = role.permissions?.Statement.flatMap(({ Action: action }) => action) ?? [];
        assert.ok(actions.includes("config:PutEvaluations") && actions.includes("s3:GetBucketPolicy"));
        assert.deepEqual(
            actions.filter((action) => !/:(Get|List|Batch|Select|PutEvaluations)/.test(action)),
            [],
        );
    });

    it("look for evaluators in another account where one is named", () => {
        const [, role] = sharedRoles(planOf({ account: "777788889999" }), PLACE);
        assert.deepEqual(role?.trust.Statement[0]?.Principal, { AWS: "arn:aws:iam::777788889999:root" });
    });
});

describe("the policy of the event bus", () => {
    it("admits the organization's forwarding roles, and nobody else", () => {
        const busArn = "arn:aws:events:eu-west-1:444455556666:event-bus/members";
        const policy = eventBusPolicy({
            partition: "aws",
            busArn,
            organizationId: "o-abcdefghij",
            forwardingRole: "forwarding",
        });
        assert.deepEqual(policy.Statement, [
            {
                Sid: "Members",
                Effect: "Allow",
                Principal: "*",
                Action: "events:PutEvents",
                Resource: busArn,
                Condition: {
                    StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" },
                    ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/forwarding" },
                },
            },
        ]);
    });
});

function planOf({ actions = [], account }: { actions?: string[]; account?: string }) {
    return {
        organizationId: "o-abcdefghij",
        remediationRole: { name: "repair", actions },
        evaluationRole: {
            name: "evaluate",
            evaluators: ["evaluator-*"],
            actions: ["s3:GetBucketPolicy"],
            ...(account !== undefined && { account }),
        },
    };
}
