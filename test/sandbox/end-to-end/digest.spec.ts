import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CloudWatchClient, DescribeAlarmsCommand, GetDashboardCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { GetRolePolicyCommand, ListRolePoliciesCommand } from "@aws-sdk/client-iam";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetBucketEncryptionCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { GetScheduleCommand, type GetScheduleCommandOutput, SchedulerClient } from "@aws-sdk/client-scheduler";
import { SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { readSnapshot } from "../../../lib/compliance/snapshot.ts";
import { findingsOf } from "../../../lib/compliance/snapshot-findings.ts";
import { SCHEDULED_TIME } from "../../../lib/digest/event.ts";
import { findPython } from "../../../sandbox/python-environment.ts";
import { packsCommand } from "../packs-command.ts";
import { evaluate } from "../status/evaluated-packs.ts";
import { ACCOUNT } from "./account.ts";
import { assertChanges } from "./outcome.ts";
import { REGION, useProject } from "./project-fixture.ts";

const FUNCTION = "conformance-packs-test-compliance-digest";
const SCHEDULES = {
    digest: "conformance-packs-test-compliance-digest",
    count: "conformance-packs-test-compliance-count",
};
const BUCKET = `config-digests-test-${ACCOUNT}-${REGION}`;
const TOPIC_ARN = `arn:aws:sns:${REGION}:${ACCOUNT}:conformance-packs-test-alerts`;

const PACK = `rules:
  s3-bucket-public-read-prohibited: { severity: critical, controls: { CIS: ["2.1"] } }
  s3-bucket-versioning-enabled: { severity: low }
  s3-bucket-logging-enabled: { severity: high }
`;

const WAIVERS = `- rule: s3-bucket-logging-enabled
  account: all
  resource: archive
  reason: Nobody reads it.
  owner: storage-team
  expiry: 2099-12-31
`;

const CONFIGURATION = `packs: { storage: {} }
alertTopic: { enabled: true }
digest:
    enabled: true
    timezone: Europe/Berlin
    mail: { from: digest@example.com, to: [team@example.com, audit@example.com], identity: { mode: create } }
    topic: alerts
thresholds: { packs: { storage: { nonCompliantRules: 1 } }, dashboard: true }
`;

interface Mail {
    readonly source: string;
    readonly destinations: readonly string[];
    readonly headers: Readonly<Record<string, string>>;
    /** By content type. */
    readonly parts: Readonly<Record<string, string>>;
}

/** An implementation that has nothing to do with the one that wrote the message. */
const PARSER = `
import email, email.policy, json, sys
message = email.message_from_string(sys.stdin.read(), policy=email.policy.default)
defects = [str(one) for part in message.walk() for one in part.defects]
assert not defects, defects
json.dump({
    "headers": dict(message.items()),
    "parts": {part.get_content_type(): part.get_content() for part in message.iter_parts()},
}, sys.stdout)
`;

describe("the digest, from its schedule to whoever reads it", function () {
    this.timeout(180_000);

    const project = useProject();
    const settings = () => ({
        endpoint: project.endpoint,
        region: REGION,
        credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
        maxAttempts: 1,
    });
    const s3 = (): S3Client => new S3Client({ ...settings(), forcePathStyle: true });
    const sqs = (): SQSClient => new SQSClient(settings());
    let subscribed = "";

    /** The stack's schedule for one kind of event. */
    const scheduleOf = (kind: "digest" | "count"): Promise<GetScheduleCommandOutput> =>
        new SchedulerClient(settings()).send(new GetScheduleCommand({ GroupName: "default", Name: SCHEDULES[kind] }));

    /** As EventBridge Scheduler invokes the target, at a moment. */
    const invoke = async (kind: "digest" | "count", moment: string): Promise<Record<string, unknown>> => {
        const { Target: target } = await scheduleOf(kind);
        const input = target?.Input?.replace(SCHEDULED_TIME, moment) ?? "";
        const { FunctionError: failed, Payload: payload } = await new LambdaClient(settings()).send(
            new InvokeCommand({ FunctionName: target?.Arn, Payload: Buffer.from(input) }),
        );
        const answer = Buffer.from(payload ?? []).toString("utf8");
        assert.equal(failed, undefined, answer);
        return JSON.parse(answer) as Record<string, unknown>;
    };

    const parsed = async (message: string): Promise<Pick<Mail, "headers" | "parts">> => {
        const python = await findPython();
        const { status, stdout, stderr } = spawnSync(python?.command ?? "python3", ["-c", PARSER], {
            input: message,
            encoding: "utf8",
        });
        assert.equal(status, 0, stderr);
        return JSON.parse(stdout) as Pick<Mail, "headers" | "parts">;
    };

    const mails = async (): Promise<Mail[]> => {
        const address = new URL(`/sandbox/mails?account=${ACCOUNT}&region=${REGION}`, project.endpoint);
        const { mails: sent } = (await (await fetch(address)).json()) as {
            mails: { source: string; destinations: string[]; data: string }[];
        };
        return Promise.all(
            sent.map(async ({ source, destinations, data }) => ({ source, destinations, ...(await parsed(data)) })),
        );
    };

    const keys = async (): Promise<string[]> => {
        const { Contents: found = [] } = await s3().send(new ListObjectsV2Command({ Bucket: BUCKET }));
        return found.map(({ Key: key = "" }) => key).sort();
    };

    const metricLines = async (): Promise<Record<string, unknown>[]> => {
        const { events = [] } = await new CloudWatchLogsClient(settings()).send(
            new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${FUNCTION}` }),
        );
        return events
            .map(({ message = "" }) => message.trim())
            .filter((line) => line.startsWith('{"_aws"'))
            .map((line) => JSON.parse(line) as Record<string, unknown>);
    };

    before("deploy a stack with a digest, and have some buckets evaluated", async () => {
        subscribed = (await sqs().send(new CreateQueueCommand({ QueueName: "readers" }))).QueueUrl ?? "";
        project.writePack("storage", PACK);
        writeFileSync(join(project.folder, "waivers.yaml"), WAIVERS);
        project.configure(CONFIGURATION);
        assert.equal((await project.up()).warnings, "");
        await project.account.sns.send(
            new SubscribeCommand({
                TopicArn: TOPIC_ARN,
                Protocol: "sqs",
                Endpoint: `arn:aws:sqs:${REGION}:${ACCOUNT}:readers`,
            }),
        );
        const { config } = project.account;
        await evaluate(config, "s3-bucket-public-read-prohibited", { "public-site": "NON_COMPLIANT" });
        await evaluate(config, "s3-bucket-versioning-enabled", { archive: "COMPLIANT" });
        await evaluate(config, "s3-bucket-logging-enabled", { archive: "NON_COMPLIANT" });
    });

    it("is on the schedule that is set, in its time zone", async () => {
        const digest = await scheduleOf("digest");
        assert.deepEqual(
            [digest.ScheduleExpression, digest.ScheduleExpressionTimezone, digest.Target?.Arn?.split(":").at(-1)],
            ["cron(0 7 ? * MON *)", "Europe/Berlin", FUNCTION],
        );
        assert.equal((await scheduleOf("count")).ScheduleExpression, "rate(60 minutes)");
        assertChanges(await project.preview(), []);
    });

    it("gives its function no more than it needs", async () => {
        const { iam } = project.account;
        const name = "conformance-packs-test-compliance-digest";
        const { PolicyNames: [policy] = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName: name }));
        const { PolicyDocument: text = "" } = await iam.send(
            new GetRolePolicyCommand({ RoleName: name, PolicyName: policy }),
        );
        const { Statement: statements } = JSON.parse(decodeURIComponent(text)) as {
            Statement: { Sid: string; Resource: string | string[] }[];
        };
        assert.deepEqual(
            statements.map(({ Sid }) => Sid),
            ["Rules", "Packs", "OwnLogs", "DeadLetters", "Snapshots", "SnapshotList", "Keys", "Mail", "Topic"],
        );
        assert.ok(statements.flatMap(({ Resource }) => Resource).every((one) => one.startsWith("arn:aws:")));
    });

    it("is mailed as text and HTML, and published as text", async () => {
        const answer = await invoke("digest", "2025-11-17T06:00:00Z");
        assert.equal(answer["failing"], 1);
        const [mail, ...others] = await mails();
        assert.equal(others.length, 0);
        assert.ok(mail !== undefined);
        assert.deepEqual(
            // The emulator takes them from the request and from the message.
            [mail.source, [...new Set(mail.destinations)]],
            ["digest@example.com", ["team@example.com", "audit@example.com"]],
        );
        assert.equal(mail.headers["Subject"], "Compliance of test, 2025-11-17: 1 rule failing");
        assert.equal(mail.headers["To"], "team@example.com, audit@example.com");
        assert.deepEqual(Object.keys(mail.parts), ["text/plain", "text/html"]);
        const text = mail.parts["text/plain"] ?? "";
        assert.match(text, /33% of rules comply: 3 rules in 1 account and 1 region\./);
        assert.match(text, /This is the first digest/);
        assert.match(text, /- storage: 33%, 1 failing, 1 waived/);
        assert.match(text, /- CIS 2\.1: 0%, 1 failing/);
        assert.match(
            text,
            /- s3-bucket-logging-enabled, archive in all accounts\n {2}.*until 2099-12-31; storage-team: Nobody reads it\./,
        );
        const html = mail.parts["text/html"] ?? "";
        assert.match(html, /<h1[^>]*>Compliance of test<\/h1>/);
        assert.ok(!/<script|<link|<img|src=/.test(html));
        const { Messages: [message] = [] } = await sqs().send(new ReceiveMessageCommand({ QueueUrl: subscribed }));
        const { Subject, Message } = JSON.parse(message?.Body ?? "{}") as Record<string, string>;
        assert.deepEqual([Subject, Message], ["Compliance of test, 2025-11-17: 1 rule failing", text]);
    });

    it("is not sent again where its moment comes again", async () => {
        const before = await keys();
        const again = await invoke("digest", "2025-11-17T06:00:00Z");
        assert.equal((await mails()).length, 1);
        assert.deepEqual(await keys(), before);
        assert.match(String((again["sent"] as Record<string, string>)["mail"]), /./);
    });

    it("keeps what it counted, encrypted", async () => {
        assert.deepEqual(await keys(), [
            "digests/test/2025/11/2025-11-17T060000Z.json.gz",
            "digests/test/2025/11/2025-11-17T060000Z.sent.json",
        ]);
        const { Body: body } = await s3().send(new GetObjectCommand({ Bucket: BUCKET, Key: (await keys())[0] }));
        const snapshot = readSnapshot((await body?.transformToByteArray()) ?? new Uint8Array(), BUCKET);
        assert.deepEqual([...findingsOf(snapshot.findings)].map(({ rule, verdict }) => `${rule} ${verdict}`).sort(), [
            "s3-bucket-logging-enabled WAIVED",
            "s3-bucket-public-read-prohibited NON_COMPLIANT",
        ]);
        const { ServerSideEncryptionConfiguration: encryption } = await s3().send(
            new GetBucketEncryptionCommand({ Bucket: BUCKET }),
        );
        assert.equal(encryption?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm, "aws:kms");
    });

    it("tells the next time what is new and what is resolved", async () => {
        const { config } = project.account;
        await evaluate(config, "s3-bucket-public-read-prohibited", { "public-site": "COMPLIANT" });
        await evaluate(config, "s3-bucket-versioning-enabled", { archive: "NON_COMPLIANT" });
        await invoke("digest", "2025-11-24T06:00:00Z");
        const mail = (await mails()).at(-1);
        assert.equal(mail?.headers["Subject"], "Compliance of test, 2025-11-24: 1 new, 1 resolved");
        const text = mail.parts["text/plain"] ?? "";
        assert.match(text, /NEW SINCE 2025-11-17: 1\n- \[low\] s3-bucket-versioning-enabled: 1 resource\n/);
        assert.match(text, /RESOLVED SINCE 2025-11-17: 1\n- \[critical\] s3-bucket-public-read-prohibited/);
        assert.match(text, /TREND\n2025-11-17 .* 33%\n2025-11-24 .* 33%\n/);
    });

    it("is previewed on the command line as it would be sent, and compared with what is kept", async () => {
        const preview = (...words: readonly string[]) =>
            packsCommand({ emulator: project }, project.folder, "digest", "preview", "--stack", "test", ...words);
        const kept = `s3://${BUCKET}/digests/test/`;
        const { code, out, err } = await preview("--against", kept);
        assert.equal(code, 0, err);
        assert.match(out, /NEW SINCE 2025-11-24: 0\nnone\n\nRESOLVED SINCE 2025-11-24: 0\nnone\n/);
        const file = join(project.folder, "mail.eml");
        assert.equal((await preview("--output", file)).code, 0);
        const { headers, parts } = await parsed(readFileSync(file, "utf8"));
        assert.equal(headers["From"], "digest@example.com");
        assert.match(parts["text/html"] ?? "", /<h1/);
        const nothing = await preview("--against", project.folder);
        assert.deepEqual([nothing.code, nothing.out], [1, ""]);
        assert.match(nothing.err, /has no snapshot of compliance/);
        assert.equal((await mails()).length, 2);
    });

    it("counts in between without sending or keeping anything, and logs metrics", async () => {
        const [mailed, kept] = [(await mails()).length, await keys()];
        await invoke("count", "2025-11-24T08:00:00Z");
        assert.deepEqual([(await mails()).length, await keys()], [mailed, kept]);
        const lines = await metricLines();
        const last = lines.filter((line) => "Pack" in line).at(-1);
        assert.deepEqual(
            [
                last?.["Stack"],
                last?.["Pack"],
                last?.["NonCompliantRules"],
                last?.["WaivedRules"],
                last?.["CompliantRules"],
            ],
            ["test", "storage", 1, 1, 1],
        );
    });

    it("has alarms on what fails and on the function, and a dashboard of both", async () => {
        const cloudWatch = new CloudWatchClient(settings());
        const { MetricAlarms: alarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({}));
        const alarm = alarms.find(
            ({ AlarmName: name }) => name === "conformance-packs-test-storage-non-compliant-rules",
        );
        assert.deepEqual(
            [alarm?.Namespace, alarm?.MetricName, alarm?.Threshold, alarm?.Period, alarm?.AlarmActions],
            ["ConformancePacks", "NonCompliantRules", 1, 3600, [TOPIC_ARN]],
        );
        assert.ok(alarms.some(({ AlarmName: name }) => name === `${FUNCTION}-errors`));
        const { DashboardBody: body = "" } = await cloudWatch.send(
            new GetDashboardCommand({ DashboardName: "conformance-packs-test" }),
        );
        assert.ok(body.includes('"storage"'));
    });

    it("fails where its event is none, so that Lambda tries again", async () => {
        const { FunctionError: failed, Payload: payload } = await new LambdaClient(settings()).send(
            new InvokeCommand({ FunctionName: FUNCTION, Payload: Buffer.from('{"kind":"other"}') }),
        );
        assert.equal(failed, "Unhandled");
        assert.match(Buffer.from(payload ?? []).toString("utf8"), /neither digest nor count/);
    });

    it("goes with the stack, but for its bucket, which the next deployment takes back", async () => {
        await project.destroy();
        const kept = await keys();
        assert.equal(kept.length, 4);
        project.forget();
        const { warnings } = await project.up();
        assert.match(warnings, new RegExp(`the bucket ${BUCKET} of digests is this stack's own`));
        assert.deepEqual(await keys(), kept);
        assertChanges(await project.preview(), []);
    });
});
