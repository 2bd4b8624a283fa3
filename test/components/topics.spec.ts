import assert from "node:assert/strict";
import { AlertTopic } from "../../components/alert-topic.ts";
import { DeliveryTopic } from "../../components/delivery-topic.ts";
import { scopeOf } from "../../lib/plan/names.ts";
import type { DeliveryTopicPlan, SubscriptionPlan } from "../../lib/plan/plan.ts";
import { alertKeyPolicy } from "../../lib/policies/alert-key-policy.ts";
import { alertTopicPolicy } from "../../lib/policies/alert-topic-policy.ts";
import { deliveryTopicPolicy } from "../../lib/policies/delivery-topic-policy.ts";
import { only, rows, run } from "../harness.ts";
import { ACCOUNT, REGION } from "../mock-provider.ts";
import { namesOf, TOPIC_ARN } from "./plans.ts";

const SUBSCRIPTIONS: readonly SubscriptionPlan[] = [
    { protocol: "email", endpoint: "ops@example.com" },
    { protocol: "sqs", endpoint: `arn:aws:sqs:${REGION}:${ACCOUNT}:changes` },
    { protocol: "https", endpoint: "https://example.com/hook" },
    { protocol: "lambda", endpoint: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:digest` },
];

const TAGS = { team: "security" };

describe("DeliveryTopic", () => {
    const record = (changes: Partial<DeliveryTopicPlan> = {}) => {
        const plan = { name: "conformance-packs-test", subscriptions: [], ...changes };
        return run(() => new DeliveryTopic("delivery", { names: namesOf(), topicArn: TOPIC_ARN, tags: TAGS, plan }));
    };

    it("is a topic that AWS Config may publish to, not encrypted", async () => {
        const done = await record();
        assert.deepEqual(rows(done), [
            "aws:sns/topic:Topic delivery-topic",
            "aws:sns/topicPolicy:TopicPolicy delivery-topic-policy",
            "conformance-packs:config:DeliveryTopic delivery",
        ]);
        assert.deepEqual(only(done, "aws:sns/topic:Topic", "delivery-topic").inputs, {
            region: REGION,
            name: "conformance-packs-test",
            tags: TAGS,
        });
        const policy = only(done, "aws:sns/topicPolicy:TopicPolicy", "delivery-topic-policy").inputs;
        assert.deepEqual(
            JSON.parse(String(policy["policy"])),
            deliveryTopicPolicy({ ...scopeOf(namesOf()), topicArn: TOPIC_ARN }),
        );
        assert.equal(policy["arn"], TOPIC_ARN);
    });

    it("may invoke a subscribed function of the same account, which no other topic may on its behalf", async () => {
        const foreign = `arn:aws:lambda:${REGION}:999988887777:function:theirs`;
        const done = await record({ subscriptions: [...SUBSCRIPTIONS, { protocol: "lambda", endpoint: foreign }] });
        const permissions = done.registrations.filter(({ type }) => type === "aws:lambda/permission:Permission");
        const own = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:digest`;
        assert.deepEqual(
            permissions.map(({ inputs }) => inputs),
            [
                {
                    region: REGION,
                    statementId: "conformance-packs-44de0639190f06e8",
                    action: "lambda:InvokeFunction",
                    function: own,
                    principal: "sns.amazonaws.com",
                    sourceArn: TOPIC_ARN,
                },
            ],
        );
    });

    it("is encrypted where the plan says so", async () => {
        const kmsKeyArn = `arn:aws:kms:${REGION}:${ACCOUNT}:key/abc`;
        const done = await record({ kmsKeyArn });
        assert.equal(only(done, "aws:sns/topic:Topic", "delivery-topic").inputs["kmsMasterKeyId"], kmsKeyArn);
    });

    it("names a subscription by whom it reaches, so that adding one moves no other", async () => {
        const done = await record({ subscriptions: SUBSCRIPTIONS });
        const fewer = await record({ subscriptions: SUBSCRIPTIONS.slice(2) });
        const subscriptions = (from: typeof done) =>
            from.registrations.filter(({ type }) => type === "aws:sns/topicSubscription:TopicSubscription");
        assert.deepEqual(
            subscriptions(done).map(({ name, inputs }) => [name, inputs]),
            SUBSCRIPTIONS.map(({ protocol, endpoint }) => [
                `delivery-${protocol}-${endpoint}`,
                { region: REGION, topic: TOPIC_ARN, protocol, endpoint },
            ]),
        );
        assert.deepEqual(subscriptions(fewer), subscriptions(done).slice(2));
    });
});

describe("AlertTopic", () => {
    it("is a topic encrypted with a key of its own, which those who publish may use", async () => {
        const topicArn = `arn:aws:sns:${REGION}:${ACCOUNT}:alerts-test`;
        const plan = {
            name: "alerts-test",
            keyAlias: "alerts-key",
            deletionWindowInDays: 14,
            subscriptions: SUBSCRIPTIONS.slice(0, 1),
        };
        const done = await run(() => new AlertTopic("alerts", { names: namesOf(), topicArn, tags: TAGS, plan }));
        assert.deepEqual(rows(done), [
            "aws:kms/alias:Alias alerts-alias",
            "aws:kms/key:Key alerts-key",
            "aws:sns/topic:Topic alerts-topic",
            "aws:sns/topicPolicy:TopicPolicy alerts-topic-policy",
            "aws:sns/topicSubscription:TopicSubscription alerts-email-ops@example.com",
            "conformance-packs:config:AlertTopic alerts",
            "conformance-packs:config:EncryptionKey alerts",
        ]);
        const scope = scopeOf(namesOf());
        const key = only(done, "aws:kms/key:Key", "alerts-key").inputs;
        assert.deepEqual(JSON.parse(String(key["policy"])), alertKeyPolicy({ ...scope, topicArn }));
        assert.equal(key["deletionWindowInDays"], 14);
        assert.equal(only(done, "aws:kms/alias:Alias", "alerts-alias").inputs["name"], "alias/alerts-key");
        const topic = only(done, "aws:sns/topic:Topic", "alerts-topic");
        assert.equal(topic.inputs["kmsMasterKeyId"], `arn:aws:kms:${REGION}:${ACCOUNT}:key/alerts-key-id`);
        const policy = only(done, "aws:sns/topicPolicy:TopicPolicy", "alerts-topic-policy").inputs;
        assert.deepEqual(JSON.parse(String(policy["policy"])), alertTopicPolicy({ ...scope, topicArn }));
    });
});
