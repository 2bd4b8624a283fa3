import assert from "node:assert/strict";
import {
    CreateEventBusCommand,
    EventBridgeClient,
    PutRuleCommand,
    PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
    CreateQueueCommand,
    DeleteMessageCommand,
    type Message,
    ReceiveMessageCommand,
    SQSClient,
} from "@aws-sdk/client-sqs";
import type { Change } from "../../../functions/alerts/change.ts";
import { type Deliver, delivering } from "../../../functions/alerts/deliver.ts";
import { createAlertHandler, type QueueEvent } from "../../../functions/alerts/handler.ts";
import type { AlertState } from "../../../functions/alerts/state.ts";
import { stateStore } from "../../../functions/alerts/state-store.ts";
import type { AlertConfiguration } from "../../../lib/alerts/configuration.ts";
import { STATE_KEY } from "../../../lib/alerts/configuration.ts";
import { changeOf, configurationOf } from "../../functions/alerts/changes.ts";
import { ACCOUNT, REGION, useEmulator } from "../emulator/emulator-fixture.ts";

const BUCKET = "alert-state";
const arn = (service: string, name: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${name}`;

/** A message of the alert queue, as EventBridge sends it. */
function recordOf({ id, subject, account, region, resourceType, resourceId, since }: Change) {
    const detail = {
        awsAccountId: account,
        awsRegion: region,
        configRuleName: subject,
        messageType: "ComplianceChangeNotification",
        newEvaluationResult: { complianceType: "NON_COMPLIANT", resultRecordedTime: since },
        resourceType,
        resourceId,
    };
    const body = JSON.stringify({ id, "detail-type": "Config Rules Compliance Change", source: "aws.config", detail });
    return { messageId: `message of ${id}`, body };
}

const eventOf = (...changes: Change[]): QueueEvent => ({ Records: changes.map(recordOf) });

describe("the alert function, against the emulator", function () {
    this.timeout(30_000);
    const fixture = useEmulator();
    const s3 = (): S3Client => new S3Client({ ...fixture.settings(), forcePathStyle: true });
    const sqs = (): SQSClient => new SQSClient(fixture.settings());

    beforeEach(async () => {
        await fixture.reset();
        await s3().send(
            new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration: { LocationConstraint: REGION } }),
        );
    });

    const routesTo = (...targets: string[]): AlertConfiguration["routes"] => ({
        critical: targets,
        high: targets,
        medium: targets,
        low: targets,
        recording: targets,
        default: targets,
    });
    const handlerFor = (routes: AlertConfiguration["routes"], deliver?: Deliver, now?: () => Date) =>
        createAlertHandler({
            configuration: configurationOf({ routes, messageLimit: 100 }),
            store: stateStore(BUCKET, s3()),
            deliver: deliver ?? delivering(fixture.settings()),
            ...(now && { now }),
        });
    const makeQueue = async (name: string): Promise<string> =>
        (await sqs().send(new CreateQueueCommand({ QueueName: name }))).QueueUrl ?? "";
    const received = async (QueueUrl: string): Promise<Message[]> => {
        const all: Message[] = [];
        for (;;) {
            const { Messages: found = [] } = await sqs().send(
                new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] }),
            );
            if (found.length === 0) {
                return all;
            }
            all.push(...found);
            for (const { ReceiptHandle } of found) {
                await sqs().send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
            }
        }
    };
    const bodyOf = <Body>({ Body = "" }: Message): Body => JSON.parse(Body) as Body;
    const stored = async (): Promise<AlertState> => {
        const { Body: body } = await s3().send(new GetObjectCommand({ Bucket: BUCKET, Key: STATE_KEY }));
        return JSON.parse((await body?.transformToString()) ?? "") as AlertState;
    };

    it("tells a topic in words, a queue and a bus in JSON, with what subscriptions filter by", async () => {
        const [pager, mail, events] = [await makeQueue("pager"), await makeQueue("mail"), await makeQueue("events")];
        const sns = new SNSClient(fixture.settings());
        await sns.send(new CreateTopicCommand({ Name: "alerts" }));
        await sns.send(
            new SubscribeCommand({
                TopicArn: arn("sns", "alerts"),
                Protocol: "sqs",
                Endpoint: arn("sqs", "mail"),
                Attributes: { FilterPolicy: JSON.stringify({ severity: ["high"], packs: ["odd"] }) },
            }),
        );
        const bridge = new EventBridgeClient(fixture.settings());
        await bridge.send(new CreateEventBusCommand({ Name: "security" }));
        const rule = { EventBusName: "security", Rule: "high" };
        const pattern = { source: ["conformance-packs"], detail: { severity: ["high"] } };
        await bridge.send(
            new PutRuleCommand({ Name: "high", EventBusName: "security", EventPattern: JSON.stringify(pattern) }),
        );
        await bridge.send(new PutTargetsCommand({ ...rule, Targets: [{ Id: "1", Arn: arn("sqs", "events") }] }));

        const handler = handlerFor(
            routesTo(arn("sns", "alerts"), arn("sqs", "pager"), arn("events", "event-bus/security")),
        );
        await handler(eventOf(changeOf(), changeOf({ subject: "medium-2" })));

        const mails = (await received(mail)).map((one) => bodyOf<{ Subject: string; Message: string }>(one));
        assert.deepEqual(
            mails.map(({ Subject }) => Subject),
            ["[HIGH] AWS::EC2::SecurityGroup sg-1 does not comply with high-1 (111122223333, eu-west-1)"],
        );
        assert.match(mails[0]?.Message ?? "", /^AWS::EC2::SecurityGroup sg-1 does not comply with high-1\.\n/);
        const pages = await received(pager);
        assert.deepEqual(pages.map((one) => bodyOf<{ rule: string }>(one).rule).sort(), ["high-1", "medium-2"]);
        assert.deepEqual(Object.keys(pages[0]?.MessageAttributes ?? {}).sort(), [
            "accounts",
            "kind",
            "packs",
            "rule",
            "severity",
        ]);
        const put = (await received(events)).map((one) =>
            bodyOf<{ "detail-type": string; detail: { rule: string; text: string } }>(one),
        );
        assert.deepEqual(
            put.map((one) => [one["detail-type"], one.detail.rule]),
            [["Compliance Alert", "high-1"]],
        );
        assert.equal(put[0]?.detail.text, mails[0]?.Message);
    });

    it("counts every event once, whatever comes twice and at the same time", async () => {
        const pager = await makeQueue("pager");
        const handler = handlerFor(routesTo(arn("sqs", "pager")));
        const changes = Array.from({ length: 40 }, (_, index) => changeOf({ resourceId: `sg-${index}` }));
        // Two are under way at a time, and both get half of what the other gets.
        for (let start = 0; start < 40; start += 10) {
            await Promise.all([
                handler(eventOf(...changes.slice(start, start + 20))),
                handler(eventOf(...changes.slice(start + 5, start + 25))),
            ]);
        }
        const messages = (await received(pager)).map((one) => bodyOf<{ changes: number }>(one));
        const { held } = await stored();
        const told = messages.reduce((sum, one) => sum + one.changes, 0);
        assert.equal(messages.length, 1);
        assert.equal(told + (held[0]?.changes ?? 0), 40);
    });

    it("keeps what it could not deliver for the next attempt, and fails so that there is one", async () => {
        const handler = handlerFor(routesTo(arn("sqs", "gone")));
        const event = eventOf(changeOf());
        await assert.rejects(
            handler(event),
            /^Error: 1 of 1 messages could not be delivered, one to arn:aws:sqs:.*:gone:/,
        );
        assert.equal((await stored()).outbox.length, 1);
        const gone = await makeQueue("gone");
        assert.deepEqual(await handler(event), { batchItemFailures: [] });
        const messages = (await received(gone)).map((one) => bodyOf<{ changes: number }>(one));
        assert.deepEqual(
            messages.map(({ changes }) => changes),
            [1],
        );
        assert.deepEqual((await stored()).outbox, []);
    });

    it("delivers what another invocation began and never ended, but not while it is under way", async () => {
        const queue = await makeQueue("pager");
        const deliver = delivering(fixture.settings());
        const begun = new Date();
        const never = handlerFor(
            routesTo(arn("sqs", "pager")),
            () => new Promise(() => undefined),
            () => begun,
        );
        void never(eventOf(changeOf()));
        for (let attempt = 0; attempt < 50 && (await stored().catch(() => undefined)) === undefined; attempt++) {
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
        const at = (seconds: number) => () => new Date(begun.getTime() + seconds * 1000);
        const other = eventOf(changeOf());
        await handlerFor(routesTo(arn("sqs", "pager")), deliver, at(30))(other);
        assert.equal((await received(queue)).length, 0);
        await handlerFor(routesTo(arn("sqs", "pager")), deliver, at(150))(other);
        assert.equal((await received(queue)).length, 1);
    });

    it("hands back what is no event of its rules, and nothing else", async () => {
        await makeQueue("pager");
        const handler = handlerFor(routesTo(arn("sqs", "pager")));
        const { Records: records } = eventOf(changeOf());
        const answer = await handler({
            Records: [
                { messageId: "no JSON", body: "{" },
                ...records,
                { messageId: "no event", body: "{}" },
                { messageId: "another's", body: JSON.stringify({ id: "1", "detail-type": "EC2 State Change" }) },
            ],
        });
        assert.deepEqual(
            answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
            ["no JSON", "no event", "another's"],
        );
    });

    it("begins anew with a state that nobody can read", async () => {
        const pager = await makeQueue("pager");
        await s3().send(new PutObjectCommand({ Bucket: BUCKET, Key: STATE_KEY, Body: '{"version": 0}' }));
        await handlerFor(routesTo(arn("sqs", "pager")))(eventOf(changeOf()));
        assert.equal((await received(pager)).length, 1);
        assert.equal((await stored()).version, 1);
    });

    it("writes no state at the end of an interval in which nothing was", async () => {
        const handler = handlerFor(routesTo(arn("sqs", "pager")));
        const end = { id: "1", "detail-type": "Scheduled Event", source: "aws.events", detail: {} };
        await handler({ Records: [{ messageId: "1", body: JSON.stringify(end) }] });
        await assert.rejects(stored(), { name: "NoSuchKey" });
    });
});
