import assert from "node:assert/strict";
import { ActivateOrganizationsAccessCommand, CloudFormationClient } from "@aws-sdk/client-cloudformation";
import {
    DescribeRuleCommand,
    EventBridgeClient,
    ListRulesCommand,
    ListTargetsByRuleCommand,
    PutEventsCommand,
} from "@aws-sdk/client-eventbridge";
import { DescribeOrganizationCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { alertMessage } from "../../../lib/alerts/alert-message.ts";
import { NON_COMPLIANT } from "../../../lib/alerts/compliance-change.ts";
import type { ClientSettings } from "../emulator/emulator-fixture.ts";
import { createOrganization } from "../emulator/organization-fixture.ts";
import { createUnit, rootOf } from "../emulator/stack-set-fixture.ts";
import { ACCOUNT } from "./account.ts";
import { assertChanges } from "./outcome.ts";
import { packOf, REGION, useProject } from "./project-fixture.ts";

const OTHER_REGION = "us-east-1";
const MEMBER = "444455556666";
/** Of every rule, as of the topic. */
const NAME = "conformance-packs-test-alerts";
const MEMBER_BUS = "conformance-packs-test-members";
const TOPIC_ARN = `arn:aws:sns:${REGION}:${ACCOUNT}:${NAME}`;

/** What differs between the events that the tests put. */
interface Change {
    readonly account?: string;
    readonly region?: string;
    readonly resource: string;
    readonly now?: string;
    /** @default nothing was known of the resource */
    readonly before?: string;
}

/** https://docs.aws.amazon.com/config/latest/developerguide/example-config-rule-compliance-notification.html */
function detailOf({ account = ACCOUNT, region = REGION, resource, now = "NON_COMPLIANT", before }: Change): string {
    const result = (complianceType: string, resultRecordedTime: string) => ({ complianceType, resultRecordedTime });
    return JSON.stringify({
        awsAccountId: account,
        awsRegion: region,
        configRuleName: "ssh-conformance-pack-abcdefghi",
        messageType: "ComplianceChangeNotification",
        newEvaluationResult: result(now, "2026-11-22T10:00:00.000Z"),
        ...(before !== undefined && { oldEvaluationResult: result(before, "2026-11-21T10:00:00.000Z") }),
        resourceId: resource,
        resourceType: "AWS::EC2::SecurityGroup",
    });
}

describe("alerts, of several regions and of members", function () {
    this.timeout(180_000);

    const project = useProject();
    const settings = (region: string): ClientSettings => ({
        endpoint: project.endpoint,
        region,
        credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
        maxAttempts: 1,
    });
    const events = (region: string): EventBridgeClient => new EventBridgeClient(settings(region));
    let queueUrl = "";
    /** The bucket stays open to the organization: what its members record goes on to come. */
    let always = "";

    before("make an organization without members, whose stack alerts", async () => {
        const management = settings(REGION);
        await createOrganization(management);
        await new CloudFormationClient(management).send(new ActivateOrganizationsAccessCommand({}));
        const organizations = new OrganizationsClient(management);
        const { Organization: organization } = await organizations.send(new DescribeOrganizationCommand({}));
        const unit = await createUnit(organizations, await rootOf(organizations), "workloads");
        project.writePack("network", packOf({ ssh: "INCOMING_SSH_DISABLED" }));
        always =
            `organization: { id: ${organization?.Id ?? ""} }\ndeliveryBucket: { organization: true }\n` +
            `regions: { ${OTHER_REGION}: }\npacks: { network: {} }\n`;
        project.configure(`${always}members: { units: [${unit}] }\nalertTopic: { enabled: true }\n`);
    });

    before("make a queue", async () => {
        const sqs = new SQSClient(settings(REGION));
        queueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: "pager" }))).QueueUrl ?? "";
    });

    /** Puts an event of AWS Config on a bus of a region, as AWS Config and forwarding rules do. */
    async function put(region: string, bus: string, change: Change, detailType?: string): Promise<void> {
        const { FailedEntryCount: failed = 0 } = await events(region).send(
            new PutEventsCommand({
                Entries: [
                    {
                        EventBusName: bus,
                        Source: "aws.config",
                        DetailType: detailType ?? "Config Rules Compliance Change",
                        Detail: detailOf(change),
                    },
                ],
            }),
        );
        assert.equal(failed, 0);
    }

    /** What has come to the queue since the last look, line by line. */
    async function alerts(): Promise<unknown[][]> {
        const sqs = new SQSClient(settings(REGION));
        const queue = { QueueUrl: queueUrl };
        const { Messages: messages = [] } = await sqs.send(
            new ReceiveMessageCommand({ ...queue, MaxNumberOfMessages: 10 }),
        );
        for (const { ReceiptHandle } of messages) {
            await sqs.send(new DeleteMessageCommand({ ...queue, ReceiptHandle }));
        }
        return messages.map(({ Body = "" }) =>
            (JSON.parse(Body) as { Message: string }).Message.split("\n").map((line) => JSON.parse(line) as unknown),
        );
    }

    function expected({ account = ACCOUNT, region = REGION, resource, before = "" }: Change): string[] {
        return [
            `AWS::EC2::SecurityGroup ${resource} does not comply with ssh-conformance-pack-abcdefghi.`,
            `Account: ${account}`,
            `Region: ${region}`,
            `Before: ${before}`,
            "Since: 2026-11-22T10:00:00.000Z",
            `Timeline: https://console.aws.amazon.com/config/home?region=${region}#/resources/timeline?resourceId=${resource}&resourceType=AWS::EC2::SecurityGroup`,
        ];
    }

    it("have a rule with one target on each bus, and nothing to do the second time, nor after asking AWS", async () => {
        const up = await project.up();
        assert.equal(up.warnings, "");
        const found = async (region: string, bus: string) => {
            const of = { Name: NAME, EventBusName: bus };
            const { EventPattern: pattern = "" } = await events(region).send(new DescribeRuleCommand(of));
            const { Targets: targets } = await events(region).send(
                new ListTargetsByRuleCommand({ Rule: NAME, EventBusName: bus }),
            );
            return { pattern: JSON.parse(pattern) as unknown, targets };
        };
        const { inputPaths, inputTemplate } = alertMessage("aws");
        const topic = {
            Id: "alert-topic",
            Arn: TOPIC_ARN,
            InputTransformer: { InputPathsMap: inputPaths, InputTemplate: inputTemplate },
        };
        assert.deepEqual(await found(REGION, "default"), { pattern: NON_COMPLIANT, targets: [topic] });
        assert.deepEqual((await found(REGION, MEMBER_BUS)).targets, [topic]);
        const { pattern, targets = [] } = await found(OTHER_REGION, "default");
        assert.deepEqual(pattern, NON_COMPLIANT);
        assert.deepEqual(
            targets.map(({ Id, Arn }) => [Id, Arn]),
            [["own-region", `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/default`]],
        );
        assert.match(targets[0]?.RoleArn ?? "", /:role\/conformance-packs-test-alert-forwarding$/);
        assertChanges(await project.up(), []);
        assertChanges(await project.refresh(), []);
    });

    it("reach a subscribed queue as lines that people read", async () => {
        await project.account.sns.send(
            new SubscribeCommand({
                TopicArn: TOPIC_ARN,
                Protocol: "sqs",
                Endpoint: `arn:aws:sqs:${REGION}:${ACCOUNT}:pager`,
            }),
        );
        const change = { resource: "sg-1", before: "COMPLIANT" };
        await put(REGION, "default", change);
        assert.deepEqual(await alerts(), [expected(change)]);
    });

    it("come once from a further region, which they name", async () => {
        const change = { resource: "sg-2", region: OTHER_REGION };
        await put(OTHER_REGION, "default", change);
        assert.deepEqual(await alerts(), [expected(change)]);
    });

    it("come from members, but not again what the stack's own rules alert of", async () => {
        const change = { resource: "sg-3", account: MEMBER, region: OTHER_REGION };
        await put(REGION, MEMBER_BUS, change);
        await put(REGION, MEMBER_BUS, { resource: "sg-4" });
        await put(REGION, MEMBER_BUS, { resource: "sg-5", region: OTHER_REGION });
        assert.deepEqual(await alerts(), [expected(change)]);
        // A region that members record in, and the stack does not.
        const elsewhere = { resource: "sg-6", region: "eu-central-1" };
        await put(REGION, MEMBER_BUS, elsewhere);
        assert.deepEqual(await alerts(), [expected(elsewhere)]);
    });

    it("do not come of what complies again, nor of anything else that AWS Config says", async () => {
        for (const region of [REGION, OTHER_REGION]) {
            await put(region, "default", { resource: "sg-1", now: "COMPLIANT", before: "NON_COMPLIANT" });
            await put(region, "default", { resource: "sg-1" }, "Config Configuration Item Change");
        }
        assert.deepEqual(await alerts(), []);
    });

    it("go with the topic", async () => {
        project.configure(always);
        await project.up();
        for (const region of [REGION, OTHER_REGION]) {
            assert.deepEqual((await events(region).send(new ListRulesCommand({}))).Rules, []);
        }
        assertChanges(await project.up(), []);
    });
});
