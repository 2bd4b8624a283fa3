import assert from "node:assert/strict";
import { CloudFormationClient, DeleteStackCommand, UpdateStackCommand } from "@aws-sdk/client-cloudformation";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { useEmulator } from "./emulator-fixture.ts";
import { createFunctionRole } from "./function-fixture.ts";
import { createStack, failureOf, settledStack, template } from "./stack-fixture.ts";
import type { TemplateResource } from "./stack-fixture.ts";

/** Answers like any custom resource, and keeps a log group of the name that it is given. */
const NODE = `
const { CloudWatchLogsClient, CreateLogGroupCommand, DeleteLogGroupCommand } = require("@aws-sdk/client-cloudwatch-logs");
exports.handler = async (event) => {
    const logs = new CloudWatchLogsClient({});
    const name = event.ResourceProperties.Name;
    const answer = { Status: "SUCCESS", PhysicalResourceId: name, Data: { Kind: event.RequestType, Days: 7 } };
    if (name === "refused") {
        Object.assign(answer, { Status: "FAILED", Reason: "refused it is" });
    } else if (name === "silent") {
        throw new Error("no answer");
    } else if (event.RequestType === "Delete") {
        await logs.send(new DeleteLogGroupCommand({ logGroupName: event.PhysicalResourceId }));
    } else {
        await logs.send(new CreateLogGroupCommand({ logGroupName: name }));
    }
    const { StackId, RequestId, LogicalResourceId } = event;
    const body = JSON.stringify({ ...answer, StackId, RequestId, LogicalResourceId });
    await fetch(event.ResponseURL, { method: "PUT", body });
};`;

const PYTHON = `
import cfnresponse
def handler(event, context):
    cfnresponse.send(event, context, cfnresponse.SUCCESS, {"Sum": int(event["ResourceProperties"]["A"]) + 1}, "sum")
`;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref.html */
describe("AWS emulator: custom resources", function () {
    const fixture = useEmulator();
    const cloudFormation = (): CloudFormationClient => new CloudFormationClient(fixture.settings());
    const groups = async (): Promise<(string | undefined)[]> => {
        const logs = new CloudWatchLogsClient(fixture.settings());
        const { logGroups: found } = await logs.send(new DescribeLogGroupsCommand({}));
        return (found ?? []).map((group) => group.logGroupName).filter((name) => !name?.startsWith("/aws/lambda/"));
    };
    let role = "";

    beforeEach(async () => {
        await fixture.reset();
        role = await createFunctionRole(fixture.settings());
    });

    const inline = (code: string, runtime: string): TemplateResource => ({
        Type: "AWS::Lambda::Function",
        Properties: {
            Handler: "index.handler",
            Runtime: runtime,
            Role: role,
            Timeout: "20",
            Code: { ZipFile: code },
        },
    });
    const custom = (properties: Record<string, unknown>): TemplateResource => ({
        Type: "Custom::Group",
        Properties: { ServiceToken: { "Fn::GetAtt": ["Function", "Arn"] }, ...properties },
    });
    const body = (name: string, sections: Record<string, unknown> = {}): string =>
        template({ Function: inline(NODE, "nodejs24.x"), Group: custom({ Name: name }) }, sections);

    it("are made, changed and removed by a function", async () => {
        const outputs = { Outputs: { Days: { Value: { "Fn::Sub": "${Group}: ${Group.Days} ${Group.Kind}" } } } };
        const stack = await createStack(cloudFormation(), "custom", body("first", outputs));
        assert.equal(stack.StackStatus, "CREATE_COMPLETE", await failureOf(cloudFormation(), "custom", "Group"));
        assert.equal(stack.Outputs?.[0]?.OutputValue, "first: 7 Create");
        await cloudFormation().send(
            new UpdateStackCommand({ StackName: "custom", TemplateBody: body("second", outputs) }),
        );
        const updated = await settledStack(cloudFormation(), "custom");
        assert.equal(updated.StackStatus, "UPDATE_COMPLETE");
        assert.equal(updated.Outputs?.[0]?.OutputValue, "second: 7 Update");
        // Another physical ID means another resource, and the old one is deleted.
        assert.deepEqual(await groups(), ["second"]);
        await cloudFormation().send(new DeleteStackCommand({ StackName: "custom" }));
        assert.equal((await settledStack(cloudFormation(), stack.StackId ?? "")).StackStatus, "DELETE_COMPLETE");
        assert.deepEqual(await groups(), []);
    });

    it("fail the stack where the function says so, or says nothing", async () => {
        const refused = await createStack(cloudFormation(), "refused", body("refused"));
        assert.match(
            (await failureOf(cloudFormation(), "refused", "Group")) ?? "",
            /Received response status \[FAILED\] from custom resource. Message returned: refused it is \(RequestId: /,
        );
        // The function refuses the deletion too.
        assert.equal(refused.StackStatus, "ROLLBACK_FAILED");
        const silent = await createStack(cloudFormation(), "silent", body("silent"));
        assert.equal(silent.StackStatus, "ROLLBACK_COMPLETE");
        assert.match(
            (await failureOf(cloudFormation(), "silent", "Group")) ?? "",
            /did not receive a response from your custom resource/,
        );
    });

    it("answer by CloudFormation's own module", async () => {
        const stack = await createStack(
            cloudFormation(),
            "python",
            template(
                { Function: inline(PYTHON, "python3.13"), Group: custom({ A: 1 }) },
                { Outputs: { Sum: { Value: { "Fn::GetAtt": ["Group", "Sum"] } } } },
            ),
        );
        assert.equal(stack.Outputs?.[0]?.OutputValue, "2", stack.StackStatusReason);
        const code = `
            const response = require("cfn-response");
            exports.handler = (event, context) => response.send(event, context, response.SUCCESS, { A: "b" }, "id");`;
        const node = await createStack(
            cloudFormation(),
            "node",
            template({ Function: inline(code, "nodejs22.x"), Group: custom({}) }),
        );
        assert.equal(node.StackStatus, "CREATE_COMPLETE", node.StackStatusReason);
    });
});
