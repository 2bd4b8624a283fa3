import assert from "node:assert/strict";
import { checkQuery } from "../../../lib/query/check.ts";
import { captureExpression, capturedItem, itemFileName, withoutAccounts } from "../../../lib/rules/captured-item.ts";

describe("a captured configuration item", () => {
    const row = {
        configuration: {
            groupId: "sg-1",
            ownerId: "444455556666",
            peers: ["arn:aws:ec2:eu-west-1:999900001111:vpc/v"],
        },
        resourceType: "AWS::EC2::SecurityGroup",
        resourceId: "sg-1",
        accountId: "444455556666",
        arn: "arn:aws:ec2:eu-west-1:444455556666:security-group/sg-1",
        resourceName: null,
        tags: [{ key: "Name", tag: "Name=web", value: "web" }, { key: "empty" }],
    };

    it("is asked for by an advanced query that AWS Config understands, whatever names hold", () => {
        const types = ["AWS::EC2::SecurityGroup", "AWS::EC2::Instance"];
        const expression = captureExpression({ types, named: ["sg-1", "it's"] });
        assert.deepEqual(checkQuery("capture", expression).diagnostics, []);
        assert.match(expression, /resourceType IN \('AWS::EC2::SecurityGroup', 'AWS::EC2::Instance'\) AND/);
        assert.match(expression, /resourceName IN \('sg-1', 'it''s'\)/);
        assert.doesNotMatch(captureExpression({ types, named: [] }), / AND /);
    });

    it("has tags as rules get them, an order for people, and nothing that is absent", () => {
        const item = capturedItem(row);
        assert.deepEqual(Object.keys(item), [
            "accountId",
            "arn",
            "resourceType",
            "resourceId",
            "tags",
            "configuration",
        ]);
        assert.deepEqual(item["tags"], { Name: "web", empty: "" });
    });

    it("names made-up accounts, the same one each time, and keeps other numbers", () => {
        const item = withoutAccounts({ ...capturedItem(row), resourceName: "build 202609010815 of 4444555566667" });
        assert.equal(item["accountId"], "123456789012");
        assert.equal(item["arn"], "arn:aws:ec2:eu-west-1:123456789012:security-group/sg-1");
        assert.deepEqual(item["configuration"], {
            groupId: "sg-1",
            ownerId: "123456789012",
            peers: ["arn:aws:ec2:eu-west-1:111111111111:vpc/v"],
        });
        assert.equal(item["resourceName"], "build 202609010815 of 4444555566667");
    });

    it("gets a file of its own, named after the resource", () => {
        assert.equal(itemFileName({ resourceName: "Web Servers", resourceId: "sg-1" }, new Set()), "web-servers.json");
        assert.equal(itemFileName({ resourceName: "", resourceId: "sg-1" }, new Set(["sg-1.json"])), "sg-1-2.json");
        assert.equal(itemFileName({ resourceId: "../../.." }, new Set()), "item.json");
        const arn = `arn:aws:iam::123456789012:policy/${"x".repeat(100)}`;
        assert.equal(itemFileName({ resourceId: arn }, new Set()).length, 65);
    });
});
