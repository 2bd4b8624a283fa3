import assert from "node:assert/strict";
import { logKeyPolicy } from "../../../lib/policies/log-key-policy.ts";
import {
    FUNCTION_POLICY_BYTES,
    ruleFunctionPolicy,
    ruleFunctionPolicyBytes,
} from "../../../lib/policies/rule-function-policy.ts";
import { ruleFunctionPermissions } from "../../../lib/policies/rule-function-role.ts";

const PLACE = { partition: "aws", region: "eu-west-1", account: "999988887777" };
const FUNCTION = "conformance-packs-prod-image-named";
const ROLE = {
    ...PLACE,
    regions: ["eu-west-1", "us-east-1"],
    functionName: FUNCTION,
    queueName: "failed",
    trigger: "change",
    actions: [],
} as const;

describe("the policies of rules in AWS Lambda", () => {
    it("let AWS Config invoke a function for each account by itself", () => {
        const functionArn = `arn:aws:lambda:eu-west-1:999988887777:function:${FUNCTION}`;
        const { Statement: statements } = ruleFunctionPolicy({
            functionArn,
            accounts: ["111122223333", "999988887777"],
        });
        assert.deepEqual(
            statements.map(({ Sid, Condition }) => [Sid, Condition]),
            ["111122223333", "999988887777"].map((account) => [
                `config-${account}`,
                { StringEquals: { "AWS:SourceAccount": account } },
            ]),
        );
        assert.ok(statements.every(({ Resource }) => Resource === functionArn));
        const accounts = Array.from({ length: 60 }, () => "111122223333");
        assert.ok(ruleFunctionPolicyBytes({ functionArn, accounts }) < FUNCTION_POLICY_BYTES);
        assert.ok(
            ruleFunctionPolicyBytes({ functionArn, accounts: [...accounts, ...accounts] }) > FUNCTION_POLICY_BYTES,
        );
    });

    it("give a function its own logs and queue in its regions, and no action of another service that it did not ask for", () => {
        const { Statement: statements } = ruleFunctionPermissions(ROLE);
        assert.deepEqual(
            statements.map(({ Sid, Resource }) => [Sid, Resource]),
            [
                ["Evaluation", "*"],
                [
                    "OwnLogs",
                    ["eu-west-1", "us-east-1"].map(
                        (region) => `arn:aws:logs:${region}:999988887777:log-group:/aws/lambda/${FUNCTION}:*`,
                    ),
                ],
                [
                    "DeadLetters",
                    ["arn:aws:sqs:eu-west-1:999988887777:failed", "arn:aws:sqs:us-east-1:999988887777:failed"],
                ],
            ],
        );
        assert.deepEqual(statements[0]?.Action, ["config:GetResourceConfigHistory", "config:PutEvaluations"]);
        const asking = ruleFunctionPermissions({ ...ROLE, trigger: "periodic", actions: ["ec2:DescribeImages"] });
        assert.deepEqual(asking.Statement[0]?.Action, [
            "config:GetComplianceDetailsByConfigRule",
            "config:PutEvaluations",
            "ec2:DescribeImages",
        ]);
    });

    it("let it assume one role by name, in accounts of its own organization only", () => {
        const { Statement: statements } = ruleFunctionPermissions({ ...ROLE, evaluationRole: "evaluation" });
        assert.deepEqual(statements.at(-1), {
            Sid: "OtherAccounts",
            Effect: "Allow",
            Action: "sts:AssumeRole",
            Resource: "arn:aws:iam::*:role/evaluation",
            Condition: { StringEquals: { "aws:ResourceOrgID": "${aws:PrincipalOrgID}" } },
        });
    });

    it("let CloudWatch Logs use the key for the functions' log groups, and for no others", () => {
        const [, statement] = logKeyPolicy({ ...PLACE, functionPrefix: "conformance-packs-prod" }).Statement;
        assert.deepEqual(statement?.Principal, { Service: "logs.eu-west-1.amazonaws.com" });
        assert.deepEqual(statement.Condition, {
            ArnLike: {
                "kms:EncryptionContext:aws:logs:arn":
                    "arn:aws:logs:eu-west-1:999988887777:log-group:/aws/lambda/conformance-packs-prod*",
            },
        });
        const [, chinese] = logKeyPolicy({
            partition: "aws-cn",
            region: "cn-north-1",
            account: "999988887777",
            functionPrefix: "a",
        }).Statement;
        assert.deepEqual(chinese?.Principal, { Service: "logs.cn-north-1.amazonaws.com.cn" });
    });
});
