import assert from "node:assert/strict";
import { deploy } from "../../components/deploy.ts";
import { alertMessage } from "../../lib/alerts/alert-message.ts";
import { NON_COMPLIANT, nonCompliantMembers } from "../../lib/alerts/compliance-change.ts";
import type { DeploymentPlan } from "../../lib/plan/plan.ts";
import { alertTopicPolicy } from "../../lib/policies/alert-topic-policy.ts";
import { only, type Registration, rows, run } from "../harness.ts";
import { CONFIGURATIONS, membersOf } from "../lib/members/configurations.ts";
import { ACCOUNT, REGION } from "../mock-provider.ts";
import { IDENTITY, planOf, regionOf } from "./plans.ts";

const RULE = "aws:cloudwatch/eventRule:EventRule";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const NAME = "alerts-test";
const TOPIC_ARN = `arn:aws:sns:${REGION}:${ACCOUNT}:${NAME}`;
const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/alert-rules-forwarding-role-1234567`;

function alerting(changes: Partial<DeploymentPlan> = {}): DeploymentPlan {
    return planOf({
        alertTopic: { name: NAME, keyAlias: NAME, deletionWindowInDays: 30, subscriptions: [] },
        ...changes,
    });
}

function patternOf({ inputs }: Registration): unknown {
    return JSON.parse(String(inputs["eventPattern"]));
}

describe("alerts", () => {
    it("are none where there is no alert topic", async () => {
        const plan = planOf({ furtherRegions: [regionOf("us-east-1")] });
        const done = await run(() => deploy(plan, IDENTITY));
        assert.deepEqual(
            rows(done).filter((row) => /Event|Alert|alert/.test(row)),
            [],
        );
    });

    it("are one rule in the stack's own region, which publishes to the topic", async () => {
        const done = await run(() => deploy(alerting(), IDENTITY));
        assert.deepEqual(
            rows(done).filter((row) => /Event|AlertRules|AlertForwarding|iam\/role:/.test(row)),
            [
                `${RULE} alert-rules-rule`,
                `${TARGET} alert-rules-target`,
                "conformance-packs:config:AlertRules alert-rules",
            ],
        );
        const rule = only(done, RULE, "alert-rules-rule");
        assert.deepEqual(patternOf(rule), NON_COMPLIANT);
        assert.deepEqual(
            [rule.inputs["name"], rule.inputs["region"], rule.inputs["eventBusName"], rule.inputs["tags"]],
            [NAME, REGION, undefined, { team: "security" }],
        );
        assert.deepEqual(only(done, TARGET, "alert-rules-target").inputs, {
            region: REGION,
            rule: NAME,
            targetId: "alert-topic",
            arn: TOPIC_ARN,
            inputTransformer: alertMessage("aws"),
        });
    });

    it("wait for the policy that lets them be published", async () => {
        const done = await run(() => deploy(alerting(), IDENTITY));
        assert.ok(only(done, TARGET, "alert-rules-target").dependsOn.includes("alerts-topic-policy"));
    });

    it("come from further regions by way of the own one's default bus, by one role that may do no more", async () => {
        const plan = alerting({ furtherRegions: [regionOf("ap-east-1", { enable: true }), regionOf("us-east-1")] });
        const done = await run(() => deploy(plan, IDENTITY));
        const bus = `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/default`;
        for (const region of ["ap-east-1", "us-east-1"]) {
            const rule = only(done, RULE, `alert-forwarding-${region}-rule`);
            assert.deepEqual(patternOf(rule), NON_COMPLIANT);
            assert.deepEqual([rule.inputs["name"], rule.inputs["region"]], [NAME, region]);
            const target = only(done, TARGET, `alert-forwarding-${region}-target`);
            assert.deepEqual(target.inputs, {
                region,
                rule: NAME,
                targetId: "own-region",
                arn: bus,
                roleArn: ROLE_ARN,
            });
            assert.ok(target.dependsOn.includes("alert-rules-forwarding-role-policy"));
        }
        assert.ok(only(done, RULE, "alert-forwarding-ap-east-1-rule").dependsOn.includes("ap-east-1-opt-in"));
        const { inputs } = only(done, "aws:iam/role:Role", "alert-rules-forwarding-role");
        assert.equal(inputs["name"], "conformance-packs-test-alert-forwarding");
        assert.match(String(inputs["assumeRolePolicy"]), new RegExp(`:events:\\*:${ACCOUNT}:rule/${NAME}"`));
        const policy = only(done, "aws:iam/rolePolicy:RolePolicy", "alert-rules-forwarding-role-policy");
        assert.match(String(policy.inputs["policy"]), new RegExp(`"events:PutEvents","Resource":"${bus}"`));
    });

    it("never go round in circles: what comes to the own region goes to the topic and nowhere else", async () => {
        const { members } = membersOf(CONFIGURATIONS.usual);
        const plan = alerting({ members, furtherRegions: [regionOf("us-east-1")] });
        const done = await run(() => deploy(plan, IDENTITY));
        const targets = done.registrations.filter(({ type, inputs }) => type === TARGET && inputs["region"] === REGION);
        assert.deepEqual(
            targets.map(({ inputs }) => inputs["arn"]),
            [TOPIC_ARN, TOPIC_ARN],
        );
    });

    it("come from members, but for those of the stack's own account and regions", async () => {
        const { members } = membersOf(CONFIGURATIONS.usual);
        const plan = alerting({ members, furtherRegions: [regionOf("us-east-1"), regionOf("ap-east-1")] });
        const done = await run(() => deploy(plan, IDENTITY));
        const rule = only(done, RULE, "alert-rules-members-rule");
        const regions = ["ap-east-1", REGION, "us-east-1"];
        assert.deepEqual(patternOf(rule), nonCompliantMembers({ account: ACCOUNT, regions }));
        const { inputs } = only(done, TARGET, "alert-rules-members-target");
        const bus = "conformance-packs-test-members";
        assert.deepEqual([rule.inputs["eventBusName"], inputs["eventBusName"]], [bus, bus]);
        assert.deepEqual([inputs["arn"], inputs["inputTransformer"]], [TOPIC_ARN, alertMessage("aws")]);
    });

    it("do not come from members that forward nothing", async () => {
        const { members } = membersOf(CONFIGURATIONS.least);
        const done = await run(() => deploy(alerting({ members }), IDENTITY));
        assert.equal(rows(done).filter((row) => row.includes("EventRule")).length, 1);
    });

    it("are admitted by the topic from rules on any bus of the own region", () => {
        const scope = { partition: "aws", account: ACCOUNT, region: REGION };
        const [, rules] = alertTopicPolicy({ ...scope, topicArn: TOPIC_ARN }).Statement;
        const admitted = String(rules?.Condition?.["ArnLike"]?.["aws:SourceArn"]);
        const matches = (arn: string): boolean => new RegExp(`^${admitted.replaceAll("*", ".*")}$`).test(arn);
        assert.ok(matches(`arn:aws:events:${REGION}:${ACCOUNT}:rule/${NAME}`));
        assert.ok(matches(`arn:aws:events:${REGION}:${ACCOUNT}:rule/conformance-packs-test-members/${NAME}`));
        assert.ok(!matches(`arn:aws:events:us-east-1:${ACCOUNT}:rule/${NAME}`));
        assert.ok(!matches(`arn:aws:events:${REGION}:444455556666:rule/${NAME}`));
    });
});
