import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { EventBridgeClient, ListRulesCommand, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { LambdaClient, ListEventSourceMappingsCommand, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { S3Client, ListBucketsCommand } from "@aws-sdk/client-s3";
import { SubscribeCommand } from "@aws-sdk/client-sns";
import {
    CreateQueueCommand,
    DeleteMessageCommand,
    GetQueueAttributesCommand,
    GetQueueUrlCommand,
    type Message,
    ReceiveMessageCommand,
    SendMessageCommand,
    SQSClient,
} from "@aws-sdk/client-sqs";
import { ACCOUNT } from "./account.ts";
import { assertChanges } from "./outcome.ts";
import { REGION, useProject } from "./project-fixture.ts";

const OTHER_REGION = "us-east-1";
const NAME = "conformance-packs-test-alerts";
const PAGER = `arn:aws:sqs:${REGION}:${ACCOUNT}:pager`;
const TOPIC_ARN = `arn:aws:sns:${REGION}:${ACCOUNT}:${NAME}`;

const PACK = `rules:
  restricted-ssh:
    severity: high
    controls: { cis-v3.0: ["5.2"] }
  s3-bucket-versioning-enabled:
    severity: low
`;

const WAIVERS = `- rule: restricted-ssh
  account: all
  resource: sg-bastion
  reason: The bastion is watched.
  owner: network@example.com
  expiry: 2099-12-31
- rule: restricted-ssh
  account: all
  resource: sg-old
  reason: It was to be gone by then.
  owner: network@example.com
  expiry: 2020-01-01
`;

interface Change {
    readonly resource: string;
    readonly rule?: string;
    readonly region?: string;
    readonly now?: string;
    readonly annotation?: string;
}

/** What a queue of a route receives. */
interface Alert {
    readonly kind: string;
    readonly subject: string;
    readonly text: string;
    readonly severity?: string;
    readonly packs: readonly string[];
    readonly changes: number;
    readonly findings: readonly { readonly resourceId?: string }[];
}

/** https://docs.aws.amazon.com/config/latest/developerguide/example-config-rule-compliance-notification.html */
function detailOf({ resource, rule = "restricted-ssh", region = REGION, now = "NON_COMPLIANT", annotation }: Change) {
    const result = (complianceType: string, resultRecordedTime: string) => ({ complianceType, resultRecordedTime });
    const before = now === "NON_COMPLIANT" ? "COMPLIANT" : "NON_COMPLIANT";
    return JSON.stringify({
        awsAccountId: ACCOUNT,
        awsRegion: region,
        configRuleName: `${rule}-conformance-pack-abcdefghi`,
        messageType: "ComplianceChangeNotification",
        newEvaluationResult: {
            ...result(now, "2026-11-22T10:00:00.000Z"),
            ...(annotation !== undefined && { annotation }),
        },
        oldEvaluationResult: result(before, "2026-11-21T10:00:00.000Z"),
        resourceId: resource,
        resourceType: "AWS::EC2::SecurityGroup",
    });
}

describe("the alert function, from an event to whoever is told", function () {
    this.timeout(180_000);

    const project = useProject();
    const settings = (region = REGION) => ({
        endpoint: project.endpoint,
        region,
        credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
        maxAttempts: 1,
    });
    const sqs = (): SQSClient => new SQSClient(settings());
    const configuration =
        `regions: { ${OTHER_REGION}: }\npacks: { network: {} }\nalertTopic: { enabled: true }\n` +
        `alerts: { enabled: true, batchSeconds: 1, messageLimit: 4, resolved: true, ` +
        `routes: { high: ["${PAGER}"], recording: [topic, "${PAGER}"] } }\n`;
    let pager = "";
    let subscribed = "";

    before("deploy a stack whose alerts go to a queue", async () => {
        const queue = async (name: string): Promise<string> =>
            (await sqs().send(new CreateQueueCommand({ QueueName: name }))).QueueUrl ?? "";
        [pager, subscribed] = [await queue("pager"), await queue("subscribed")];
        project.writePack("network", PACK);
        writeFileSync(join(project.folder, "waivers.yaml"), WAIVERS);
        project.configure(configuration);
        assert.equal((await project.up()).warnings, "");
        await project.account.sns.send(
            new SubscribeCommand({
                TopicArn: TOPIC_ARN,
                Protocol: "sqs",
                Endpoint: `arn:aws:sqs:${REGION}:${ACCOUNT}:subscribed`,
            }),
        );
    });

    async function put(change: Change, region = REGION): Promise<void> {
        await new EventBridgeClient(settings(region)).send(
            new PutEventsCommand({
                Entries: [
                    { Source: "aws.config", DetailType: "Config Rules Compliance Change", Detail: detailOf(change) },
                ],
            }),
        );
    }

    /** As EventBridge's schedule does, which the emulator does not keep. */
    async function endInterval(): Promise<void> {
        const { QueueUrl } = await sqs().send(new GetQueueUrlCommand({ QueueName: NAME }));
        const body = { id: "interval", "detail-type": "Scheduled Event", source: "aws.events", detail: {} };
        await sqs().send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body) }));
    }

    /** The next message of a queue, for twenty seconds at most. */
    async function next(QueueUrl: string): Promise<Message> {
        for (let attempt = 0; attempt < 200; attempt++) {
            const { Messages: [message] = [] } = await sqs().send(
                new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ["All"] }),
            );
            if (message !== undefined) {
                await sqs().send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
                return message;
            }
            await delay(100);
        }
        throw new Error(`nothing came to ${QueueUrl}`);
    }

    const alert = async (queue = pager): Promise<Alert> => JSON.parse((await next(queue)).Body ?? "") as Alert;

    it("has nothing to do the second time, nor after asking AWS", async () => {
        assertChanges(await project.up(), []);
        assertChanges(await project.refresh(), []);
    });

    it("tells a queue what ceased to comply, in words, and by which rule, pack and control", async () => {
        await put({ resource: "sg-1", annotation: 'Port 22 is "open".' });
        const { Body: body = "", MessageAttributes: attributes } = await next(pager);
        const { subject, text, findings, ...rest } = JSON.parse(body) as Alert;
        assert.equal(
            subject,
            `[HIGH] AWS::EC2::SecurityGroup sg-1 does not comply with restricted-ssh (${ACCOUNT}, ${REGION})`,
        );
        assert.deepEqual(text.split("\n"), [
            "AWS::EC2::SecurityGroup sg-1 does not comply with restricted-ssh.",
            "",
            `Account: ${ACCOUNT}`,
            `Region: ${REGION}`,
            "Since: 2026-11-22T10:00:00.000Z",
            "Before: COMPLIANT",
            'Says: Port 22 is "open".',
            `Timeline: https://console.aws.amazon.com/config/home?region=${REGION}#/resources/timeline?resourceId=sg-1&resourceType=AWS%3A%3AEC2%3A%3ASecurityGroup`,
            "Severity: high",
            "Pack: network",
            "Controls: cis-v3.0 5.2",
            "",
            "Stack: test",
        ]);
        assert.equal(findings[0]?.resourceId, "sg-1");
        assert.deepEqual([rest.kind, rest.severity, rest.packs, rest.changes], ["failing", "high", ["network"], 1]);
        assert.equal(attributes?.["severity"]?.StringValue, "high");
        assert.deepEqual(JSON.parse(attributes["accounts"]?.StringValue ?? ""), [ACCOUNT]);
    });

    it("holds back what changes after that, waivers apart, and tells of it at the end of the interval", async () => {
        for (const resource of ["sg-2", "sg-bastion", "sg-old", "sg-2"]) {
            await put({ resource });
        }
        // A rule that is not quiet comes at once, so that whatever came before it is known by then.
        await put({ resource: "i-1", rule: "s3-bucket-versioning-enabled" });
        const { Message: low } = JSON.parse((await next(subscribed)).Body ?? "") as { Message: string };
        assert.match(low, /^AWS::EC2::SecurityGroup i-1 does not comply with s3-bucket-versioning-enabled\.\n/);
        await endInterval();
        const { subject, changes, findings } = await alert();
        assert.equal(subject, "[HIGH] 2 resources do not comply with restricted-ssh");
        assert.equal(changes, 3);
        assert.deepEqual(
            findings.map(({ resourceId }) => resourceId),
            ["sg-2", "sg-old"],
        );
    });

    it("tells once more after an interval in which nothing was", async () => {
        await endInterval();
        await put({ resource: "sg-7", region: OTHER_REGION }, OTHER_REGION);
        const { text } = await alert();
        assert.match(text, /^AWS::EC2::SecurityGroup sg-7 does not comply/);
        assert.match(text, new RegExp(`Region: ${OTHER_REGION}`));
    });

    it("tells what complies again, if wanted", async () => {
        await put({ resource: "sg-7", now: "COMPLIANT" });
        const { subject } = await alert();
        assert.match(subject, /^\[RESOLVED\] AWS::EC2::SecurityGroup sg-7 complies again with restricted-ssh/);
    });

    it("tells that a recorder was stopped, to the topic and to the queue", async () => {
        const detail = {
            eventSource: "config.amazonaws.com",
            eventName: "StopConfigurationRecorder",
            eventTime: "2026-11-22T11:00:00Z",
            awsRegion: OTHER_REGION,
            userIdentity: { arn: `arn:aws:iam::${ACCOUNT}:user/mallory` },
        };
        await new EventBridgeClient(settings(OTHER_REGION)).send(
            new PutEventsCommand({
                Entries: [
                    {
                        Source: "aws.config",
                        DetailType: "AWS API Call via CloudTrail",
                        Detail: JSON.stringify(detail),
                    },
                ],
            }),
        );
        const { kind, text } = await alert();
        assert.equal(kind, "recording");
        assert.deepEqual(text.split("\n").slice(0, 6), [
            "AWS Config: the configuration recorder was stopped.",
            "",
            `Account: ${ACCOUNT}`,
            `Region: ${OTHER_REGION}`,
            "Since: 2026-11-22T11:00:00Z",
            `Says: By arn:aws:iam::${ACCOUNT}:user/mallory`,
        ]);
        assert.match((await next(subscribed)).Body ?? "", /the configuration recorder was stopped/);
    });

    it("has an alarm for what cannot be handled, and for deliveries that fail, in every region", async () => {
        const alarms = async (region: string) => {
            const { MetricAlarms: found = [] } = await new CloudWatchClient(settings(region)).send(
                new DescribeAlarmsCommand({ AlarmNamePrefix: NAME }),
            );
            return found.map(({ AlarmName, AlarmActions }) => [AlarmName?.slice(NAME.length + 1), AlarmActions]).sort();
        };
        assert.deepEqual(await alarms(REGION), [
            ["dead-letters", [TOPIC_ARN]],
            ["errors", [TOPIC_ARN]],
            ["history-delivery", []],
            ["snapshot-delivery", []],
        ]);
        assert.deepEqual(await alarms(OTHER_REGION), [
            ["history-delivery", []],
            ["snapshot-delivery", []],
        ]);
    });

    it("keeps its log encrypted, and not for ever", async () => {
        const { logGroups: groups = [] } = await new CloudWatchLogsClient(settings()).send(
            new DescribeLogGroupsCommand({
                logGroupNamePrefix: "/aws/lambda/conformance-packs-test-compliance-alerts",
            }),
        );
        assert.deepEqual(
            groups.map(({ retentionInDays, kmsKeyId }) => [retentionInDays, kmsKeyId?.split(":")[2]]),
            [[90, "kms"]],
        );
    });

    it("leaves nothing in its queues", async () => {
        for (const QueueName of [NAME, `${NAME}-failed`]) {
            const { QueueUrl } = await sqs().send(new GetQueueUrlCommand({ QueueName }));
            const { Attributes: attributes } = await sqs().send(
                new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
            );
            assert.deepEqual(
                [attributes?.["ApproximateNumberOfMessages"], attributes?.["ApproximateNumberOfMessagesNotVisible"]],
                ["0", "0"],
                QueueName,
            );
            assert.match(attributes?.["KmsMasterKeyId"] ?? "", /^arn:aws:kms:/);
            assert.match(attributes?.["Policy"] ?? "", /DenyInsecureTransport/);
        }
    });

    it("is another function once a pack changes, with the same state", async () => {
        project.writePack("network", PACK.replace("severity: high", "severity: critical"));
        assertChanges(await project.up(), ["update aws:lambda:Function alert-function"]);
        project.writePack("network", PACK);
    });

    it("goes away with its setting, and the topic is told again as before", async () => {
        project.configure(configuration.replace(/alerts: .*\n/, ""));
        await project.up();
        const { Functions: functions } = await new LambdaClient(settings()).send(new ListFunctionsCommand({}));
        const { EventSourceMappings: mappings } = await new LambdaClient(settings()).send(
            new ListEventSourceMappingsCommand({}),
        );
        assert.deepEqual([functions, mappings], [[], []]);
        const { Rules: rules = [] } = await new EventBridgeClient(settings()).send(new ListRulesCommand({}));
        assert.deepEqual(
            rules.map(({ Name }) => Name),
            [NAME],
        );
        const { Buckets: buckets = [] } = await new S3Client({ ...settings(), forcePathStyle: true }).send(
            new ListBucketsCommand({}),
        );
        assert.ok(!buckets.some(({ Name }) => Name?.startsWith("config-alerts-")));
        await put({ resource: "sg-9" });
        assert.match((await next(subscribed)).Body ?? "", /sg-9 does not comply with restricted-ssh-conformance-pack/);
    });
});
