import assert from "node:assert/strict";
import { deploy } from "../../components/deploy.ts";
import type { DigestPlan } from "../../lib/plan/digest-plan.ts";
import { run } from "../harness.ts";
import { ACCOUNT, REGION } from "../mock-provider.ts";
import { DIGEST, DIGEST_BASE, DIGEST_BUNDLE, IDENTITY, planOf } from "./plans.ts";

const BUCKET = `config-digests-test-${ACCOUNT}-${REGION}`;
const TOPIC = { name: "alerts", keyAlias: "alerts", deletionWindowInDays: 7, subscriptions: [] };

async function deployed(digest: DigestPlan, changes: Parameters<typeof planOf>[0] = { alertTopic: TOPIC }) {
    const { registrations } = await run(() =>
        deploy(planOf({ digest, ...changes }), IDENTITY, { digestBundle: DIGEST_BUNDLE }),
    );
    return (name: string) => {
        const found = registrations.find((one) => one.name === name);
        assert.ok(found !== undefined, `there is no ${name}`);
        return found;
    };
}

interface Statement {
    readonly Sid: string;
    readonly Action: string | readonly string[];
    readonly Resource: string | readonly string[];
    readonly Condition?: unknown;
}

function statementsOf(policy: unknown): Map<string, Statement> {
    const { Statement: statements } = JSON.parse(String(policy)) as { Statement: readonly Statement[] };
    return new Map(statements.map((one) => [one.Sid, one]));
}

describe("the digest's function", () => {
    it("may do what it does, each with its resources alone", async () => {
        const find = await deployed(DIGEST);
        const policy = statementsOf(find("digest-function-role-policy").inputs["policy"]);
        assert.deepEqual(
            [...policy.values()].map(({ Sid, Resource }) => [Sid, Resource]),
            [
                ["Rules", [`arn:aws:config:${REGION}:${ACCOUNT}:config-rule/*`]],
                ["Packs", [`arn:aws:config:${REGION}:${ACCOUNT}:conformance-pack/*`]],
                ["OwnLogs", `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/lambda/${DIGEST.functionName}:*`],
                ["DeadLetters", `arn:aws:sqs:${REGION}:${ACCOUNT}:${DIGEST.queueName}`],
                ["Snapshots", `arn:aws:s3:::${BUCKET}/digests/test/*`],
                ["SnapshotList", `arn:aws:s3:::${BUCKET}`],
                ["Keys", ["delivery", "alerts"].map((key) => `arn:aws:kms:${REGION}:${ACCOUNT}:key/${key}-key-id`)],
                ["Mail", `arn:aws:ses:${REGION}:${ACCOUNT}:identity/example.com`],
                ["Topic", `arn:aws:sns:${REGION}:${ACCOUNT}:alerts`],
            ],
        );
        assert.deepEqual(policy.get("Mail")?.Condition, { StringEquals: { "ses:FromAddress": "digest@example.com" } });
    });

    it("asks an aggregator by its own ARN, and may ask nothing else", async () => {
        const source = { kind: "aggregator", aggregator: "all", region: REGION } as const;
        const find = await deployed(
            { ...DIGEST_BASE, source, thresholds: { everyMinutes: 60, alarms: [] } },
            { aggregators: [{ name: "all", source: { accounts: ["self"] }, regions: "all" }] },
        );
        const policy = statementsOf(find("digest-function-role-policy").inputs["policy"]);
        assert.deepEqual([...policy.keys()], ["Compliance", "OwnLogs", "DeadLetters"]);
        assert.equal(policy.get("Compliance")?.Resource, `arn:aws:config:${REGION}:${ACCOUNT}:config-aggregator/all`);
    });

    it("is invoked on its schedules by a role that may do nothing else", async () => {
        const find = await deployed(DIGEST);
        const schedule = find("digest-digest-schedule").inputs;
        assert.deepEqual(
            [schedule["scheduleExpression"], schedule["scheduleExpressionTimezone"]],
            ["cron(0 7 ? * MON *)", "Europe/Berlin"],
        );
        assert.equal(
            (schedule["target"] as Record<string, unknown>)["input"],
            '{"kind":"digest","scheduledTime":"<aws.scheduler.scheduled-time>"}',
        );
        assert.equal(find("digest-count-schedule").inputs["scheduleExpression"], "rate(60 minutes)");
        const policy = statementsOf(find("digest-schedule-role-policy").inputs["policy"]);
        assert.deepEqual(
            [...policy.values()].map(({ Action }) => Action),
            ["lambda:InvokeFunction"],
        );
        const trust = statementsOf(find("digest-schedule-role").inputs["assumeRolePolicy"]);
        assert.deepEqual(trust.get("Scheduler")?.Condition, {
            StringEquals: {
                "aws:SourceAccount": ACCOUNT,
                "aws:SourceArn": `arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule-group/default`,
            },
        });
    });

    it("keeps snapshots in a bucket of its own, encrypted, and not for ever", async () => {
        const find = await deployed(DIGEST);
        assert.equal(find("digest-snapshots-bucket").inputs["bucket"], BUCKET);
        assert.match(JSON.stringify(find("digest-snapshots-bucket-encryption").inputs), /key\/delivery-key-id/);
        assert.match(JSON.stringify(find("digest-snapshots-bucket-lifecycle").inputs), /"expiration":\{"days":400\}/);
        const { environment, deadLetterConfig } = find("digest-function").inputs as Record<string, unknown>;
        assert.deepEqual(environment, {
            variables: { DIGEST_BUCKET: BUCKET, DIGEST_TOPIC_ARN: `arn:aws:sns:${REGION}:${ACCOUNT}:alerts` },
        });
        assert.match(JSON.stringify(deadLetterConfig), /failed-digests/);
    });

    it("has alarms that go to the alert topic, and that stay as they are while nothing is counted", async () => {
        const find = await deployed(DIGEST);
        const alarm = find("storage-non-compliant-rules").inputs;
        assert.deepEqual(
            [alarm["namespace"], alarm["metricName"], alarm["dimensions"], alarm["threshold"], alarm["period"]],
            ["ConformancePacks", "NonCompliantRules", { Stack: "test", Pack: "storage" }, 10, 3600],
        );
        assert.deepEqual(
            [alarm["treatMissingData"], alarm["alarmActions"], find("digest-errors").inputs["alarmActions"]],
            ["ignore", ...Array(2).fill([`arn:aws:sns:${REGION}:${ACCOUNT}:alerts`])],
        );
    });

    it("has no code unless it is handed over", async () => {
        await assert.rejects(
            run(() => deploy(planOf({ digest: DIGEST_BASE }), IDENTITY)),
            /the function of the digest has no code/,
        );
    });
});
