import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type * as pulumi from "@pulumi/pulumi";
import { deploy } from "../../components/deploy.ts";
import { complianceChanges, recordingEvents } from "../../lib/alerts/alert-patterns.ts";
import { nonCompliantMembers } from "../../lib/alerts/compliance-change.ts";
import type { DeploymentPlan } from "../../lib/plan/plan.ts";
import { alertKeyPolicy } from "../../lib/policies/alert-key-policy.ts";
import { alertQueuePolicy } from "../../lib/policies/alert-queue-policy.ts";
import { only, type Run, rows, run } from "../harness.ts";
import { CONFIGURATIONS, membersOf } from "../lib/members/configurations.ts";
import { ACCOUNT, REGION } from "../mock-provider.ts";
import { ALERT_BUNDLE, ALERTING, IDENTITY, planOf, regionOf } from "./plans.ts";

const RULE = "aws:cloudwatch/eventRule:EventRule";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const FUNCTION = "conformance-packs-test-compliance-alerts";
const STATE_BUCKET = `config-alerts-test-${ACCOUNT}-${REGION}`;
const SCOPE = { partition: "aws", account: ACCOUNT, region: REGION };
const arnOf = (service: string, name: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${name}`;
const QUEUE = arnOf("sqs", "alerts");
const DEAD_LETTERS = arnOf("sqs", "alerts-failed");
const TOPIC = arnOf("sns", "alerts");
const KEY = arnOf("kms", "key/alerts-key-id");
const PAGER = `arn:aws:sqs:${REGION}:444455556666:pager`;

const deployed = (changes: Partial<DeploymentPlan> = {}): Promise<Run<unknown>> =>
    run(() => deploy(planOf({ ...ALERTING, ...changes }), IDENTITY, { alerts: ALERT_BUNDLE }));

interface Statement {
    readonly Sid: string;
    readonly Action: unknown;
    readonly Resource: unknown;
    readonly Condition?: unknown;
}

describe("the alert function", () => {
    it("is not there unless it is asked for", async () => {
        const done = await run(() => deploy(planOf({ alertTopic: ALERTING.alertTopic }), IDENTITY));
        assert.deepEqual(
            rows(done).filter((row) => /sqs|lambda|MetricAlarm|alert-state/.test(row)),
            [],
        );
    });

    it("reads a queue behind the topic's key, over TLS only, from rules of this stack only", async () => {
        const done = await deployed();
        const { inputs: queue } = only(done, "aws:sqs/queue:Queue", "alert-queue-queue");
        assert.deepEqual(
            [queue["name"], queue["kmsMasterKeyId"], queue["visibilityTimeoutSeconds"]],
            ["alerts", KEY, 420],
        );
        assert.deepEqual(JSON.parse(String(queue["redrivePolicy"])), {
            deadLetterTargetArn: DEAD_LETTERS,
            maxReceiveCount: 5,
        });
        const { inputs: dead } = only(done, "aws:sqs/queue:Queue", "alert-queue-dead-letters");
        assert.deepEqual([dead["name"], dead["kmsMasterKeyId"]], ["alerts-failed", KEY]);
        assert.deepEqual(JSON.parse(String(dead["redriveAllowPolicy"])), {
            redrivePermission: "byQueue",
            sourceQueueArns: [QUEUE],
        });
        const { inputs: policy } = only(done, "aws:sqs/queuePolicy:QueuePolicy", "alert-queue-queue-policy");
        assert.deepEqual(
            JSON.parse(String(policy["policy"])),
            alertQueuePolicy({ ...SCOPE, queueArn: QUEUE, rulePrefix: "alerts" }),
        );
        const { inputs: key } = only(done, "aws:kms/key:Key", "alerts-key");
        const encrypts = { queues: [QUEUE, DEAD_LETTERS], name: FUNCTION };
        assert.deepEqual(
            JSON.parse(String(key["policy"])),
            alertKeyPolicy({ ...SCOPE, topicArn: TOPIC, function: encrypts }),
        );
    });

    it("gets every batch of a window, two at a time at most, and may answer for single messages", async () => {
        const { inputs, dependsOn } = only(
            await deployed(),
            "aws:lambda/eventSourceMapping:EventSourceMapping",
            "alert-function-mapping",
        );
        assert.deepEqual(inputs, {
            region: REGION,
            eventSourceArn: QUEUE,
            functionName: arnOf("lambda", `function:${FUNCTION}`),
            batchSize: 10_000,
            maximumBatchingWindowInSeconds: 60,
            functionResponseTypes: ["ReportBatchItemFailures"],
            scalingConfig: { maximumConcurrency: 2 },
            tags: { team: "security" },
        });
        assert.ok(["alert-function-role-policy", "alert-function-logs"].every((name) => dependsOn.includes(name)));
    });

    it("has its table beside its code, and in its environment nothing but the bucket of its state", async () => {
        const { inputs } = only(await deployed(), "aws:lambda/function:Function", "alert-function");
        assert.deepEqual(inputs["environment"], { variables: { ALERT_STATE_BUCKET: STATE_BUCKET } });
        const archive = inputs["code"] as pulumi.asset.AssetArchive;
        const assets = (await archive.assets) as Record<string, pulumi.asset.FileAsset>;
        const textOf = async (name: string): Promise<string> => readFileSync((await assets[name]?.path) ?? "", "utf8");
        assert.equal(await textOf("index.mjs"), ALERT_BUNDLE.code);
        const table = JSON.parse(await textOf("alerts.json")) as { routes: Record<string, string[]> };
        assert.deepEqual([table.routes["critical"], table.routes["low"]], [[TOPIC, PAGER], []]);
    });

    it("may read that queue, keep that object, write its log, and tell its targets: nothing else", async () => {
        const { inputs } = only(await deployed(), "aws:iam/rolePolicy:RolePolicy", "alert-function-role-policy");
        const { Statement: statements } = JSON.parse(String(inputs["policy"])) as { Statement: Statement[] };
        assert.deepEqual(
            statements.map(({ Sid, Action, Resource }) => [Sid, Action, Resource]),
            [
                ["AlertQueue", ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"], QUEUE],
                ["OwnKey", ["kms:Decrypt", "kms:GenerateDataKey"], KEY],
                ["State", ["s3:GetObject", "s3:PutObject"], `arn:aws:s3:::${STATE_BUCKET}/alerts/state.json`],
                ["NoStateYet", "s3:ListBucket", `arn:aws:s3:::${STATE_BUCKET}`],
                [
                    "OwnLogs",
                    ["logs:CreateLogStream", "logs:PutLogEvents"],
                    arnOf("logs", `log-group:/aws/lambda/${FUNCTION}:*`),
                ],
                ["Topics", "sns:Publish", [TOPIC]],
                ["Queues", "sqs:SendMessage", [PAGER]],
                ["KeysOfQueues", ["kms:Decrypt", "kms:GenerateDataKey"], [`arn:aws:kms:${REGION}:444455556666:key/*`]],
            ],
        );
        assert.deepEqual(statements.at(-1)?.Condition, {
            StringLike: { "kms:ViaService": "sqs.*" },
            StringEquals: { "kms:EncryptionContext:aws:sqs:arn": [PAGER] },
        });
    });

    it("keeps its log for the days that are set, encrypted", async () => {
        const { inputs } = only(await deployed(), "aws:cloudwatch/logGroup:LogGroup", "alert-function-logs");
        assert.deepEqual(
            [inputs["name"], inputs["retentionInDays"], inputs["kmsKeyId"]],
            [`/aws/lambda/${FUNCTION}`, 90, KEY],
        );
    });

    it("gets what changes, what stops and what rings, and the end of every interval", async () => {
        const done = await deployed();
        const rules = done.registrations.filter(({ type }) => type === RULE);
        assert.deepEqual(rules.map(({ inputs }) => inputs["name"]).sort(), [
            "alerts",
            "alerts-alarms",
            "alerts-interval",
            "alerts-recording",
        ]);
        const pattern = (name: string): unknown => JSON.parse(String(only(done, RULE, name).inputs["eventPattern"]));
        assert.deepEqual(pattern("alert-rules-rule"), complianceChanges(false));
        assert.deepEqual(pattern("alert-rules-recording-rule"), recordingEvents());
        assert.equal(only(done, RULE, "alert-rules-interval-rule").inputs["scheduleExpression"], "rate(15 minutes)");
        for (const { name, inputs } of done.registrations.filter(({ type }) => type === TARGET)) {
            assert.deepEqual([inputs["arn"], inputs["deadLetterConfig"]], [QUEUE, { arn: DEAD_LETTERS }], name);
            assert.equal(inputs["inputTransformer"], undefined);
        }
        assert.ok(
            only(done, TARGET, "alert-rules-target").dependsOn.includes("alert-queue-queue-policy"),
            "rules wait for the policy that lets them send",
        );
    });

    it("gets the same from further regions and from members, but what stands in its own only once", async () => {
        const { members } = membersOf(CONFIGURATIONS.usual);
        const done = await deployed({ members, furtherRegions: [regionOf("us-east-1")] });
        const forwarded = done.registrations.filter(({ type, inputs }) => type === RULE && inputs["region"] !== REGION);
        assert.deepEqual(forwarded.map(({ inputs }) => inputs["name"]).sort(), [
            "alerts",
            "alerts-alarms",
            "alerts-recording",
        ]);
        const { inputs: role } = only(done, "aws:iam/role:Role", "alert-rules-forwarding-role");
        assert.match(String(role["assumeRolePolicy"]), /:rule\/alerts\*"/);
        const own = { account: ACCOUNT, regions: [REGION, "us-east-1"].sort() };
        for (const [name, pattern] of [
            ["alert-rules-members-rule", nonCompliantMembers(own)],
            ["alert-rules-members-recording-rule", recordingEvents(own)],
        ] as const) {
            const { inputs } = only(done, RULE, name);
            assert.deepEqual(JSON.parse(String(inputs["eventPattern"])), pattern);
            assert.equal(inputs["eventBusName"], "conformance-packs-test-members");
        }
        const alarms = done.registrations.filter(({ type, inputs }) => type === ALARM && inputs["region"] !== REGION);
        assert.deepEqual(
            alarms.map(({ inputs }) => [inputs["name"], inputs["metricName"], inputs["alarmActions"]]).sort(),
            [
                ["alerts-history-delivery", "ConfigHistoryExportFailed", undefined],
                ["alerts-snapshot-delivery", "ConfigSnapshotExportFailed", undefined],
            ],
        );
    });

    it("has alarms that tell the topic themselves of what it could not do", async () => {
        const done = await deployed();
        const alarm = (name: string) => {
            const { namespace, metricName, dimensions, alarmActions } = only(done, ALARM, name).inputs;
            return { namespace, metricName, dimensions, alarmActions };
        };
        assert.deepEqual(alarm("alert-function-dead-letters"), {
            namespace: "AWS/SQS",
            metricName: "ApproximateNumberOfMessagesVisible",
            dimensions: { QueueName: "alerts-failed" },
            alarmActions: [TOPIC],
        });
        assert.deepEqual(alarm("alert-function-errors"), {
            namespace: "AWS/Lambda",
            metricName: "Errors",
            dimensions: { FunctionName: FUNCTION },
            alarmActions: [TOPIC],
        });
    });
});
