import assert from "node:assert/strict";
import { automationRoleDocuments, automationRoleName } from "../../../lib/remediation/automation-roles.ts";
import { joined } from "../../../lib/remediation/permissions.ts";

const PLACE = { partition: "aws", account: "111122223333" };

describe("the role of a document", () => {
    it("has a name that fits, and that no other document's has", () => {
        assert.equal(automationRoleName("prod", "AWS-StopEC2Instance"), "conformance-packs-prod-AWS-StopEC2Instance");
        const long = ["A", "B"].map((end) =>
            automationRoleName(
                "production",
                `AWSConfigRemediation-EnableElasticBeanstalkEnvironmentLogStreaming${end}`,
            ),
        );
        assert.ok(long.every((name) => name.length <= 64 && /^[\w+=,.@-]+$/.test(name)));
        assert.notEqual(long[0], long[1]);
        const shared = "arn:aws:ssm:eu-west-1:111122223333:document/Shared";
        assert.equal(automationRoleName("prod", shared), "conformance-packs-prod-Shared");
    });

    it("is assumed by Systems Manager for automations of its own account alone", () => {
        const { trust } = automationRoleDocuments({ name: "r", document: "d", permissions: [] }, PLACE);
        assert.deepEqual(trust.Statement, [
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
    });

    it("may do what the document needs, in its own account", () => {
        const { permissions } = automationRoleDocuments(
            {
                name: "r",
                document: "d",
                permissions: [
                    {
                        actions: ["iam:PassRole"],
                        resources: ["arn:${AWS::Partition}:iam::${AWS::AccountId}:role/x"],
                        conditions: { ArnLike: { "iam:AssociatedResourceArn": "arn:${AWS::Partition}:x" } },
                    },
                ],
            },
            PLACE,
        );
        assert.deepEqual(permissions?.Statement, [
            {
                Sid: "Steps1",
                Effect: "Allow",
                Action: ["iam:PassRole"],
                Resource: ["arn:aws:iam::111122223333:role/x"],
                Condition: { ArnLike: { "iam:AssociatedResourceArn": "arn:aws:x" } },
            },
        ]);
    });

    it("has the same statements whatever order its permissions come in", () => {
        const [one, two, three] = [
            { actions: ["b:B"], resources: ["*"] },
            { actions: ["a:A"], resources: ["arn:${AWS::Partition}:x"] },
            { actions: ["b:A", "b:B"], resources: ["*"] },
        ] as const;
        const expected = [
            { actions: ["a:A"], resources: ["arn:${AWS::Partition}:x"] },
            { actions: ["b:A", "b:B"], resources: ["*"] },
        ];
        assert.deepEqual(joined([one, two, three]), expected);
        assert.deepEqual(joined([three, two, one]), expected);
    });
});
